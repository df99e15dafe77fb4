package io.wawp.dispatcher.audit;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a record of a living deployment open beyond its time, although nothing is lost. Owned
 * by the thread that audits.
 *
 * @param pauses of numbers; null where they are not known
 * @param positions up to where command topics are read by the workers; null where that is not
 *     known, so that everything counts as read. A partition without one is not read at all
 */
record Waits(@Nullable Pauses pauses, @Nullable Map<TopicPartition, Long> positions) {
    static final Waits NONE = new Waits(null, null);

    /** Whether no worker has read the record yet. */
    boolean isUnread(TopicPartition partition, long offset) {
        return positions != null && offset >= positions.getOrDefault(partition, 0L);
    }

    /** For how many milliseconds of that time the number was paused. */
    long paused(int instance, long from, long to) {
        return pauses == null ? 0 : pauses.within(instance, from, to);
    }
}
