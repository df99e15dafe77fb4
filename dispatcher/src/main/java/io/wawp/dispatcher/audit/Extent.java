package io.wawp.dispatcher.audit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Which part of a topic an audit sees. Owned by the thread that audits.
 *
 * <p>What was written before what else decides what may be concluded. {@link #sure} is where a
 * topic ended, for read-committed readers, when the audit began: whatever belongs to a record
 * before it, in another topic whose end was asked for later, is seen. {@link #to} is where it ended
 * for all readers when its turn to be read came: whatever a record seen before belongs to is seen.
 */
final class Extent {
    final Map<TopicPartition, Long> from;
    final Map<TopicPartition, Long> sure;
    Map<TopicPartition, Long> to = Map.of();

    /** Where a part of the topic's past is deleted. */
    final Set<TopicPartition> cut = new HashSet<>();

    /** Could not be read to the end. */
    final Set<TopicPartition> stuck = new HashSet<>();

    private final Map<TopicPartition, Long> beginnings;
    private final Map<TopicPartition, Long> firstTime = new HashMap<>();
    private long wantedSince = Long.MIN_VALUE;
    long records;
    long damaged;

    /**
     * A topic, or several.
     *
     * @param beginnings where what is kept begins
     * @param sure where it ends for read-committed readers
     */
    Extent(Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> sure) {
        this.beginnings = new HashMap<>(beginnings);
        this.from = new HashMap<>(beginnings);
        this.sure = sure;
        beginnings.forEach((partition, offset) -> {
            if (offset > 0) {
                cut.add(partition);
            }
        });
    }

    /** The first offset that is kept. */
    long kept(TopicPartition partition) {
        return beginnings.getOrDefault(partition, 0L);
    }

    /** Leaves out what is older. */
    void since(long timestamp, Map<TopicPartition, Long> first) {
        wantedSince = timestamp;
        first.forEach((partition, offset) -> from.merge(partition, offset, Math::max));
    }

    /** Retention was faster than the audit: what is before that offset and not read is gone. */
    void deletedUnread(TopicPartition partition, long beginning) {
        beginnings.put(partition, beginning);
        from.merge(partition, beginning, Math::max);
        cut.add(partition);
        // from the first one that follows on all are seen
        firstTime.remove(partition);
    }

    void seen(ConsumerRecord<byte[], byte[]> record) {
        records++;
        var partition = new TopicPartition(record.topic(), record.partition());
        firstTime.putIfAbsent(partition, record.timestamp());
    }

    boolean isSure(ConsumerRecord<byte[], byte[]> record) {
        var partition = new TopicPartition(record.topic(), record.partition());
        return record.offset() < sure.getOrDefault(partition, 0L);
    }

    /** Nothing is missing at its beginning. */
    boolean isWhole() {
        return cut.isEmpty() && wantedSince == Long.MIN_VALUE;
    }

    /**
     * From when on every record is seen.
     *
     * @param ofEmpty from when on an empty partition would have kept one
     * @return the smallest number if none was ever deleted
     */
    long completeSince(long ofEmpty) {
        long since = wantedSince;
        for (TopicPartition partition : cut) {
            since = Math.max(since, firstTime.getOrDefault(partition, ofEmpty));
        }
        return since;
    }
}
