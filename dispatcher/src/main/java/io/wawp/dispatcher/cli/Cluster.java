package io.wawp.dispatcher.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.wawp.common.json.CommandLimits;
import io.wawp.dispatcher.app.Plan;
import io.wawp.dispatcher.config.ConfigReader;
import io.wawp.dispatcher.config.WorkerConfig;
import io.wawp.dispatcher.records.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The cluster that a command works against, under the worker's own settings. Makes clients that
 * give up within seconds, and turns what they throw into {@link CommandFailed}. No Wawp account is
 * needed. Owned by the command's thread, which closes it.
 */
final class Cluster implements AutoCloseable {
    private static final String WITHIN_MS = "8000";
    private static final String ONE_TRY_MS = "5000";

    private final WorkerConfig config;
    private final Topics topics;
    private final CommandLimits limits;
    private final String clientId;
    private final KafkaTrouble trouble;
    private final Map<String, List<TopicPartition>> partitions = new HashMap<>();
    private @Nullable Admin admin;

    private Cluster(WorkerConfig config, String command) {
        var plan = new Plan(config);
        this.config = config;
        this.topics = plan.topics();
        this.limits = plan.limits();
        this.clientId = config.dispatcher().groupId() + "-" + command;
        this.trouble = new KafkaTrouble(config.kafka().client());
    }

    /**
     * Reads the settings and says what is odd about them. Nothing is connected yet.
     *
     * @param command part of the clients' ids
     * @throws io.wawp.dispatcher.config.ConfigException when they cannot be used
     */
    static Cluster of(Shell shell, SettingsFile file, Terminal terminal, String command) {
        quieten();
        WorkerConfig config =
                ConfigReader.read(shell.environment(), file.path(), ConfigReader.Need.KAFKA);
        config.warnings().forEach(warning -> terminal.say("warning: " + warning));
        return new Cluster(config, command);
    }

    /** One answer in words at the end, instead of a line for each try to connect. */
    private static void quieten() {
        if (LoggerFactory.getLogger("org.apache.kafka") instanceof Logger kafka) {
            kafka.setLevel(Level.OFF);
        }
    }

    WorkerConfig config() {
        return config;
    }

    Topics topics() {
        return topics;
    }

    /** What the worker holds commands to. */
    CommandLimits limits() {
        return limits;
    }

    String servers() {
        return config.kafka().client().getOrDefault("bootstrap.servers", "");
    }

    /**
     * One for all; closed with this.
     *
     * @throws CommandFailed when the settings do not even make a client
     */
    Admin admin() {
        Admin made = admin;
        if (made == null) {
            Map<String, Object> all = properties("admin");
            all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, WITHIN_MS);
            made = made(() -> Admin.create(all));
            admin = made;
        }
        return made;
    }

    /** Read-committed, without a group, nothing assigned yet. The caller closes it. */
    Consumer<byte[], byte[]> consumer() {
        Map<String, Object> all = properties("reader");
        all.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        // a person waits: at the end of what there is a fetch is not held for long
        all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "50");
        all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, WITHIN_MS);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return made(() ->
                new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** Idempotent, acknowledged by all replicas, not transactional. The caller closes it. */
    Producer<byte[], byte[]> producer() {
        Map<String, Object> all = properties("producer");
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WITHIN_MS);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        all.put(ProducerConfig.LINGER_MS_CONFIG, "5");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        return made(() ->
                new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /**
     * The partitions of topics, asked for once.
     *
     * @throws CommandFailed when one is missing, naming all that are, or Kafka cannot be asked
     */
    List<TopicPartition> partitionsOf(Collection<String> names) {
        List<String> unknown =
                names.stream().filter(name -> !partitions.containsKey(name)).toList();
        if (!unknown.isEmpty()) {
            describe(unknown);
        }
        return names.stream()
                .flatMap(name -> partitions.getOrDefault(name, List.of()).stream())
                .toList();
    }

    /** The same of one topic. */
    List<TopicPartition> partitionsOf(String name) {
        return partitionsOf(List.of(name));
    }

    private void describe(Collection<String> names) {
        var missing = new ArrayList<String>();
        Map<String, KafkaFuture<TopicDescription>> answers =
                new TreeMap<>(admin().describeTopics(names).topicNameValues());
        answers.forEach((name, answer) -> {
            try {
                partitions.put(
                        name,
                        answer.get().partitions().stream()
                                .map(info -> new TopicPartition(name, info.partition()))
                                .toList());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw trouble.failure(e);
                }
                missing.add(name);
            } catch (InterruptedException e) {
                throw interrupted();
            }
        });
        if (!missing.isEmpty()) {
            throw trouble.missing(missing);
        }
    }

    /**
     * Waits for an answer of Kafka.
     *
     * @throws CommandFailed when it is a failure
     */
    <T> T answer(java.util.concurrent.Future<T> asked) {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw trouble.failure(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** What a client threw, as the end of the command. */
    CommandFailed failure(Throwable thrown) {
        return trouble.failure(thrown);
    }

    private static CommandFailed interrupted() {
        Thread.currentThread().interrupt();
        return new CommandFailed("interrupted");
    }

    /** For clients that others make; those give up within seconds too. */
    Map<String, Object> clientProperties(String role) {
        Map<String, Object> all = properties(role);
        all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, WITHIN_MS);
        return all;
    }

    private Map<String, Object> properties(String role) {
        Map<String, Object> all = new HashMap<>(config.kafka().client());
        all.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId + "-" + role);
        all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ONE_TRY_MS);
        return all;
    }

    private <T> T made(java.util.function.Supplier<T> maker) {
        try {
            return maker.get();
        } catch (KafkaException e) {
            throw trouble.failure(e);
        }
    }

    @Override
    public void close() {
        Admin made = admin;
        if (made != null) {
            made.close(java.time.Duration.ofSeconds(1));
        }
    }
}
