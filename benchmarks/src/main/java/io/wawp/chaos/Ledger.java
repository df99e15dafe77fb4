package io.wawp.chaos;

import io.wawp.common.kafka.OutcomeDeserializer;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.sandbox.SandboxTopics;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Follows the outcomes as a read-committed consumer sees them, and tells the open commands which
 * have ended. A quick look while a run goes on; the audit judges. Safe for use by any thread.
 */
final class Ledger implements AutoCloseable {
    private static final int PARTITIONS = 6;
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], Outcome> consumer;
    private final Thread thread;
    private final LongAdder reconciled = new LongAdder();
    private final Map<OutcomeStatus, LongAdder> byStatus = new EnumMap<>(OutcomeStatus.class);
    private final OpenCommands commands;
    private volatile boolean closing;

    Ledger(String bootstrapServers, OpenCommands commands) {
        this.commands = commands;
        for (OutcomeStatus each : OutcomeStatus.values()) {
            byStatus.put(each, new LongAdder());
        }
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", bootstrapServers,
                                "isolation.level", "read_committed",
                                "enable.auto.commit", "false",
                                "auto.offset.reset", "earliest",
                                "reconnect.backoff.max.ms", "500"),
                        new ByteArrayDeserializer(),
                        new OutcomeDeserializer());
        List<TopicPartition> all =
                IntStream.range(0, PARTITIONS)
                        .mapToObj(i -> new TopicPartition(SandboxTopics.OUTCOMES, i))
                        .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        thread = Thread.ofPlatform().name("ledger").start(this::run);
    }

    private void run() {
        try (consumer) {
            while (!closing) {
                for (ConsumerRecord<byte[], Outcome> record : consumer.poll(POLL)) {
                    heard(record.value());
                }
            }
        }
    }

    private void heard(Outcome outcome) {
        count(outcome.status()).increment();
        if (!outcome.status().isTerminal()) {
            return;
        }
        commands.ended(outcome.source().partition(), outcome.source().offset());
        if (outcome.reconciled()) {
            reconciled.increment();
        }
    }

    private LongAdder count(OutcomeStatus status) {
        return Objects.requireNonNull(byStatus.get(status));
    }

    /** Records written so far. */
    long commands() {
        return commands.commands();
    }

    /** How many are written, or being written, and not told to have ended. */
    long open() {
        return commands.count();
    }

    /** Outcomes that looking in a chat brought. */
    long reconciled() {
        return reconciled.sum();
    }

    /** How many outcomes of a status were seen. */
    long told(OutcomeStatus status) {
        return count(status).sum();
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
