package io.wawp.dispatcher.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.command.InstanceId;
import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.dispatcher.testing.SharedBroker;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Topics of a deployment on a real broker, in which a test writes what a worker would have, or what
 * one never should. For one thread.
 */
final class Stage implements AutoCloseable {
    /**
     * When the audit takes place. All else is told from here; brokers refuse times far from now.
     */
    @SuppressWarnings("TimeInStaticInitializer")
    static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    final AuditTopics topics;
    final List<SendCall> calls = new ArrayList<>();
    private final Producer<byte[], byte[]> producer;

    Stage() {
        String prefix = "audited-" + NUMBERS.incrementAndGet() + ".";
        topics =
                new AuditTopics(
                        List.of(prefix + "commands"),
                        prefix + "outcomes",
                        prefix + "deliveries",
                        prefix + "dead-letters",
                        prefix + "instances");
        answer(admin -> {
            admin.createTopics(
                            List.of(
                                    new NewTopic(topics.commands().getFirst(), 2, (short) 1),
                                    new NewTopic(topics.outcomes(), 2, (short) 1),
                                    new NewTopic(topics.deliveries(), 1, (short) 1),
                                    new NewTopic(topics.deadLetters(), 1, (short) 1),
                                    new NewTopic(instances(), 1, (short) 1)))
                    .all()
                    .get();
        });
        producer =
                new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    static Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", SharedBroker.bootstrapServers());
    }

    /** So long before the audit. */
    static Instant ago(Duration time) {
        return NOW.minus(time);
    }

    /** So many minutes before the audit. */
    static Instant minutesAgo(double minutes) {
        return NOW.minusMillis((long) (minutes * 60_000));
    }

    RecordMetadata write(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A text command of the usual instance to the usual chat, ten minutes ago. */
    Told command(String commandId) {
        return command(commandId, draft -> draft);
    }

    /** The same, but for what the test changes. */
    Told command(String commandId, UnaryOperator<Draft> change) {
        return new Told(this, change.apply(Draft.of(commandId)));
    }

    /** Accepted and sent, ten minutes ago. */
    Told sent(String commandId) {
        return command(commandId).accepted().sent();
    }

    private String instances() {
        return Objects.requireNonNull(topics.instances());
    }

    /** The usual number is paused or resumed. */
    void told(InstanceEvent.State state, Instant at) {
        var event = new InstanceEvent(new InstanceId(Draft.INSTANCE), state, null, null, at);
        byte[] key = Draft.INSTANCE.getBytes(UTF_8);
        write(new ProducerRecord<>(instances(), key, new OutcomeJson().encode(event)));
    }

    /** The workers' group has read the command topic up to there. */
    void read(Map<Integer, Long> positions) {
        var committed = new HashMap<TopicPartition, OffsetAndMetadata>();
        positions.forEach((partition, offset) ->
                committed.put(
                        new TopicPartition(topics.commands().getFirst(), partition),
                        new OffsetAndMetadata(offset)));
        answer(admin -> {
            admin.alterConsumerGroupOffsets(group(), committed).all().get();
        });
    }

    private String group() {
        return topics.outcomes() + "-intake";
    }

    /** Deletes the records of a topic's partition before an offset. */
    void delete(String topic, int partition, long before) {
        var where = new TopicPartition(topic, partition);
        answer(admin -> {
            admin.deleteRecords(Map.of(where, RecordsToDelete.beforeOffset(before))).all().get();
        });
    }

    private interface Asking {
        void of(Admin admin) throws ExecutionException, InterruptedException;
    }

    private static void answer(Asking asking) {
        try (Admin admin = Admin.create(kafka())) {
            asking.of(admin);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The audit of a drained deployment without a call log. */
    AuditReport audit() {
        return audit(rules -> rules);
    }

    AuditReport audit(UnaryOperator<AuditRules> change) {
        return Audit.of(topics, kafka()).rules(change.apply(rules())).run(() -> NOW);
    }

    /** The audit of a living deployment. */
    AuditReport auditLiving() {
        return Audit.of(topics, kafka()).rules(AuditRules.DEFAULTS).intake(group()).run(() -> NOW);
    }

    /** The same, in which something happens as it goes on: it is told what the audit tells. */
    AuditReport audit(UnaryOperator<AuditRules> change, Consumer<String> progress) {
        return Audit.of(topics, kafka())
                .rules(change.apply(rules()))
                .progress(progress)
                .run(() -> NOW);
    }

    /** The same with the calls that the test has told of. */
    AuditReport auditWithCalls(UnaryOperator<AuditRules> change) {
        return Audit.of(topics, kafka())
                .rules(change.apply(rules()))
                .calls(calls.stream())
                .run(() -> NOW);
    }

    AuditReport auditWithCalls() {
        return auditWithCalls(rules -> rules);
    }

    private static AuditRules rules() {
        return AuditRules.DEFAULTS.withDrained(true);
    }

    @Override
    public void close() {
        producer.close();
    }
}
