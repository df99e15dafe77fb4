package io.wawp.dispatcher.intake;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Real clients. Three layers of properties: what suits intake, what the deployment sets, and what
 * the guarantees rest on and nobody may change.
 */
final class KafkaIntakeClients implements IntakeClients {
    private final IntakeSettings settings;

    KafkaIntakeClients(IntakeSettings settings) {
        this.settings = settings;
    }

    @Override
    public Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                consumerProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                producerProperties(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    Map<String, Object> consumerProperties() {
        var all = new HashMap<String, Object>();
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1000");
        all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(16 * 1024 * 1024));
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId());
        boolean classic = settings.groupProtocol().equals("classic");
        if (classic) {
            all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000");
            all.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    CooperativeStickyAssignor.class.getName());
        }
        all.putAll(settings.client());
        all.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, settings.groupProtocol());
        all.put(ConsumerConfig.GROUP_ID_CONFIG, settings.groupId() + "-intake");
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return all;
    }

    Map<String, Object> producerProperties() {
        var all = new HashMap<String, Object>();
        // a transaction's markers are written after its end was answered; the next transaction is
        // refused for that moment, and the client's default pause of 100 ms would be ours each time
        all.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, "2");
        all.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, "100");
        // the commit flushes at once; until then one batch a partition gathers
        all.put(ProducerConfig.LINGER_MS_CONFIG, "50");
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(1024 * 1024));
        // readers wait for the open transaction of a worker that was killed: not for long
        all.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "10000");
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "30000");
        all.put(ProducerConfig.CLIENT_ID_CONFIG, clientId());
        all.putAll(settings.client());
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, clientId());
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        return all;
    }

    private String clientId() {
        return settings.groupId() + "-" + settings.workerId() + "-intake";
    }
}
