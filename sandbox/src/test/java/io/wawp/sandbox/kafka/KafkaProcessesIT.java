package io.wawp.sandbox.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KafkaProcessesIT {
    @TempDir private Path directory;

    @Test
    void aKilledNodeComesBackOnItsPortWithWhatItHadAcknowledged() throws Exception {
        Path data = Files.createDirectory(directory.resolve("kafka"));
        try (var cluster = KafkaProcesses.start(1, data)) {
            Map<String, Object> servers = serversWithATopic(cluster);
            try (var producer =
                    new KafkaProducer<>(servers, new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>("t", "k", "kept")).get();
            }

            cluster.kill(1);
            assertFalse(cluster.isRunning(1));
            cluster.restart();

            assertTrue(cluster.isRunning(1));
            assertEquals("kept", first(servers));
        }
    }

    @Test
    void aNodeWhoseDiskIsFullGivesUpAndComesBackWithWhatItHadAcknowledged() throws Exception {
        Path data = Files.createDirectory(directory.resolve("kafka"));
        try (var cluster = KafkaProcesses.start(1, data)) {
            Map<String, Object> servers = serversWithATopic(cluster);
            try (var producer =
                    new KafkaProducer<>(servers, new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>("t", "k", "kept")).get();
                // a node notices when it is to write
                var writing =
                        Thread.ofVirtual()
                                .start(() -> {
                                    while (!Thread.currentThread().isInterrupted()) {
                                        var _ =
                                                producer.send(
                                                        new ProducerRecord<>("t", "k", "more"));
                                        LockSupport.parkNanos(10_000_000);
                                    }
                                });
                try {
                    assumeTrue(cluster.fillDisk(1), "this system limits no files");
                } finally {
                    writing.interrupt();
                    writing.join();
                    producer.close(Duration.ZERO); // what is left cannot be written any more
                }
            }

            assertFalse(cluster.isRunning(1));
            cluster.restart();

            assertEquals("kept", first(servers));
        }
    }

    private static Map<String, Object> serversWithATopic(KafkaProcesses cluster) throws Exception {
        Map<String, Object> servers = Map.of("bootstrap.servers", cluster.bootstrapServers());
        try (Admin admin = Admin.create(servers)) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
        }
        return servers;
    }

    private static String first(Map<String, Object> servers) {
        try (var consumer =
                new KafkaConsumer<>(servers, new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition("t", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(20));
            return records.iterator().next().value();
        }
    }
}
