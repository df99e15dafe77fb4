package io.wawp.dispatcher.kafka;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.SharedBroker;
import io.wawp.dispatcher.testing.TestTopics;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Why our producers have one request in flight: transactions follow each other without a pause. */
class OneRequestInFlightIT {
    private static final int TRANSACTIONS = 100;
    private static final int BATCHES = 8;

    @Test
    void withSeveralRequestsInFlightABatchIsRefusedAgainAndAgain() {
        double ours = retriesWith(Map.of());
        double several = retriesWith(Map.of("max.in.flight.requests.per.connection", "5"));
        assertTrue(several > ours, "retries: " + ours + ", with five in flight " + several);
    }

    private static double retriesWith(Map<String, String> more) {
        Topics topics = TestTopics.create(1);
        var clients =
                new KafkaClients(
                        new KafkaClients.Settings(
                                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                                "classic",
                                topics.dispatch(),
                                "a"),
                        "dispatch");
        Map<String, Object> properties = clients.producerProperties();
        // several batches of one partition in each transaction, as a busy worker has them
        properties.put("batch.size", "100");
        properties.put("linger.ms", "0");
        properties.putAll(more);
        try (var producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            transact(producer, topics);
            double before = retries(producer);
            for (int i = 0; i < TRANSACTIONS; i++) {
                transact(producer, topics);
            }
            return retries(producer) - before;
        }
    }

    private static void transact(Producer<byte[], byte[]> producer, Topics topics) {
        producer.beginTransaction();
        for (int i = 0; i < BATCHES; i++) {
            var _ =
                    producer.send(
                            new ProducerRecord<>(topics.journal(), 0, new byte[1], new byte[200]));
        }
        producer.commitTransaction();
    }

    private static double retries(Producer<byte[], byte[]> producer) {
        return producer.metrics().entrySet().stream()
                .filter(metric ->
                        metric.getKey().name().equals("record-retry-total")
                                && metric.getKey().group().equals("producer-metrics"))
                .mapToDouble(metric -> (double) metric.getValue().metricValue())
                .sum();
    }
}
