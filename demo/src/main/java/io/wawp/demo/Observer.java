package io.wawp.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.records.Topics;
import io.wawp.sandbox.wawp.Call;
import io.wawp.sandbox.wawp.CallLog;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the topics, as any consumer may, and the calls that arrive at Wawp, from their beginning,
 * and hands out what it sees in the order in which it sees it. One thread takes; any may report.
 */
final class Observer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Far more than anybody sends by hand; beyond it, sightings are dropped. */
    private static final int MOST_WAITING = 100_000;

    private final BlockingQueue<Sighting> sightings = new LinkedBlockingQueue<>(MOST_WAITING);
    private final OutcomeJson json = new OutcomeJson();
    private final Topics topics;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;

    Observer(String bootstrapServers, Topics topics, CallLog calls) {
        this.topics = topics;
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "isolation.level",
                                "read_committed",
                                "auto.offset.reset",
                                "earliest",
                                "enable.auto.commit",
                                false),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        consumer.assign(
                Stream.of(topics.outcomes(), topics.deliveries(), topics.deadLetters())
                        .flatMap(topic -> consumer.partitionsFor(topic).stream())
                        .map(each -> new TopicPartition(each.topic(), each.partition()))
                        .toList());
        consumer.seekToBeginning(List.of());
        thread = Thread.ofPlatform().name("observer").start(this::watch);
        calls.onCall(this::called);
    }

    /** The next sighting; null when there is none within the time. */
    @Nullable Sighting next(Duration patience) throws InterruptedException {
        return sightings.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Nothing more will be seen, for this reason. */
    void broken(String why) {
        report(new Sighting.Broken(why, System.nanoTime()));
    }

    private void called(Call call) {
        report(new Sighting.Called(call, System.nanoTime()));
    }

    private void watch() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(PATIENCE)) {
                    report(sighting(each));
                }
            }
        } catch (WakeupException e) {
            // it is being closed
        } catch (RuntimeException e) {
            broken("the topics cannot be watched: " + e.getMessage());
        }
    }

    private Sighting sighting(ConsumerRecord<byte[], byte[]> read) {
        long now = System.nanoTime();
        if (read.topic().equals(topics.outcomes())) {
            return new Sighting.Told(json.decodeOutcome(read.value()), now);
        }
        if (read.topic().equals(topics.deliveries())) {
            return new Sighting.Heard(json.decodeDelivery(read.value()), now);
        }
        var source =
                new Source(
                        text(read, "kafka_dlt-original-topic"),
                        bytes(read, "kafka_dlt-original-partition").getInt(),
                        bytes(read, "kafka_dlt-original-offset").getLong());
        return new Sighting.Kept(source, text(read, "wawp-reason-code"), now);
    }

    private static String text(ConsumerRecord<byte[], byte[]> read, String header) {
        return UTF_8.decode(bytes(read, header)).toString();
    }

    private static ByteBuffer bytes(ConsumerRecord<byte[], byte[]> read, String name) {
        Header header = read.headers().lastHeader(name);
        if (header == null || header.value() == null) {
            throw new IllegalStateException("a dead letter has no header " + name);
        }
        return ByteBuffer.wrap(header.value());
    }

    private void report(Sighting sighting) {
        // one that is dropped is missed by the verdict, which then says so
        boolean taken = sightings.offer(sighting);
        assert taken : "more sightings than anybody takes";
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
