package io.wawp.dispatcher.journal;

import io.wawp.common.command.InstanceId;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.Tenure;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the loop keeps of one partition that is ours: the index of its commands, its position, and
 * the records that were read and are not admitted yet. Owned by the loop's thread; nobody else
 * touches it.
 */
final class Shard {
    /** Finished commands are forgotten by the slice of time in which their window ends. */
    private static final long FORGET_SLICE_MILLIS = 10_000;

    /**
     * Beyond it the instances' ids are not shared any more: anybody may write any into a command.
     */
    private static final int MOST_SHARED_IDS = 10_000;

    private final Tenure tenure;
    private final Map<KeyHash, Slot> index;
    private final Map<InstanceId, InstanceId> instanceIds = new HashMap<>();
    private final NavigableMap<Long, List<KeyHash>> toForget = new TreeMap<>();
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> backlog = new ArrayDeque<>();
    private long position;
    private long lastReadAt;
    private int open;
    private boolean windingDown;
    private boolean paused;

    /**
     * @param position where reading the dispatch topic goes on
     * @param lastReadAt a floor for the read times to come
     */
    Shard(Tenure tenure, long position, long lastReadAt, int expectedSize) {
        this.tenure = tenure;
        this.position = position;
        this.lastReadAt = lastReadAt;
        this.index = HashMap.newHashMap(expectedSize);
    }

    Tenure tenure() {
        return tenure;
    }

    ArrayDeque<ConsumerRecord<byte[], byte[]>> backlog() {
        return backlog;
    }

    /** The next offset of the dispatch topic that is not admitted, as far as is committed. */
    long position() {
        return position;
    }

    void position(long committed) {
        position = committed;
    }

    /** Commands that owe an outcome. */
    int open() {
        return open;
    }

    boolean isWindingDown() {
        return windingDown;
    }

    void windDown() {
        windingDown = true;
    }

    /** Whether its partition is paused at the consumer. */
    boolean isPaused() {
        return paused;
    }

    void paused(boolean now) {
        paused = now;
    }

    /**
     * The time at which a record counts as read: the clock's, but never before an earlier one's.
     */
    Instant readAt(Instant now) {
        lastReadAt = Math.max(lastReadAt, now.toEpochMilli());
        return Instant.ofEpochMilli(lastReadAt);
    }

    @Nullable Slot find(KeyHash hash) {
        return index.get(hash);
    }

    /** The same as {@link #put}, for an entry that was found in the journal. */
    void restore(KeyHash hash, CommandEntry entry, long offset) {
        if (entry.state().isOpen()) {
            lastReadAt = Math.max(lastReadAt, entry.readAt().toEpochMilli());
        }
        put(hash, entry, offset);
    }

    /** A command's new entry is in the journal at this offset. */
    Slot put(KeyHash hash, CommandEntry entry, long offset) {
        Slot before = index.get(hash);
        if (entry.state().isOpen()) {
            // another sequence is another run: found so where compaction took the first one's end
            if (before instanceof OpenCommand command && command.sequence() == entry.sequence()) {
                command.moved(entry, offset);
                return command;
            }
            var command =
                    new OpenCommand(tenure, entry, canonical(entry.key().instanceId()), offset);
            index.put(hash, command);
            open += before instanceof OpenCommand ? 0 : 1;
            return command;
        }
        long forgetAfter = entry.forgetAfter() == null ? 0 : entry.forgetAfter().toEpochMilli();
        var finished = new Slot.Finished(offset, forgetAfter);
        index.put(hash, finished);
        if (before instanceof OpenCommand) {
            open--;
        }
        if (!(before instanceof Slot.Finished same) || same.forgetAfter() != forgetAfter) {
            toForget.computeIfAbsent(slice(forgetAfter), slice -> new ArrayList<>()).add(hash);
        }
        return finished;
    }

    /** Its tombstone is in the journal. */
    void forget(KeyHash hash) {
        if (index.remove(hash) instanceof OpenCommand) {
            open--;
        }
    }

    /** Takes up to so many finished commands whose window is over. */
    List<KeyHash> takeForgettable(Instant now, int most) {
        List<KeyHash> due = new ArrayList<>();
        long current = slice(now.toEpochMilli());
        while (due.size() < most && !toForget.isEmpty() && toForget.firstKey() < current) {
            List<KeyHash> slice = toForget.firstEntry().getValue();
            while (due.size() < most && !slice.isEmpty()) {
                KeyHash hash = slice.removeLast();
                // it may have been journaled again since, with a later end of its window
                if (index.get(hash) instanceof Slot.Finished finished
                        && finished.forgetAfter() < now.toEpochMilli()) {
                    due.add(hash);
                }
            }
            if (slice.isEmpty()) {
                toForget.pollFirstEntry();
            }
        }
        return due;
    }

    /** It was taken and is not forgotten: it will be taken again. */
    void keep(KeyHash hash) {
        if (index.get(hash) instanceof Slot.Finished finished) {
            toForget.computeIfAbsent(slice(finished.forgetAfter()), slice -> new ArrayList<>())
                    .add(hash);
        }
    }

    int size() {
        return index.size();
    }

    Collection<Slot> slots() {
        return index.values();
    }

    private InstanceId canonical(InstanceId instanceId) {
        if (instanceIds.size() == MOST_SHARED_IDS) {
            instanceIds.clear();
        }
        return instanceIds.computeIfAbsent(instanceId, same -> same);
    }

    private static long slice(long millis) {
        return millis / FORGET_SLICE_MILLIS;
    }
}
