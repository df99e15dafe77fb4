package io.wawp.chaos;

import io.wawp.chaos.Calm.Trouble;
import io.wawp.chaos.Sights.UnseenException;
import io.wawp.chaos.Sights.WorkerView;
import io.wawp.sandbox.SandboxTopics;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds whether anything stands still that has no reason to: outcomes that do not
 * come, commands that are held up, partitions that nobody reads, members that have nothing while
 * others have too much, shards that are read for too long. Keeps the worst that it saw, and how
 * often it could look. Its thread runs from {@link #start} to {@link #close}.
 */
final class Probes implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Probes.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** A look takes seconds on a busy machine, and some find a broker that is just starting. */
    private static final Duration SELDOMEST_LOOK = Duration.ofSeconds(10);

    private static final Set<Trouble> NOTHING_TO_SEE =
            Set.of(Trouble.BROKERS, Trouble.NOBODY_READY);

    /** More commands than are written in this time wait for each other: none is held up alone. */
    private static final Duration QUEUE = Duration.ofSeconds(20);

    private final Duration length;
    private final long queue;
    private final OpenCommands commands;
    private final Sights sights;
    private final Calm calm;
    private final LongSupplier clock;
    private final Standstill standstill;
    private final Chronicle chronicle;
    private final long began;
    private final Map<Probe, AtomicLong> worst = new EnumMap<>(Probe.class);
    private final Map<Look, AtomicLong> worked = new EnumMap<>(Look.class);
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private @Nullable Thread thread;

    /** What can be looked at in vain. */
    private enum Look {
        GROUPS("the workers' groups"),
        METRICS("the workers' metrics");

        private final String words;

        Look(String words) {
            this.words = words;
        }
    }

    /**
     * @param clock nanoseconds, the same as that of the commands and of the calm
     */
    Probes(
            ChaosSettings settings,
            OpenCommands commands,
            Sights sights,
            Calm calm,
            Chronicle chronicle,
            LongSupplier clock) {
        this.length = settings.length();
        this.queue = settings.rate() * QUEUE.toSeconds();
        this.commands = commands;
        this.sights = sights;
        this.calm = calm;
        this.clock = clock;
        this.standstill = new Standstill(calm, clock);
        this.chronicle = chronicle;
        this.began = clock.getAsLong();
        for (Probe each : Probe.values()) {
            worst.put(each, new AtomicLong());
        }
        for (Look each : Look.values()) {
            worked.put(each, new AtomicLong());
        }
    }

    void start() {
        thread = Thread.ofVirtual().name("probes").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                look();
            }
        } catch (InterruptedException e) {
            // closed
        } catch (RuntimeException e) {
            log.error("The probes failed, which is a defect of the run itself", e);
            chronicle.violation("the probes failed and saw nothing from then on: " + e);
        }
    }

    /** Looks once at everything. */
    void look() throws InterruptedException {
        List<WorkerView> ready = sights.ready();
        calm.set(Trouble.NOBODY_READY, ready.isEmpty());
        calm.set(Trouble.QUEUE, commands.count() > queue);
        if (commands.count() > 0) {
            seen(Probe.SILENCE, commands.lastEnd(), "commands");
        }
        if (!calm.isOn(Trouble.BROKERS)) {
            groups();
        }
        for (WorkerView each : ready) {
            restoring(each);
        }
        commands.oldestPrompt().forEach(this::heldUp);
    }

    private void groups() throws InterruptedException {
        try {
            sights.groups().forEach(standstill::saw);
            Map<TopicPartition, Long> suspects = standstill.suspects();
            Set<TopicPartition> innocent = new HashSet<>(suspects.keySet());
            innocent.removeAll(sights.unread(suspects));
            standstill.nothingToRead(innocent);
            worked(Look.GROUPS);
        } catch (UnseenException e) {
            log.info("No look at the groups", e);
        }
        // also after a look in vain: what stood still then, stands still until it is seen to move
        standstill.findings().forEach(each -> judge(each.probe(), each.nanos(), each.where()));
    }

    private void restoring(WorkerView worker) throws InterruptedException {
        try {
            long nanos = (long) (worker.restoringSeconds() * 1e9);
            worked(Look.METRICS);
            seen(Probe.RESTORE, clock.getAsLong() - nanos, "shards of " + worker.name());
        } catch (UnseenException e) {
            log.info("{} was ended or frozen meanwhile, or has no metrics", worker.name(), e);
        }
    }

    /** A take-over begins anew what it finds, so what was before it does not count. */
    private void heldUp(int shard, long written) {
        long owned =
                standstill
                        .ownedSince(new TopicPartition(SandboxTopics.DISPATCH, shard))
                        .orElse(written);
        seen(Probe.OLDEST, owned - written > 0 ? owned : written, "of shard " + shard);
    }

    private void seen(Probe probe, long since, String where) {
        judge(probe, calm.nanosAfter(since, probe.excused()), where);
    }

    private void judge(Probe probe, long nanos, String where) {
        Objects.requireNonNull(worst.get(probe)).accumulateAndGet(nanos, Math::max);
        String what = probe + " " + where;
        if (nanos <= bound(probe).toNanos()) {
            told.remove(what);
        } else if (told.add(what)) {
            chronicle.violation(
                    "%s: %d s (%s), more than %d s"
                            .formatted(
                                    probe.words(),
                                    Duration.ofNanos(nanos).toSeconds(),
                                    where,
                                    bound(probe).toSeconds()));
        }
    }

    private void worked(Look look) {
        Objects.requireNonNull(worked.get(look)).incrementAndGet();
    }

    /** Says what could not be looked at often enough: probes that see nothing find nothing. */
    void tellLooks() {
        long seconds = Duration.ofNanos(calm.nanosAfter(began, NOTHING_TO_SEE)).toSeconds();
        long least = Math.max(1, seconds / SELDOMEST_LOOK.toSeconds());
        worked.forEach((look, count) -> {
            if (count.get() < least) {
                chronicle.violation(
                        "only %d looks at %s worked in %d s, of %d at the least: the probes say nothing"
                                .formatted(count.get(), look.words, seconds, least));
            }
        });
    }

    /** The worst that was seen. */
    Duration worst(Probe probe) {
        return Duration.ofNanos(Objects.requireNonNull(worst.get(probe)).get());
    }

    /** The longest that is no violation. */
    Duration bound(Probe probe) {
        return probe.bound(length);
    }

    @Override
    public void close() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
