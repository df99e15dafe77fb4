package io.wawp.sandbox.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.sandbox.LocalPort;
import io.wawp.sandbox.SandboxException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EmbeddedKafkaIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void groupsOfBothProtocolsReadCommittedTransactionsOnly(String protocol) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            createTopic(kafka, (short) 1);
            try (KafkaProducer<String, String> producer = producer(kafka)) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("t", "k", "aborted")).get();
                producer.abortTransaction();
            }
            produce(kafka, "committed");
            assertEquals(List.of("committed"), consume(kafka, protocol, 1));
        }
    }

    @Test
    void keepsItsPortAndDataThroughARestart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            String before = kafka.bootstrapServers();
            createTopic(kafka, (short) 1);
            produce(kafka, "kept");
            kafka.stop();
            assertFalse(kafka.isRunning(1));
            assertTrue(LocalPort.isFree(kafka.port(1)), "a stopped broker's port is not free");
            kafka.restart();
            assertEquals(before, kafka.bootstrapServers());
            assertEquals(List.of("kept"), consume(kafka, "classic", 1));
        }
    }

    @Test
    void takesUpADataDirectoryAgainOnAnotherPortAsTheSameCluster(@TempDir Path dir)
            throws Exception {
        String clusterId;
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().dataDir(dir).start()) {
            clusterId = kafka.clusterId();
            createTopic(kafka, (short) 1);
            produce(kafka, "kept");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().dataDir(dir).start()) {
            assertEquals(clusterId, kafka.clusterId());
            assertEquals(List.of("kept"), consume(kafka, "classic", 1));
        }
    }

    @Test
    void threeNodesGoOnWithoutOne() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().nodes(3).start()) {
            createTopic(kafka, (short) 3);
            produce(kafka, "with three");
            kafka.stop(2);
            produce(kafka, "with two");
            kafka.restart(2);
            kafka.stop(1);
            assertEquals(List.of("with three", "with two"), consume(kafka, "classic", 2));
        }
    }

    @Test
    void aTakenPortIsNamedWithWhatToDo() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int taken = holder.getLocalPort();
            SandboxException refused =
                    assertThrows(
                            SandboxException.class,
                            () -> EmbeddedKafka.builder().port(taken).start());
            assertEquals(
                    "Kafka cannot listen on 127.0.0.1:"
                            + taken
                            + ": the port is taken (or not allowed to this user)."
                            + " Stop the program that holds it, or choose another port",
                    refused.getMessage());
        }
    }

    @Test
    void aDataDirectoryThatCannotBeWrittenIsNamedWithWhatToDo(@TempDir Path dir) throws Exception {
        Path file = Files.createFile(dir.resolve("file"));
        SandboxException refused =
                assertThrows(
                        SandboxException.class,
                        () -> EmbeddedKafka.builder().dataDir(file.resolve("data")).start());
        assertTrue(
                String.valueOf(refused.getMessage())
                        .startsWith("Cannot write Kafka's data directory " + file),
                refused::toString);
    }

    @Test
    void aDataDirectoryThatAnotherBrokerUsesIsNamedWithWhatToDo(@TempDir Path dir) {
        try (EmbeddedKafka first = EmbeddedKafka.builder().dataDir(dir).start()) {
            assertTrue(first.isRunning(1));
            SandboxException refused =
                    assertThrows(
                            SandboxException.class,
                            () -> EmbeddedKafka.builder().dataDir(dir).start());
            assertEquals(
                    "Kafka's data directory "
                            + dir
                            + " is in use by another broker: stop that one, or give another"
                            + " directory",
                    refused.getMessage());
        }
    }

    @Test
    void stopsSoonEvenWithoutAQuorum() {
        EmbeddedKafka kafka = EmbeddedKafka.builder().nodes(3).start();
        kafka.stop(1);
        kafka.stop(2);
        assertTimeoutPreemptively(Duration.ofMinutes(1), kafka::close);
    }

    private static void createTopic(EmbeddedKafka kafka, short replicas) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("t", Optional.of(1), Optional.of(replicas))))
                    .all()
                    .get();
        }
    }

    private static void produce(EmbeddedKafka kafka, String value) throws Exception {
        try (KafkaProducer<String, String> producer = producer(kafka)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("t", "k", value)).get();
            producer.commitTransaction();
        }
    }

    private static KafkaProducer<String, String> producer(EmbeddedKafka kafka) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "test"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static List<String> consume(EmbeddedKafka kafka, String protocol, int count) {
        List<String> values = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", kafka.bootstrapServers(),
                                "group.id", "readers",
                                "group.protocol", protocol,
                                "auto.offset.reset", "earliest",
                                "isolation.level", "read_committed"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.subscribe(List.of("t"));
            while (values.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(each -> values.add(each.value()));
            }
        }
        return values;
    }
}
