package io.wawp.dispatcher.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads whole topics from their beginning, read-committed, as the world outside does, and holds
 * every record of a public topic to the published contract. Not thread-safe.
 */
public final class TopicReader implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int MOST_TOLD = 200;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> seen = new CopyOnWriteArrayList<>();

    public TopicReader(String bootstrapServers, String... topics) {
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "isolation.level",
                                "read_committed",
                                "auto.offset.reset",
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            partitionsOf(topic)
                    .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** A topic that was made just now may not be known yet to the broker that is asked. */
    private List<PartitionInfo> partitionsOf(String topic) {
        long limit = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            List<PartitionInfo> partitions = consumer.partitionsFor(topic);
            if (!partitions.isEmpty()) {
                return partitions;
            }
            if (System.nanoTime() > limit) {
                throw new AssertionError("there is no topic " + topic);
            }
        }
    }

    /** All records so far. */
    public List<ConsumerRecord<byte[], byte[]>> seen() {
        return seen;
    }

    /** Reads until the condition holds; fails after a minute and says what it saw. */
    public List<ConsumerRecord<byte[], byte[]>> until(
            Predicate<List<ConsumerRecord<byte[], byte[]>>> condition) {
        long limit = System.nanoTime() + LONGEST.toNanos();
        while (!condition.test(seen)) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("after " + LONGEST + " there are only " + describe());
            }
            List<ConsumerRecord<byte[], byte[]>> more = new ArrayList<>();
            consumer.poll(Duration.ofMillis(100)).forEach(more::add);
            more.forEach(PublishedContract::requireKept);
            // all at once: each addition copies the whole list
            seen.addAll(more);
        }
        return seen;
    }

    /** Reads until that many are there. */
    public List<ConsumerRecord<byte[], byte[]>> count(int records) {
        return until(all -> all.size() >= records);
    }

    /** Reads what is there up to the topics' present end. */
    public List<ConsumerRecord<byte[], byte[]>> toEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        return until(all ->
                ends.entrySet().stream()
                        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
    }

    private String describe() {
        var text = new StringBuilder().append(seen.size()).append(" records, at last:");
        for (ConsumerRecord<byte[], byte[]> record :
                seen.subList(Math.max(0, seen.size() - MOST_TOLD), seen.size())) {
            text.append("\n  ")
                    .append(record.topic())
                    .append(' ')
                    .append(
                            record.value() == null
                                    ? "null"
                                    : new String(
                                            record.value(),
                                            java.nio.charset.StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
