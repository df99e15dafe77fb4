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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Which commands are open: written, and without a terminal outcome that a read-committed consumer
 * has seen. A quick look while a run goes on; the audit judges. Safe for use by any thread.
 */
final class Ledger implements AutoCloseable {
    private static final int PARTITIONS = 6;
    private static final long ENDED = Long.MIN_VALUE;
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], Outcome> consumer;
    private final Thread thread;
    private final LongAdder begun = new LongAdder();
    private final LongAdder written = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder reconciled = new LongAdder();
    private final Map<OutcomeStatus, LongAdder> byStatus = new EnumMap<>(OutcomeStatus.class);
    private final AtomicLong lastEnd = new AtomicLong(System.nanoTime());

    /** By place in the command topic: when it was written, or that it ended before we knew. */
    private final Map<Long, Long> open = new ConcurrentHashMap<>();

    private volatile boolean closing;

    Ledger(String bootstrapServers) {
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
        ended.increment();
        lastEnd.set(System.nanoTime());
        if (outcome.reconciled()) {
            reconciled.increment();
        }
        long place = place(outcome.source().partition(), outcome.source().offset());
        open.compute(place, (key, since) -> since == null ? ENDED : null);
    }

    /** A record is about to be written. */
    void begun() {
        begun.increment();
    }

    /** A record was written. */
    void written(int partition, long offset) {
        written.increment();
        open.compute(
                place(partition, offset), (key, known) -> known == null ? System.nanoTime() : null);
    }

    private static long place(int partition, long offset) {
        return ((long) partition << 48) | offset;
    }

    private LongAdder count(OutcomeStatus status) {
        return Objects.requireNonNull(byStatus.get(status));
    }

    /** Records written so far. */
    long commands() {
        return written.sum();
    }

    /** How many are written, or being written, and not told to have ended. */
    long open() {
        return begun.sum() - ended.sum();
    }

    long reconciled() {
        return reconciled.sum();
    }

    /** How many outcomes of a status were seen. */
    long told(OutcomeStatus status) {
        return count(status).sum();
    }

    /** When the last terminal outcome was seen, on the scale of {@link System#nanoTime()}. */
    long lastEnd() {
        return lastEnd.get();
    }

    /** How long the oldest open one has been open; zero when none is. */
    Duration oldest() {
        long now = System.nanoTime();
        long oldest =
                open.values().stream()
                        .filter(since -> since != ENDED)
                        .mapToLong(since -> now - since)
                        .max()
                        .orElse(0);
        return Duration.ofNanos(oldest);
    }

    /** Some of the open ones, as topic-partition@offset. */
    List<String> someOpen(int most) {
        return open.entrySet().stream()
                .filter(each -> each.getValue() != ENDED)
                .limit(most)
                .map(each ->
                        "%s-%d@%d"
                                .formatted(
                                        SandboxTopics.COMMANDS,
                                        each.getKey() >> 48,
                                        each.getKey() & 0xffff_ffff_ffffL))
                .toList();
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
