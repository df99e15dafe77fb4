package io.wawp.dispatcher.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Makes the Kafka clients of one stage of the worker. Three layers of properties, each over the one
 * before: what suits us, what the deployment sets, and what the guarantees rest on and nobody may
 * change. Immutable; every call makes a new client, which the caller closes.
 */
public final class KafkaClients {
    private static final int MOST_RECORDS = 1_000;
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

    /**
     * At the longest: who asks for positions that a dead worker's transaction holds asks again and
     * again until it is over, by default with pauses that grow to a second.
     */
    private static final String ASKING_AGAIN_MS = "100";

    private final Settings settings;
    private final String stage;
    private final String transactionTimeout;

    /**
     * Clients of one stage.
     *
     * @param stage {@code intake} or {@code dispatch}: part of group, client and transactional ids
     */
    public KafkaClients(Settings settings, String stage) {
        this(settings, stage, TRANSACTION_TIMEOUT);
    }

    /**
     * Clients of one stage.
     *
     * @param stage {@code intake} or {@code dispatch}: part of group, client and transactional ids
     * @param transactionTimeout how long the open transaction of one that was killed may hold up
     *     readers, where the deployment says nothing else; what one transaction holds must be
     *     written in that time
     */
    public KafkaClients(Settings settings, String stage, Duration transactionTimeout) {
        this.settings = settings;
        this.stage = stage;
        this.transactionTimeout = Long.toString(transactionTimeout.toMillis());
    }

    /**
     * What is to be known of the deployment.
     *
     * @param client properties of every client, {@code bootstrap.servers} among them
     * @param groupProtocol {@code classic} or {@code consumer}
     * @param groupId the stages' consumer groups are this and {@code -STAGE}
     * @param workerId part of the transactional id: no two living workers share one
     */
    public record Settings(
            Map<String, String> client, String groupProtocol, String groupId, String workerId) {
        public Settings {
            client = Map.copyOf(client);
            if (!client.containsKey("bootstrap.servers")) {
                throw new IllegalArgumentException("bootstrap.servers is missing");
            }
            if (!groupProtocol.equals("classic") && !groupProtocol.equals("consumer")) {
                throw new IllegalArgumentException(
                        "groupProtocol must be classic or consumer: " + groupProtocol);
            }
        }

        /** Client properties may hold passwords. */
        @Override
        public String toString() {
            return "Settings[group " + groupId + ", worker " + workerId + "]";
        }
    }

    /**
     * A member of the stage's consumer group, not subscribed yet: read-committed, no auto-commit.
     */
    public Consumer<byte[], byte[]> member() {
        return member(MOST_RECORDS, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * The same, reading in its own way.
     *
     * @param mostRecords that one poll brings, if the deployment does not say otherwise
     */
    public Consumer<byte[], byte[]> member(
            int mostRecords, Deserializer<byte[]> keys, Deserializer<byte[]> values) {
        return new KafkaConsumer<>(memberProperties(mostRecords), keys, values);
    }

    /** For reading, and for asking of the group's positions, without being a member of it. */
    public Consumer<byte[], byte[]> reader() {
        Map<String, Object> all = new HashMap<>();
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000");
        // it jumps about: a fetch that waits at a partition's end, half a second by default, keeps
        // the next one for the same broker waiting
        all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "5");
        all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(4 * 1024 * 1024));
        all.put(ConsumerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, ASKING_AGAIN_MS);
        all.putAll(settings.client());
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId() + "-reader");
        all.put(ConsumerConfig.GROUP_ID_CONFIG, groupId());
        all.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        fixed(all);
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Transactional, its transactions not initialised yet; always with the same id. */
    public Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                producerProperties(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    public Admin admin() {
        Map<String, Object> all = new HashMap<>(settings.client());
        all.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId() + "-admin");
        return Admin.create(all);
    }

    /**
     * What workers of this stage left open when they were killed.
     *
     * @param admin stays the caller's, who closes it
     */
    public OrphanedTransactions orphans(Admin admin) {
        return new OrphanedTransactions(admin, settings.groupId(), stage, clientId());
    }

    Map<String, Object> memberProperties() {
        return memberProperties(MOST_RECORDS);
    }

    private Map<String, Object> memberProperties(int mostRecords) {
        Map<String, Object> all = new HashMap<>();
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(mostRecords));
        all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(16 * 1024 * 1024));
        all.put(ConsumerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, ASKING_AGAIN_MS);
        if (settings.groupProtocol().equals("classic")) {
            // how long a killed worker's numbers stand still
            all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000");
            // by their next heartbeat the others learn that they are to take over
            all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "1000");
            all.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    CooperativeStickyAssignor.class.getName());
        }
        all.putAll(settings.client());
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId());
        all.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, settings.groupProtocol());
        all.put(ConsumerConfig.GROUP_ID_CONFIG, groupId());
        fixed(all);
        return all;
    }

    Map<String, Object> producerProperties() {
        Map<String, Object> all = new HashMap<>();
        // a transaction's markers are written after its end was answered; the next transaction is
        // refused for that moment, and the client's default pause of 100 ms would be ours each time
        all.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, "2");
        all.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, "100");
        // the commit flushes at once; until then one batch a partition gathers
        all.put(ProducerConfig.LINGER_MS_CONFIG, "50");
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(1024 * 1024));
        // a batch refused for a moment (see above) must not be overtaken by the next of its
        // partition:
        // the broker would refuse that one as out of sequence, again and again
        all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        // readers wait for the open transaction of a worker that was killed: not for long
        all.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, transactionTimeout);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "15000");
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        all.putAll(settings.client());
        all.put(ProducerConfig.CLIENT_ID_CONFIG, clientId());
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, clientId());
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        return all;
    }

    private static void fixed(Map<String, Object> consumer) {
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        consumer.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    }

    private String groupId() {
        return settings.groupId() + "-" + stage;
    }

    private String clientId() {
        return settings.groupId() + "-" + settings.workerId() + "-" + stage;
    }
}
