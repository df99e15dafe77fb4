package io.wawp.benchmarks.takeover;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One take-over as it was seen: how long each number of the ended worker stood still, and when the
 * stages of it were passed. All since the signal; what was not to be seen is null.
 *
 * @param waiting of each number with commands waiting, until the new owner's first send
 * @param arriving the same of numbers that get a command now and then, taken in anew
 * @param silent of each number with commands waiting, from the old owner's last send to the new
 *     one's first
 * @param gone until the broker said that the member is gone
 * @param assigned until its shards were assigned to others
 * @param ours until the last shard was at work
 * @param waited the longest wait of a shard for its last owner's transaction
 * @param read the longest reading of a shard's journal
 */
record TakeOver(
        List<Duration> waiting,
        List<Duration> arriving,
        List<Duration> silent,
        @Nullable Duration gone,
        @Nullable Duration assigned,
        @Nullable Duration ours,
        Duration waited,
        Duration read) {
    TakeOver {
        waiting = List.copyOf(waiting);
        arriving = List.copyOf(arriving);
        silent = List.copyOf(silent);
    }

    Duration first() {
        return waiting.stream().min(Duration::compareTo).orElseThrow();
    }

    Duration last() {
        return waiting.stream().max(Duration::compareTo).orElseThrow();
    }
}
