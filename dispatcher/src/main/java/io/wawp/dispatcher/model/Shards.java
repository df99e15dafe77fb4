package io.wawp.dispatcher.model;

import io.wawp.common.command.InstanceId;

/**
 * Which shard an instance belongs to: for life, so the function never changes. Computed the same by
 * every worker and operator's tool.
 */
public final class Shards {
    private Shards() {}

    /**
     * FNV-1a over the id's characters, its bits mixed once more, modulo the number of shards.
     *
     * @param count how many partitions the dispatch topic has; at least 1
     */
    public static int of(InstanceId instanceId, int count) {
        return (int) Long.remainderUnsigned(hash(instanceId.value()), count);
    }

    /** A stable 64-bit hash of a text. */
    public static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
