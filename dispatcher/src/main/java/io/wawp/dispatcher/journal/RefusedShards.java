package io.wawp.dispatcher.journal;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Shards that are ours and whose journals this version cannot read, and why. Their commands wait
 * for a version that can. Thread-safe.
 */
final class RefusedShards {
    private final Map<Integer, String> reasons = new ConcurrentSkipListMap<>();

    /** Adds one; false when the same was known of it already. */
    boolean add(int shard, String reason) {
        return !reason.equals(reasons.put(shard, reason));
    }

    void remove(int shard) {
        reasons.remove(shard);
    }

    void clear() {
        reasons.clear();
    }

    Map<Integer, String> reasons() {
        return Map.copyOf(reasons);
    }
}
