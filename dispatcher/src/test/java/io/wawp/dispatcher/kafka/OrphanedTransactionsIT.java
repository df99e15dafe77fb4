package io.wawp.dispatcher.kafka;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.SharedBroker;
import io.wawp.dispatcher.testing.TestTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrphanedTransactionsIT {
    private static final Topics TOPICS = TestTopics.create(1);
    private static final AtomicInteger DEPLOYMENTS = new AtomicInteger();

    private final String deployment = TOPICS.dispatch() + DEPLOYMENTS.incrementAndGet();
    private final Admin admin = clients(deployment, "any", "dispatch").admin();

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void endsWhatAWorkerThatIsGoneLeftOpen() {
        try (Producer<byte[], byte[]> gone = begun(clients(deployment, "gone", "dispatch"))) {
            end(deployment);

            assertThrows(KafkaException.class, gone::commitTransaction);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void leavesTheTransactionOfAMemberAlone(String protocol) {
        KafkaClients living = clients(deployment, "living", "dispatch", protocol);
        try (Consumer<byte[], byte[]> member = joined(living);
                Producer<byte[], byte[]> producer = begun(living)) {
            end(deployment);

            producer.commitTransaction();
            member.poll(Duration.ZERO);
        }
    }

    @Test
    void leavesAMemberOfADeploymentAloneWhoseNameBeginsWithOurs() {
        KafkaClients living = clients(deployment + "-eu-west", "w-1", "dispatch");
        try (Consumer<byte[], byte[]> member = joined(living);
                Producer<byte[], byte[]> producer = begun(living)) {
            end(deployment);

            producer.commitTransaction();
            member.poll(Duration.ZERO);
        }
    }

    @Test
    void leavesItsOwnTransactionAlone() {
        try (Producer<byte[], byte[]> own = begun(clients(deployment, "asking", "dispatch"))) {
            end(deployment);

            own.commitTransaction();
        }
    }

    @Test
    void leavesTheOtherStageAndOtherDeploymentsAlone() {
        try (Producer<byte[], byte[]> intake = begun(clients(deployment, "gone", "intake"));
                Producer<byte[], byte[]> other =
                        begun(clients("x" + deployment, "g", "dispatch"))) {
            end(deployment);

            intake.commitTransaction();
            other.commitTransaction();
        }
    }

    private void end(String groupId) {
        try {
            clients(groupId, "asking", "dispatch").orphans(admin).end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Consumer<byte[], byte[]> joined(KafkaClients clients) {
        Consumer<byte[], byte[]> member = clients.member();
        member.subscribe(List.of(TOPICS.dispatch()));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> {
                    member.poll(Duration.ofMillis(50));
                    return !member.assignment().isEmpty();
                });
        return member;
    }

    /** With a transaction that the broker knows of. */
    private static Producer<byte[], byte[]> begun(KafkaClients clients) {
        Producer<byte[], byte[]> producer = clients.producer();
        producer.initTransactions();
        producer.beginTransaction();
        var _ = producer.send(new ProducerRecord<>(TOPICS.journal(), new byte[1], new byte[1]));
        producer.flush();
        return producer;
    }

    private static KafkaClients clients(String groupId, String worker, String stage) {
        return clients(groupId, worker, stage, "classic");
    }

    private static KafkaClients clients(
            String groupId, String worker, String stage, String protocol) {
        return new KafkaClients(
                new KafkaClients.Settings(
                        Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                        protocol,
                        groupId,
                        worker),
                stage);
    }
}
