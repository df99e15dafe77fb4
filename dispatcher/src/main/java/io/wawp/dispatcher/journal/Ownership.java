package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which shards are ours and whether their journals are read. Each assignment begins a new tenure
 * and a thread that restores its shard, a few at a time; other shards keep working meanwhile. Its
 * state is owned by the loop's thread; the restoring threads only hand over their result.
 */
final class Ownership {
    private static final Logger log = LoggerFactory.getLogger(Ownership.class);
    private static final int RESTORES_AT_ONCE = 4;
    private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(1);

    /** A journal that cannot be read is read again so often: its entry may have been replaced. */
    private static final Duration BEFORE_LOOKING_AGAIN = Duration.ofMinutes(1);

    private final JournalSettings settings;
    private final JournalClients clients;
    private final Readers readers;
    private final Admin admin;
    private final int partitions;
    private final JournalMeters meters;
    private final RefusedShards refused;
    private final Time time;
    private final Consumer<RuntimeException> fatal;
    private final AtomicLong epochs = new AtomicLong();
    private final Semaphore atOnce = new Semaphore(RESTORES_AT_ONCE);
    private final Map<Integer, Begun> restoring = new HashMap<>();
    private final Map<Integer, Tenure> restored = new HashMap<>();

    /** A shard that is being restored, since {@link Time#nanoTime()}. */
    private record Begun(Tenure tenure, long since) {}

    /**
     * @param fatal told when this worker must not work on this data at all
     */
    Ownership(
            JournalSettings settings,
            JournalClients clients,
            Admin admin,
            int partitions,
            JournalParts parts,
            Consumer<RuntimeException> fatal) {
        this.settings = settings;
        this.clients = clients;
        this.readers = new Readers(clients);
        this.admin = admin;
        this.partitions = partitions;
        this.meters = parts.meters();
        this.refused = parts.refused();
        this.time = parts.time();
        this.fatal = fatal;
    }

    void begin(int shard, JournalLoop loop) {
        end(shard);
        var tenure = new Tenure(shard, epochs.incrementAndGet());
        restoring.put(shard, new Begun(tenure, time.nanoTime()));
        // not virtual ones: decoding keeps a processor busy for seconds, and the paths of commands
        // share the few carriers of all virtual threads
        Thread.ofPlatform().daemon().name("restore-" + shard).start(() -> restore(tenure, loop));
    }

    void restored(Tenure tenure) {
        Begun begun = restoring.get(tenure.shard());
        if (begun != null && begun.tenure() == tenure) {
            restoring.remove(tenure.shard());
        }
        restored.put(tenure.shard(), tenure);
    }

    void end(int shard) {
        Begun unfinished = restoring.remove(shard);
        if (unfinished != null) {
            unfinished.tenure().end();
            refused.remove(shard);
        }
        restored.remove(shard);
    }

    void endAll() {
        restoring.values().forEach(begun -> begun.tenure().end());
        restoring.clear();
        restored.clear();
        refused.clear();
    }

    /**
     * Shards that are ours now may be held by a transaction of a worker that is gone: begins to end
     * it.
     */
    void endOrphans() {
        Thread.ofVirtual().name("end-orphans").start(this::tryToEndOrphans);
    }

    private void tryToEndOrphans() {
        try {
            clients.endOrphans(admin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn("what workers that are gone left open is waited for", e);
        }
    }

    /** Whether no shard of ours is still being restored. */
    boolean isRestored() {
        return restoring.isEmpty();
    }

    /** Since when the shard has been restored that began first; null when none is. */
    @Nullable Long restoringSince() {
        return restoring.values().stream()
                .map(Begun::since)
                .min((a, b) -> Long.signum(a - b))
                .orElse(null);
    }

    private void restore(Tenure tenure, JournalLoop loop) {
        try {
            Duration pause = Duration.ZERO;
            while (tenure.isCurrent() && pause != null) {
                time.sleep(pause);
                pause = tryOnce(tenure, loop);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long to wait before the next try; null when there is none. */
    private @Nullable Duration tryOnce(Tenure tenure, JournalLoop loop)
            throws InterruptedException {
        atOnce.acquire();
        boolean sound = false;
        org.apache.kafka.clients.consumer.@Nullable Consumer<byte[], byte[]> reader = null;
        try {
            reader = readers.take();
            long began = time.nanoTime();
            Restore.Result result =
                    new Restore(tenure, settings, partitions, time).run(reader, admin);
            sound = true;
            if (result != null) {
                refused.remove(tenure.shard());
                meters.restored((int) result.entries(), Duration.ofNanos(time.nanoTime() - began));
                loop.restored(result);
            }
            return null;
        } catch (Restore.PartitionsChanged e) {
            log.error("{} cannot be worked on: {}", tenure, e.getMessage());
            fatal.accept(e);
            return null;
        } catch (UnknownFormat e) {
            refuse(tenure, String.valueOf(e.getMessage()));
            return BEFORE_LOOKING_AGAIN;
        } catch (RuntimeException e) {
            log.warn("the journal of {} could not be read; trying again", tenure, e);
            return BEFORE_NEXT_TRY;
        } finally {
            if (reader != null) {
                readers.giveBack(reader, sound && atOnce.hasQueuedThreads());
            }
            atOnce.release();
        }
    }

    private void refuse(Tenure tenure, String reason) {
        if (tenure.isCurrent() && refused.add(tenure.shard(), reason)) {
            log.error(
                    "{} is not worked on, and its commands wait; all other shards go on. {}",
                    tenure,
                    reason);
        }
        if (!tenure.isCurrent()) {
            refused.remove(tenure.shard());
        }
    }
}
