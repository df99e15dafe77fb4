package io.wawp.dispatcher.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One audit of one deployment. Reads its topics read-committed, without a group, each up to where
 * it ends, and holds what it reads to the worker's promises; with a call log also what Wawp was
 * asked for. Writes nothing. Safe on a living deployment: what is under way counts as open.
 *
 * <pre>{@code
 * AuditReport report =
 *         Audit.of(topics, Map.of("bootstrap.servers", servers))
 *                 .rules(AuditRules.DEFAULTS.withDrained(true))
 *                 .calls(calls)
 *                 .run(InstantSource.system());
 * }</pre>
 *
 * <p>Keeps some 250 bytes a command and 70 a call in memory. Used by one thread, and once.
 */
public final class Audit {
    private final AuditTopics topics;
    private final Map<String, Object> kafka;
    private AuditRules rules = AuditRules.DEFAULTS;
    private @Nullable Stream<SendCall> calls;
    private @Nullable String intake;
    private Consumer<String> progress = words -> {};

    private Audit(AuditTopics topics, Map<String, ?> kafka) {
        this.topics = topics;
        this.kafka = Map.copyOf(kafka);
    }

    /**
     * An audit of these topics.
     *
     * @param kafka properties of the clients, {@code bootstrap.servers} among them
     */
    public static Audit of(AuditTopics topics, Map<String, ?> kafka) {
        return new Audit(topics, kafka);
    }

    /** What the deployment was told to do; without it {@link AuditRules#DEFAULTS}. */
    public Audit rules(AuditRules told) {
        rules = told;
        return this;
    }

    /**
     * All calls that Wawp was sent messages by, in any order, from before the first command to
     * after the last; read once, after the topics. Without it, what only a call log shows is said
     * to be unchecked.
     */
    public Audit calls(Stream<SendCall> log) {
        calls = log;
        return this;
    }

    /**
     * The consumer group by which workers read the command topics: what is behind its positions is
     * not lost, only not read yet. Without it every record counts as read.
     */
    public Audit intake(String group) {
        intake = group;
        return this;
    }

    /** Is told now and then how far the audit is, in a few words. */
    public Audit progress(Consumer<String> listener) {
        progress = listener;
        return this;
    }

    /**
     * Reads and judges.
     *
     * @param clock tells which commands' time is over
     * @throws org.apache.kafka.common.KafkaException when a topic is missing or cannot be read
     */
    public AuditReport run(InstantSource clock) {
        Instant now = clock.instant();
        var table = new CommandTable();
        var findings = new Findings();
        try (var cluster = new TopicExtents(kafka, now)) {
            var evidence = new Evidence(topics, rules, table, findings, cluster, progress, now);
            evidence.read(intake);
            return new Judgement(evidence, rules, table, findings, calls, now).report();
        }
    }

    static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
