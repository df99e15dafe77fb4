package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.app.SystemTime;
import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.SharedBroker;
import io.wawp.dispatcher.testing.TestTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reading topics for a command, against a real broker. */
class TopicScanIT {
    private static final Topics TOPICS = TestTopics.create(2);
    private static final SystemTime TIME = new SystemTime();
    private static Cluster cluster;
    private static KafkaProducer<byte[], byte[]> transactional;

    @BeforeAll
    static void connect() {
        var shell =
                Shell.unattended(
                        Map.of(
                                "KAFKA_BOOTSTRAP_SERVERS", SharedBroker.bootstrapServers(),
                                "DISPATCHER_TOPICS_OUTCOMES", TOPICS.outcomes()));
        var line = Main.commandLine(shell, config -> 0);
        cluster =
                Cluster.of(
                        shell,
                        new SettingsFile(),
                        Terminal.of(shell, line.getCommandSpec()),
                        "scan");
        transactional =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                SharedBroker.bootstrapServers(),
                                "transactional.id",
                                "scan-" + TOPICS.outcomes()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        transactional.initTransactions();
    }

    @AfterAll
    static void disconnect() {
        transactional.close();
        cluster.close();
    }

    @Test
    void readsWhatIsCommittedUpToTheEndAndFollowsOnFromThere() throws Exception {
        String topic = TOPICS.deliveries();
        List<TopicPartition> partitions = cluster.partitionsOf(topic);
        assertEquals(6, partitions.size());
        for (int i = 0; i < 20; i++) {
            write(true, topic, "k-" + i, "before-" + i);
        }
        write(false, topic, "k-1", "aborted");
        var seen = new ArrayList<String>();
        try (TopicScan scan =
                TopicScan.open(cluster, TIME, partitions, new TopicScan.From.Beginning())) {
            scan.toEnd(record -> seen.add(text(record.value())));
            assertEquals(20, seen.size(), seen.toString());
            assertTrue(seen.stream().allMatch(value -> value.startsWith("before-")));

            write(true, topic, "k-1", "after");
            var following = new ArrayList<String>();
            while (following.isEmpty()) {
                scan.next(Duration.ofSeconds(1))
                        .forEach(record -> following.add(text(record.value())));
            }
            assertEquals(List.of("after"), following);
        }
    }

    /**
     * The records are so large that each is a fetch of its own; the last brings the new one too.
     */
    @Test
    void whatIsWrittenWhileItReadsUpToTheEndComesNext() throws Exception {
        var partition = new TopicPartition(TOPICS.deadLetters(), 0);
        var large = new byte[900_000];
        var seen = new ArrayList<Integer>();
        try (var plain = plainProducer()) {
            for (int i = 0; i < 3; i++) {
                plain.send(new ProducerRecord<>(partition.topic(), 0, bytes("k"), large)).get();
            }
            try (TopicScan scan =
                    TopicScan.open(
                            cluster, TIME, List.of(partition), new TopicScan.From.Beginning())) {
                scan.toEnd(record -> {
                    if (seen.isEmpty()) {
                        Future<RecordMetadata> _ =
                                plain.send(
                                        new ProducerRecord<>(
                                                partition.topic(),
                                                0,
                                                bytes("k"),
                                                bytes("meanwhile")));
                        plain.flush();
                    }
                    return seen.add(record.value().length);
                });
                assertEquals(List.of(large.length, large.length, large.length), seen);

                var next = new ArrayList<String>();
                long patience = System.nanoTime() + Duration.ofSeconds(10).toNanos();
                while (next.isEmpty() && System.nanoTime() < patience) {
                    scan.next(Duration.ofSeconds(1)).forEach(it -> next.add(text(it.value())));
                }
                assertEquals(List.of("meanwhile"), next);
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> plainProducer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Test
    void beginsAtATimeAtTheEndOrAtOneRecord() throws Exception {
        String topic = TOPICS.instances();
        long old = Instant.now().minusSeconds(7200).toEpochMilli();
        RecordMetadata first = send(new ProducerRecord<>(topic, 0, old, bytes("a"), bytes("old")));
        RecordMetadata second =
                send(new ProducerRecord<>(topic, 0, old + 3_600_000, bytes("b"), bytes("new")));
        var since = new TopicScan.From.Since(Instant.ofEpochMilli(old + 1));

        assertEquals(List.of("new"), read(topic, since));
        assertEquals(List.of(), read(topic, new TopicScan.From.End()));
        assertEquals(
                "old",
                text(
                        TopicScan.one(cluster, TIME, new Source(topic, 0, first.offset()))
                                .orElseThrow()
                                .value()));
        assertTrue(
                TopicScan.one(cluster, TIME, new Source(topic, 0, second.offset() + 1)).isEmpty(),
                "the transaction's marker is no record");
        assertTrue(TopicScan.one(cluster, TIME, new Source(topic, 0, 1_000_000)).isEmpty());
    }

    @Test
    void aKeyIsWhereKafkasProducersPutIt() throws Exception {
        for (String key : List.of("447441429009@c.us", "order-8841-shipped", "", "Żółw")) {
            RecordMetadata put =
                    send(new ProducerRecord<>(TOPICS.outcomes(), bytes(key), bytes("x")));
            assertEquals(
                    put.partition(),
                    TopicScan.partitionOf(cluster, TOPICS.outcomes(), bytes(key)).partition(),
                    key);
        }
    }

    @Test
    void missingTopicsAreNamedTogether() {
        var failed =
                assertThrows(
                        CommandFailed.class,
                        () -> cluster.partitionsOf(List.of("not.there", "nor.there")));
        assertTrue(
                failed.words().contains(": nor.there, not.there. ./wawp topics"), failed.words());
    }

    private static List<String> read(String topic, TopicScan.From from) {
        var seen = new ArrayList<String>();
        try (TopicScan scan = TopicScan.open(cluster, TIME, cluster.partitionsOf(topic), from)) {
            scan.toEnd(record -> seen.add(text(record.value())));
        }
        return seen;
    }

    private static void write(boolean commit, String topic, String key, String value)
            throws Exception {
        transactional.beginTransaction();
        transactional.send(new ProducerRecord<>(topic, bytes(key), bytes(value))).get();
        if (commit) {
            transactional.commitTransaction();
        } else {
            transactional.abortTransaction();
        }
    }

    private static RecordMetadata send(ProducerRecord<byte[], byte[]> record) throws Exception {
        transactional.beginTransaction();
        RecordMetadata put = transactional.send(record).get();
        transactional.commitTransaction();
        return put;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
