package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.utils.Utils;

/**
 * Reads partitions, read-committed, one poll's records in memory at a time. The order is Kafka's:
 * kept within a partition. Owned by the command's thread, which closes it; only {@link #stop} may
 * be called by others.
 */
final class TopicScan implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    /** After so long without a record it is asked whether Kafka is there at all. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final Time time;
    private final Consumer<byte[], byte[]> consumer;
    private long heardAt;

    private TopicScan(Cluster cluster, Time time) {
        this.cluster = cluster;
        this.time = time;
        this.consumer = cluster.consumer();
        this.heardAt = time.nanoTime();
    }

    /** Where reading begins. */
    sealed interface From {
        /** What is kept. */
        record Beginning() implements From {}

        /** What comes from now on. */
        record End() implements From {}

        /** The first record of each partition whose timestamp is not before. */
        record Since(Instant instant) implements From {}

        /** An offset; for one partition. */
        record Offset(long offset) implements From {}
    }

    /**
     * Stands before the first record to be read.
     *
     * @throws CommandFailed when Kafka cannot be used
     */
    static TopicScan open(
            Cluster cluster, Time time, Collection<TopicPartition> partitions, From from) {
        var scan = new TopicScan(cluster, time);
        try {
            scan.consumer.assign(partitions);
            scan.position(partitions, from);
        } catch (KafkaException e) {
            scan.close();
            throw cluster.failure(e);
        }
        return scan;
    }

    /** The partition in which Kafka's producers put records of that key. */
    static TopicPartition partitionOf(Cluster cluster, String topic, byte[] key) {
        List<TopicPartition> all = cluster.partitionsOf(topic);
        return all.get(Utils.toPositive(Utils.murmur2(key)) % all.size());
    }

    /**
     * The partitions in which records of that key may be: one, unless the deployment's producers
     * place their records in a way of their own.
     */
    static List<TopicPartition> partitionsOfKey(Cluster cluster, String topic, byte[] key) {
        return cluster.config().kafka().client().containsKey("partitioner.class")
                ? cluster.partitionsOf(topic)
                : List.of(partitionOf(cluster, topic, key));
    }

    /**
     * Reads the records of a key that are kept: those of its partition, and those of the others
     * only if these say nothing. Partitions may have been added since, or another program may place
     * its records in a way of its own.
     *
     * @param visitor is given each of them, and says whether it tells what is looked for
     * @throws CommandFailed when Kafka cannot be used
     */
    static void ofKey(
            Cluster cluster,
            Time time,
            String topic,
            String key,
            Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        byte[] bytes = key.getBytes(UTF_8);
        List<TopicPartition> some = partitionsOfKey(cluster, topic, bytes);
        if (!ofKey(cluster, time, some, bytes, visitor)) {
            List<TopicPartition> others = new ArrayList<>(cluster.partitionsOf(topic));
            others.removeAll(some);
            ofKey(cluster, time, others, bytes, visitor);
        }
    }

    private static boolean ofKey(
            Cluster cluster,
            Time time,
            List<TopicPartition> partitions,
            byte[] key,
            Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        var found = new AtomicBoolean();
        try (TopicScan scan = open(cluster, time, partitions, new From.Beginning())) {
            scan.toEnd(record -> {
                if (Arrays.equals(record.key(), key) && visitor.test(record)) {
                    found.set(true);
                }
                return true;
            });
        }
        return found.get();
    }

    /**
     * One record by its place; empty when it is not kept any more, or was not written there.
     *
     * @throws CommandFailed when Kafka cannot be used
     */
    static Optional<ConsumerRecord<byte[], byte[]>> one(Cluster cluster, Time time, Source source) {
        var partition = new TopicPartition(source.topic(), source.partition());
        try (TopicScan scan =
                open(cluster, time, List.of(partition), new From.Offset(source.offset()))) {
            var found = new HashMap<Long, ConsumerRecord<byte[], byte[]>>();
            scan.toEnd(record -> {
                if (record.offset() == source.offset()) {
                    found.put(record.offset(), record);
                }
                return false;
            });
            return Optional.ofNullable(found.get(source.offset()));
        }
    }

    /**
     * Hands on every record up to the end as it is at the call.
     *
     * @param visitor says whether to go on
     * @throws CommandFailed when Kafka cannot be used
     */
    void toEnd(Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            boolean more = true;
            while (more && pauseWhatIsRead(ends)) {
                more = handOn(next(POLL), ends, visitor);
            }
            consumer.resume(consumer.assignment());
            // a poll may have read on: what came after the call is for those who follow
            ends.forEach((partition, end) -> {
                if (consumer.position(partition) > end) {
                    consumer.seek(partition, end);
                }
            });
        } catch (KafkaException e) {
            throw cluster.failure(e);
        }
    }

    private static boolean handOn(
            Iterable<ConsumerRecord<byte[], byte[]>> records,
            Map<TopicPartition, Long> ends,
            Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            var partition = new TopicPartition(record.topic(), record.partition());
            boolean inside = record.offset() < ends.getOrDefault(partition, 0L);
            if (inside && !visitor.test(record)) {
                return false;
            }
        }
        return true;
    }

    /** A fetch that waits at one partition's end would keep the others waiting. */
    private boolean pauseWhatIsRead(Map<TopicPartition, Long> ends) {
        List<TopicPartition> done =
                ends.entrySet().stream()
                        .filter(end -> consumer.position(end.getKey()) >= end.getValue())
                        .map(Map.Entry::getKey)
                        .toList();
        consumer.pause(done);
        return done.size() < ends.size();
    }

    /**
     * What has come, for following on; waits so long for the first record. Empty when nothing came,
     * and after {@link #stop}.
     *
     * @throws CommandFailed when Kafka cannot be used any more
     */
    Iterable<ConsumerRecord<byte[], byte[]>> next(Duration patience) {
        try {
            var records = consumer.poll(patience);
            if (!records.isEmpty()) {
                heardAt = time.nanoTime();
            } else if (time.nanoTime() - heardAt > SILENCE.toNanos()) {
                // a poll says nothing of a broker that is away
                consumer.endOffsets(consumer.assignment());
                heardAt = time.nanoTime();
            }
            return records;
        } catch (WakeupException _) {
            return List.of();
        } catch (KafkaException e) {
            throw cluster.failure(e);
        }
    }

    /** Ends a {@link #next} that waits. */
    void stop() {
        consumer.wakeup();
    }

    private void position(Collection<TopicPartition> partitions, From from) {
        switch (from) {
            case From.Beginning _ -> consumer.seekToBeginning(partitions);
            case From.End _ -> toEnds(partitions);
            case From.Since since -> seek(partitions, since.instant());
            case From.Offset at ->
                    partitions.forEach(partition -> consumer.seek(partition, at.offset()));
        }
    }

    /** Now and not at the first poll: what is written in between is not missed. */
    private void toEnds(Collection<TopicPartition> partitions) {
        consumer.endOffsets(partitions).forEach(consumer::seek);
    }

    private void seek(Collection<TopicPartition> partitions, Instant instant) {
        var wanted = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> wanted.put(partition, instant.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(
                    partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        }
    }

    @Override
    public void close() {
        consumer.close(
                org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
