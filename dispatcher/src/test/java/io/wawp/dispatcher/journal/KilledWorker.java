package io.wawp.dispatcher.journal;

import static org.awaitility.Awaitility.await;

import io.wawp.dispatcher.kafka.KafkaClients;
import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.SharedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/** What a worker leaves behind that is killed in the middle of a commit, a minute's time-out. */
final class KilledWorker implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;

    private KilledWorker(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** A transaction with the first shard's position and an entry; no member any more. */
    static KilledWorker of(Topics topics) {
        var clients =
                new KafkaJournalClients(
                        new KafkaClients.Settings(
                                Map.of(
                                        "bootstrap.servers",
                                        SharedBroker.bootstrapServers(),
                                        "transaction.timeout.ms",
                                        "60000"),
                                "classic",
                                topics.dispatch(),
                                "killed"));
        Producer<byte[], byte[]> producer = clients.producer();
        producer.initTransactions();
        producer.beginTransaction();
        var position = new EntryFormat.Position(1, topics.partitions());
        var _ = producer.send(JournalRecords.of(topics.journal(), 0, position));
        producer.flush();
        try (Consumer<byte[], byte[]> member = clients.member()) {
            member.subscribe(List.of(topics.dispatch()));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        member.poll(Duration.ofMillis(50));
                        return !member.assignment().isEmpty();
                    });
            producer.sendOffsetsToTransaction(
                    Map.of(new TopicPartition(topics.dispatch(), 0), new OffsetAndMetadata(1)),
                    member.groupMetadata());
        }
        return new KilledWorker(producer);
    }

    @Override
    public void close() {
        producer.close();
    }
}
