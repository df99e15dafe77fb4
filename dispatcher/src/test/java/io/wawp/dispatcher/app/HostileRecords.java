package io.wawp.dispatcher.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.RandomTexts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Whole records to attack a worker with: {@link HostileValues} under keys, headers and timestamps
 * that nobody should have to expect. The same random numbers give the same records. Used by one
 * thread.
 */
final class HostileRecords {
    /** One record of so many is far larger than a command may be. */
    private static final int GIANTS = 400;

    /** So few: each makes the broker begin new index entries for its time. */
    private static final int ODD_TIMES = 50;

    private static final List<String> NAMES =
            List.of(
                    "",
                    "same",
                    "traceparent",
                    "tracestate",
                    "wawp-run",
                    "wawp-resolve",
                    "wawp-unjournaled",
                    "wawp-origin-topic",
                    "wawp-origin-partition",
                    "wawp-origin-offset",
                    "wawp-origin-timestamp",
                    "wawp-origin-key",
                    "wawp-reason-code",
                    "wawp-command-id",
                    "wawp-attempts",
                    "wawp-left-out",
                    "wawp-value-sha256",
                    "kafka_dlt-original-topic",
                    "kafka_dlt-original-partition",
                    "kafka_dlt-original-offset",
                    "kafka_dlt-original-timestamp",
                    "kafka_dlt-exception-message",
                    "kafka_dlt-exception-stacktrace");
    private static final List<String> TEXTS =
            List.of(
                    "1",
                    "2",
                    "0",
                    "-7",
                    "999999",
                    "2147483648",
                    "true",
                    "sent",
                    "not-sent",
                    "elsewhere",
                    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                    "value,headers,key");

    private final RandomGenerator random;
    private final Instant now;
    private final HostileValues values;
    private final String topic;
    private final int partitions;

    HostileRecords(RandomGenerator random, Instant now, String topic, int partitions) {
        this.random = random;
        this.now = now;
        this.values = new HostileValues(random, now);
        this.topic = topic;
        this.partitions = partitions;
    }

    ProducerRecord<byte[], byte[]> next() {
        byte[] value = random.nextInt(GIANTS) == 0 ? values.giant() : values.next();
        return new AtAnyTime(
                topic, random.nextInt(partitions), timestamp(), key(), value, headers());
    }

    /** A record whose time the client's own class would refuse. */
    private static final class AtAnyTime extends ProducerRecord<byte[], byte[]> {
        private final @Nullable Long timestamp;

        AtAnyTime(
                String topic,
                int partition,
                @Nullable Long timestamp,
                byte @Nullable [] key,
                byte @Nullable [] value,
                List<Header> headers) {
            super(topic, partition, null, key, value, headers);
            this.timestamp = timestamp;
        }

        @Override
        public @Nullable Long timestamp() {
            return timestamp;
        }
    }

    private @Nullable Long timestamp() {
        if (random.nextInt(ODD_TIMES) != 0) {
            return null;
        }
        return switch (random.nextInt(5)) {
            case 0 -> -1L;
            case 1 -> 0L;
            case 2 -> Long.MAX_VALUE;
            case 3 -> now.plus(Duration.ofDays(36_500)).toEpochMilli();
            default -> now.minus(Duration.ofDays(30)).toEpochMilli();
        };
    }

    private byte @Nullable [] key() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> null;
            case 2 -> new byte[0];
            case 3 -> bytes(random.nextInt(1, 64));
            case 4 -> "447441429009".getBytes(UTF_8);
            case 5 -> bytes(random.nextInt(100) == 0 ? 70_000 : 200);
            default -> RandomTexts.digits(random, 5, 20).getBytes(UTF_8);
        };
    }

    private List<Header> headers() {
        if (random.nextBoolean()) {
            return List.of();
        }
        if (random.nextInt(300) == 0) {
            return excess();
        }
        List<Header> headers = new ArrayList<>();
        for (int i = random.nextInt(1, 9); i > 0; i--) {
            headers.add(new RecordHeader(name(), value()));
        }
        return headers;
    }

    private String name() {
        return random.nextInt(6) == 0
                ? RandomTexts.text(random, 1, 60)
                : NAMES.get(random.nextInt(NAMES.size()));
    }

    private byte @Nullable [] value() {
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> bytes(random.nextInt(40));
            case 2 -> RandomTexts.text(random, 0, 600).getBytes(UTF_8);
            default -> TEXTS.get(random.nextInt(TEXTS.size())).getBytes(UTF_8);
        };
    }

    /** Very many headers, or very large ones. */
    private List<Header> excess() {
        List<Header> headers = new ArrayList<>();
        switch (random.nextInt(4)) {
            case 0 -> {
                for (int i = random.nextInt(1_000, 30_000); i > 0; i--) {
                    headers.add(new RecordHeader("h", null));
                }
            }
            case 1 -> headers.add(new RecordHeader("big", bytes(random.nextInt(300_000))));
            case 2 -> headers.add(new RecordHeader("名".repeat(random.nextInt(90_000)), null));
            default -> headers.add(new RecordHeader("\u0001".repeat(60_000), bytes(3_000)));
        }
        return headers;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
