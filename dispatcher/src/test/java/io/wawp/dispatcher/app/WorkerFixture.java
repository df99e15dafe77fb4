package io.wawp.dispatcher.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.audit.AuditRules;
import io.wawp.dispatcher.config.ConfigReader;
import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.SharedBroker;
import io.wawp.dispatcher.testing.TestTopics;
import io.wawp.dispatcher.testing.TopicReader;
import io.wawp.sandbox.wawp.WawpSimulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Topics of its own on the shared broker, a simulator, and workers configured as in production: by
 * an environment. Times that production counts in minutes are short here.
 */
public final class WorkerFixture implements AutoCloseable {
    public static final String INSTANCE = "123456789012";
    static final String TOKEN = "secret-token-of-123456789012";
    public static final String CHAT = "447441429009";

    public final WawpSimulator wawp;
    public final Topics topics;
    public final TopicReader outcomes;
    final TopicReader deliveries;
    final TopicReader deadLetters;
    final TopicReader instanceEvents;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Worker> workers = new ArrayList<>();
    private final OutcomeJson json = new OutcomeJson();
    private final String broker;
    private final KafkaProducer<byte[], byte[]> producer;
    private @Nullable UnaryOperator<AuditRules> audited;

    WorkerFixture() {
        this(4);
    }

    public WorkerFixture(int partitions) {
        this(SharedBroker.bootstrapServers(), partitions);
    }

    /** On a broker of the test's own, which may stop and come back. */
    WorkerFixture(String bootstrapServers, int partitions) {
        broker = bootstrapServers;
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        wawp = WawpSimulator.start().addInstance(INSTANCE, TOKEN);
        topics = TestTopics.on(broker, partitions);
        outcomes = read(topics.outcomes());
        deliveries = read(topics.deliveries());
        deadLetters = read(topics.deadLetters());
        instanceEvents = read(topics.instances());
        set("KAFKA_BOOTSTRAP_SERVERS", broker);
        set("KAFKA_TRANSACTION_TIMEOUT_MS", "5000");
        set("KAFKA_SESSION_TIMEOUT_MS", "6000");
        set("KAFKA_HEARTBEAT_INTERVAL_MS", "1000");
        set("WAWP_BASE_URL", wawp.baseUri().toString());
        set("WAWP_INSTANCE_ID", INSTANCE);
        set("WAWP_ACCESS_TOKEN", TOKEN);
        set("WAWP_REQUEST_TIMEOUT", "PT3S");
        set("DISPATCHER_TOPICS_COMMANDS", topics.commands().getFirst());
        set("DISPATCHER_TOPICS_OUTCOMES", topics.outcomes());
        set("DISPATCHER_TOPICS_DELIVERIES", topics.deliveries());
        set("DISPATCHER_TOPICS_INSTANCES", topics.instances());
        set("DISPATCHER_TOPICS_DEAD_LETTERS", topics.deadLetters());
        set("DISPATCHER_TOPICS_DISPATCH", topics.dispatch());
        set("DISPATCHER_TOPICS_JOURNAL", topics.journal());
        set("DISPATCHER_GROUP_ID", topics.dispatch());
        set("DISPATCHER_PARTITIONS", Integer.toString(partitions));
        set("DISPATCHER_ADMIN_PORT", "0");
        set("DISPATCHER_PACING", "off");
        set("DISPATCHER_TYPING", "false");
        set("DISPATCHER_UNKNOWN_INSTANCE_GRACE", "PT1S");
        set("DISPATCHER_RECONCILE_SETTLE", "PT1S");
        set("DISPATCHER_RECONCILE_DEADLINE", "PT20S");
        set("DISPATCHER_DELIVERY_SCHEDULE", "PT0.3S,PT0.6S,PT1S,PT2S");
        set("DISPATCHER_DELIVERY_DEADLINE", "PT10S");
        set("DISPATCHER_PROBE_BACKOFF", "PT0.3S");
        set("DISPATCHER_PROBE_BACKOFF_MAX", "PT1S");
    }

    public WorkerFixture set(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Everything that the test produces has ended when it closes; the auditor looks then. */
    WorkerFixture audited() {
        return audited(rules -> rules);
    }

    /**
     * The same.
     *
     * @param rules what differs from the workers' settings
     */
    WorkerFixture audited(UnaryOperator<AuditRules> rules) {
        audited = rules;
        return this;
    }

    WorkerFixture unset(String name) {
        environment.remove(name);
        return this;
    }

    /** What a worker in a process of its own is to be started with. */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    public String broker() {
        return broker;
    }

    public Worker start() throws InterruptedException {
        return start(Hooks.NONE);
    }

    /** Starts a worker and waits until it is ready. */
    Worker start(Hooks hooks) throws InterruptedException {
        Worker worker = begin(hooks);
        worker.awaitReady();
        return worker;
    }

    /** Starts a worker and does not wait. */
    Worker begin(Hooks hooks) throws InterruptedException {
        var worker =
                new Worker(ConfigReader.read(environment, null, ConfigReader.Need.WORKER), hooks);
        workers.add(worker);
        worker.start();
        return worker;
    }

    /** What the worker's admin port answers. */
    static HttpResponse<String> admin(Worker worker, String path)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + worker.adminPort() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    public RecordMetadata produce(String command) {
        return produce(command.getBytes(UTF_8));
    }

    /** With a chat as key, so that the commands of one chat stay in order. */
    RecordMetadata produceKeyed(String key, String command) {
        return produce(
                new ProducerRecord<>(
                        topics.commands().getFirst(),
                        key.getBytes(UTF_8),
                        command.getBytes(UTF_8)));
    }

    RecordMetadata produce(byte @Nullable [] value) {
        return produce(new ProducerRecord<>(topics.commands().getFirst(), null, value));
    }

    RecordMetadata produce(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A text command of the usual instance to the usual chat. */
    public static String text(String commandId, String message) {
        return text(commandId, INSTANCE, CHAT, message, "");
    }

    /**
     * A text command.
     *
     * @param more further fields, each with a comma before it
     */
    static String text(
            String commandId, String instance, String chat, String message, String more) {
        return """
        {"commandId":"%s","instanceId":"%s","chatId":"%s",
         "content":{"type":"text","message":"%s"}%s}\
        """
                .formatted(commandId, instance, chat, message, more);
    }

    /** Waits for the terminal outcome of a command. */
    public Outcome outcomeOf(String commandId) {
        outcomes.until(all -> !terminal(commandId).isEmpty());
        return terminal(commandId).getFirst();
    }

    /** Waits for that outcome of a command. */
    Outcome outcomeOf(String commandId, OutcomeStatus status) {
        outcomes.until(all -> outcomesOf(commandId).stream().anyMatch(o -> o.status() == status));
        return outcomesOf(commandId).stream()
                .filter(outcome -> outcome.status() == status)
                .findFirst()
                .orElseThrow();
    }

    /** The terminal outcomes of a command that were read so far. */
    List<Outcome> terminal(String commandId) {
        return outcomesOf(commandId).stream()
                .filter(outcome -> outcome.status().isTerminal())
                .toList();
    }

    public List<Outcome> outcomesOf(String commandId) {
        return allOutcomes().stream()
                .filter(outcome ->
                        outcome.commandId() != null
                                && outcome.commandId().value().equals(commandId))
                .toList();
    }

    List<Outcome> allOutcomes() {
        return outcomes.seen().stream().map(record -> json.decodeOutcome(record.value())).toList();
    }

    /** Waits for the last delivery record of a command, and gives all of them. */
    public List<Delivery> deliveriesOf(String commandId) {
        deliveries.until(all -> deliveriesSoFar(commandId).stream().anyMatch(Delivery::isFinal));
        return deliveriesSoFar(commandId);
    }

    /** Waits for that delivery record of a command. */
    void deliveryOf(String commandId, DeliveryStatus status) {
        deliveries.until(
                all -> deliveriesSoFar(commandId).stream().anyMatch(d -> d.status() == status));
    }

    private List<Delivery> deliveriesSoFar(String commandId) {
        return deliveries.seen().stream()
                .map(record -> json.decodeDelivery(record.value()))
                .filter(delivery -> delivery.commandId().value().equals(commandId))
                .toList();
    }

    /** Waits for so many instance events. */
    List<InstanceEvent> events(int count) {
        return instanceEvents.count(count).stream()
                .map(record -> json.decodeInstanceEvent(record.value()))
                .toList();
    }

    /** The events of one instance that were read so far. */
    List<InstanceEvent> eventsOf(String instance) {
        return instanceEvents.seen().stream()
                .map(record -> json.decodeInstanceEvent(record.value()))
                .filter(event -> event.instanceId().value().equals(instance))
                .toList();
    }

    /** Waits for so many events of one instance. */
    List<InstanceEvent> eventsOf(String instance, int count) {
        instanceEvents.until(all -> eventsOf(instance).size() >= count);
        return eventsOf(instance);
    }

    /** Waits for the dead letter of a command. */
    ConsumerRecord<byte[], byte[]> deadLetterOf(String commandId) {
        return deadLetters
                .until(all -> all.stream().anyMatch(record -> isOf(record, commandId)))
                .stream()
                .filter(record -> isOf(record, commandId))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isOf(ConsumerRecord<byte[], byte[]> record, String commandId) {
        return commandId.equals(header(record, "wawp-command-id"));
    }

    static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    public TopicReader read(String topic) {
        return new TopicReader(broker, topic);
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
        producer.close();
        try (outcomes;
                deliveries;
                deadLetters;
                instanceEvents;
                wawp) {
            // what no test has asked for is held to the published contract too
            outcomes.toEnd();
            deliveries.toEnd();
            instanceEvents.toEnd();
            if (audited != null) {
                Audited.requireClean(this, audited);
            }
        }
    }
}
