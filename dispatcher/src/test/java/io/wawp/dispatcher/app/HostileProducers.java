package io.wawp.dispatcher.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Producers of every kind: with each compression, and one that aborts some of its transactions.
 * Used by one thread.
 */
final class HostileProducers implements AutoCloseable {
    private static final List<String> COMPRESSIONS =
            List.of("none", "gzip", "snappy", "lz4", "zstd");
    private static final int IN_A_TRANSACTION = 100;

    private final RandomGenerator random;
    private final List<Producer<byte[], byte[]>> producers = new ArrayList<>();
    private final Producer<byte[], byte[]> transactional;
    private int inTransaction;
    private int aborted;

    HostileProducers(String bootstrapServers, RandomGenerator random) {
        this.random = random;
        for (String compression : COMPRESSIONS) {
            producers.add(producer(bootstrapServers, compression, null));
        }
        transactional = producer(bootstrapServers, "lz4", "hostile");
        transactional.initTransactions();
    }

    private static Producer<byte[], byte[]> producer(
            String bootstrapServers, String compression, @Nullable String transactionalId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("compression.type", compression);
        settings.put("linger.ms", "5");
        settings.put("max.request.size", Integer.toString(1 << 28));
        if (transactionalId != null) {
            // with more, whoever begins transaction after transaction gets out of sequence
            settings.put("max.in.flight.requests.per.connection", "1");
            settings.put("retry.backoff.ms", "5");
            settings.put("transactional.id", transactionalId);
        }
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** By any of them; what becomes of it shows in the topic alone. */
    void send(ProducerRecord<byte[], byte[]> record) {
        int which = random.nextInt(producers.size() + 1);
        if (which < producers.size()) {
            var _ = producers.get(which).send(record);
            return;
        }
        if (inTransaction == 0) {
            transactional.beginTransaction();
        }
        var _ = transactional.send(record);
        if (++inTransaction == IN_A_TRANSACTION) {
            endTransaction();
        }
    }

    /** By any that does not wait. */
    void sendAtOnce(ProducerRecord<byte[], byte[]> record) {
        var _ = producers.get(random.nextInt(producers.size())).send(record);
    }

    /** Without compression or transaction. */
    void sendPlainly(ProducerRecord<byte[], byte[]> record) {
        var _ = producers.getFirst().send(record);
    }

    private void endTransaction() {
        if (random.nextInt(3) == 0) {
            transactional.abortTransaction();
            aborted += inTransaction;
        } else {
            transactional.commitTransaction();
        }
        inTransaction = 0;
    }

    /** Until all of it is in the topic. */
    void flush() {
        if (inTransaction > 0) {
            endTransaction();
        }
        producers.forEach(Producer::flush);
    }

    /** Records that nobody may ever see. */
    int aborted() {
        return aborted;
    }

    @Override
    public void close() {
        producers.forEach(Producer::close);
        transactional.close();
    }
}
