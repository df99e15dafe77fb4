package io.wawp.dispatcher.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads partitions, read-committed, from one offset to another. Waits for transactions that are
 * open in between, and not for ever. Owned by the thread that audits.
 */
final class Reading {
    private static final Duration POLL = Duration.ofMillis(200);

    /** A minute: longer than any transaction of a worker stays open. */
    private static final int MOST_EMPTY_POLLS = 300;

    private final Consumer<byte[], byte[]> consumer;

    Reading(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Is given what there is, in Kafka's order. */
    interface Visitor {
        void record(ConsumerRecord<byte[], byte[]> record);

        /** There is a record that cannot be read: damaged on the broker's disk. */
        void damaged(TopicPartition partition, long offset);
    }

    /** Is told where a part of a partition was deleted before it was read. */
    interface Gaps {
        /**
         * Everything of it that is not read yet and stands before that offset is gone.
         *
         * @param beginning from where on it is read now
         */
        void deleted(TopicPartition partition, long beginning);
    }

    /**
     * The partitions of a topic.
     *
     * @throws UnknownTopicOrPartitionException when there is no such topic
     */
    static List<TopicPartition> partitions(Consumer<?, ?> asked, String topic) {
        var infos = asked.partitionsFor(topic);
        if (infos == null || infos.isEmpty()) {
            throw new UnknownTopicOrPartitionException("there is no topic " + topic);
        }
        return infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
    }

    /** The first offset of each partition whose record is not older; its end if all are. */
    Map<TopicPartition, Long> firstSince(Collection<TopicPartition> partitions, long timestamp) {
        var asked = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> asked.put(partition, timestamp));
        Map<TopicPartition, Long> first = new HashMap<>(consumer.endOffsets(partitions));
        Map<TopicPartition, @Nullable OffsetAndTimestamp> found = new HashMap<>();
        found.putAll(consumer.offsetsForTimes(asked));
        found.forEach((partition, at) -> {
            if (at != null) {
                first.put(partition, at.offset());
            }
        });
        return first;
    }

    /**
     * Reads.
     *
     * @param from the first offset of each partition
     * @param to the first offset of each partition that is not read any more
     * @param gaps is told what was deleted meanwhile
     * @return partitions that could not be read to there, since a transaction stays open
     */
    List<TopicPartition> read(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            Visitor visitor,
            Gaps gaps) {
        consumer.assign(to.keySet());
        to.forEach((partition, end) ->
                consumer.seek(partition, Math.min(from.getOrDefault(partition, 0L), end)));
        int empty = 0;
        while (empty < MOST_EMPTY_POLLS) {
            List<TopicPartition> left = left(to);
            if (left.isEmpty()) {
                return left;
            }
            long before = positions(left);
            poll(to, visitor, gaps);
            empty = positions(left) == before ? empty + 1 : 0;
        }
        // where the broker is away this says so
        consumer.endOffsets(to.keySet());
        return left(to);
    }

    private void poll(Map<TopicPartition, Long> to, Visitor visitor, Gaps gaps) {
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            skipDeleted(e, gaps);
            return;
        } catch (KafkaException e) {
            skipDamaged(e, visitor);
            return;
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            var partition = new TopicPartition(record.topic(), record.partition());
            if (record.offset() < to.getOrDefault(partition, 0L)) {
                visitor.record(record);
            }
        }
    }

    /** What is read is paused: a fetch that waits there would keep the others waiting. */
    private List<TopicPartition> left(Map<TopicPartition, Long> to) {
        var left = new ArrayList<TopicPartition>();
        var done = new ArrayList<TopicPartition>();
        to.forEach((partition, end) ->
                (consumer.position(partition) < end ? left : done).add(partition));
        consumer.pause(done);
        return left;
    }

    private long positions(List<TopicPartition> partitions) {
        return partitions.stream().mapToLong(consumer::position).sum();
    }

    /** Retention works while an audit reads. */
    private void skipDeleted(OffsetOutOfRangeException e, Gaps gaps) {
        consumer.beginningOffsets(e.partitions())
                .forEach((partition, beginning) -> {
                    if (beginning <= consumer.position(partition)) {
                        // the partition became shorter, which no retention does
                        throw e;
                    }
                    consumer.seek(partition, beginning);
                    gaps.deleted(partition, beginning);
                });
    }

    /**
     * The client stops before a record that it cannot read; except for one case it says where in
     * words only.
     */
    private void skipDamaged(KafkaException e, Visitor visitor) {
        if (e instanceof RecordDeserializationException named) {
            skip(named.topicPartition(), named.offset(), visitor);
            return;
        }
        String message = e.getMessage();
        if (message == null || !message.contains("seek past the record")) {
            throw e;
        }
        TopicPartition partition =
                consumer.assignment().stream()
                        .filter(each -> message.contains(" " + each + ". "))
                        .findFirst()
                        .orElseThrow(() -> e);
        skip(partition, consumer.position(partition), visitor);
    }

    private void skip(TopicPartition partition, long offset, Visitor visitor) {
        visitor.damaged(partition, offset);
        consumer.seek(partition, offset + 1);
    }
}
