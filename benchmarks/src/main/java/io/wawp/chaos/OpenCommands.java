package io.wawp.chaos;

import io.wawp.common.command.InstanceId;
import io.wawp.dispatcher.model.Shards;
import io.wawp.sandbox.SandboxTopics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which commands are open: written, and without a terminal outcome that was seen. Safe for use by
 * any thread.
 */
final class OpenCommands {
    private static final int NO_SHARD = -1;

    private final int shards;
    private final LongSupplier clock;
    private final LongAdder begun = new LongAdder();
    private final LongAdder written = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final AtomicLong lastEnd;

    /** By place in the command topic. */
    private final Map<Long, Known> open = new ConcurrentHashMap<>();

    /**
     * @param since when it was written
     * @param shard in which nothing need hold it up; {@link #NO_SHARD} for others
     * @param isEnded it ended before its writer knew that it was written
     */
    private record Known(long since, int shard, boolean isEnded) {}

    /**
     * @param clock nanoseconds, the scale of all moments
     */
    OpenCommands(int shards, LongSupplier clock) {
        this.shards = shards;
        this.clock = clock;
        this.lastEnd = new AtomicLong(clock.getAsLong());
    }

    /** A record is about to be written. */
    void begun() {
        begun.increment();
    }

    /**
     * A record was written.
     *
     * @param prompt its number if nothing need hold it up, such as a pace or its own wish; or null
     */
    void written(int partition, long offset, @Nullable InstanceId prompt) {
        written.increment();
        int shard = prompt == null ? NO_SHARD : Shards.of(prompt, shards);
        open.compute(
                place(partition, offset),
                (key, known) -> known == null ? new Known(clock.getAsLong(), shard, false) : null);
    }

    /** A terminal outcome of a record was seen. */
    void ended(int partition, long offset) {
        ended.increment();
        lastEnd.set(clock.getAsLong());
        open.compute(
                place(partition, offset),
                (key, known) -> known == null ? new Known(0, NO_SHARD, true) : null);
    }

    private static long place(int partition, long offset) {
        return ((long) partition << 48) | offset;
    }

    /** Records written so far. */
    long commands() {
        return written.sum();
    }

    /** How many are written, or being written, and not told to have ended. */
    long count() {
        return begun.sum() - ended.sum();
    }

    /** When the last terminal outcome was seen. */
    long lastEnd() {
        return lastEnd.get();
    }

    /** When the oldest open one was written that nothing need hold up, by its shard. */
    Map<Integer, Long> oldestPrompt() {
        Map<Integer, Long> oldest = new HashMap<>();
        for (Known each : open.values()) {
            if (each.shard() != NO_SHARD) {
                oldest.merge(
                        each.shard(), each.since(), (one, other) -> one - other < 0 ? one : other);
            }
        }
        return oldest;
    }

    /** Some of the open ones, as topic-partition@offset. */
    List<String> some(int most) {
        return open.entrySet().stream()
                .filter(each -> !each.getValue().isEnded())
                .limit(most)
                .map(each ->
                        "%s-%d@%d"
                                .formatted(
                                        SandboxTopics.COMMANDS,
                                        each.getKey() >> 48,
                                        each.getKey() & 0xffff_ffff_ffffL))
                .toList();
    }
}
