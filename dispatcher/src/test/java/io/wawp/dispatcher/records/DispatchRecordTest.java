package io.wawp.dispatcher.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.InstanceId;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Run;
import io.wawp.dispatcher.model.Shards;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispatchRecordTest {
    private static final InstanceId INSTANCE = new InstanceId("123456789012");

    @Test
    void goesToItsInstancesPartitionWithTheBytesUnchanged() {
        byte[] value = {1, 2, 3};
        ProducerRecord<byte[], byte[]> built = build(command(null, value));

        assertEquals("wawp.dispatch", built.topic());
        assertEquals(Shards.of(INSTANCE, 24), built.partition());
        assertArrayEquals("123456789012".getBytes(UTF_8), built.key());
        assertArrayEquals(value, built.value());
        assertNull(built.timestamp());
    }

    @Test
    void namesTheOriginInReadableHeaders() {
        ProducerRecord<byte[], byte[]> built = build(command("k".getBytes(UTF_8), new byte[1]));

        assertEquals(
                List.of(
                        "wawp-origin-topic=wawp.commands",
                        "wawp-origin-partition=3",
                        "wawp-origin-offset=42",
                        "wawp-origin-timestamp=1700000000000",
                        "wawp-origin-key=k"),
                Arrays.stream(built.headers().toArray())
                        .map(header -> header.key() + "=" + new String(header.value(), UTF_8))
                        .toList());
    }

    @Test
    void isReadBackAsItWas() {
        DispatchRecord read =
                parsed(
                        command(
                                new byte[] {9, (byte) 0xff},
                                new byte[] {7},
                                header("a", "1"),
                                header("b", null),
                                header("a", "2")));

        assertEquals(new Source("wawp.commands", 3, 42), read.source());
        assertArrayEquals(new byte[] {9, (byte) 0xff}, read.original().key());
        assertArrayEquals(new byte[] {7}, read.original().value());
        assertEquals(1_700_000_000_000L, read.original().timestamp());
        assertEquals(List.of("a=1", "b=null", "a=2"), shown(read.original()));
        assertEquals(Run.FIRST, read.run());
    }

    @Test
    void tellsNoKeyFromAnEmptyOne() {
        assertNull(parsed(command(null, new byte[1])).original().key());
        assertEquals(
                0, assertNotNullKey(parsed(command(new byte[0], new byte[1])).original()).length);
    }

    @Test
    void leavesHeadersOfTheSameNamesToTheirProducer() {
        DispatchRecord read =
                parsed(
                        command(
                                null,
                                new byte[1],
                                header(DispatchRecord.ORIGIN_TOPIC, "forged"),
                                header(DispatchRecord.ORIGIN_PARTITION, "99"),
                                header(DispatchRecord.ORIGIN_OFFSET, "99"),
                                header(DispatchRecord.ORIGIN_TIMESTAMP, "99"),
                                header(DispatchRecord.ORIGIN_KEY, "forged")));

        assertEquals(new Source("wawp.commands", 3, 42), read.source());
        assertNull(read.original().key());
        assertEquals(5, read.original().headers().size());
    }

    @Test
    void survivesAnyBytesAndHeaders() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var names = List.of("x", "", "wawp-origin-key", "wawp-origin-timestamp", "wawp-run", "é");
        for (int round = 0; round < 500; round++) {
            Header[] headers = new Header[random.nextInt(8)];
            for (int i = 0; i < headers.length; i++) {
                headers[i] =
                        new RecordHeader(
                                names.get(random.nextInt(names.size())),
                                random.nextInt(4) == 0 ? null : bytes(random, 6));
            }
            byte[] key = random.nextBoolean() ? null : bytes(random, 10);
            byte[] value = bytes(random, 50);
            DispatchRecord read = parsed(command(key, value, headers));

            String where = "seed " + seed + ", round " + round;
            assertArrayEquals(key, read.original().key(), where);
            assertArrayEquals(value, read.original().value(), where);
            assertEquals(headers.length, read.original().headers().size(), where);
            for (int i = 0; i < headers.length; i++) {
                Original.Header kept = read.original().headers().get(i);
                assertEquals(headers[i].key(), kept.name(), where);
                assertArrayEquals(headers[i].value(), kept.value(), where);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "1, 1",
                "2, 2",
                "17, 17",
                "0, 1",
                "-3, 1",
                "two, 1",
                "'', 1",
                "null, 1",
                "99999999999, 1",
                "٣, 1"
            })
    void readsTheRunOfAnOperatorsToolAndTakesNonsenseAsTheFirst(@Nullable String written, int run) {
        assertEquals(
                run,
                parsed(command(null, new byte[1], header("wawp-run", written))).run().number());
    }

    @Test
    void carriesTheTraceButNotATraceThatIsNone() {
        DispatchRecord traced =
                parsed(
                        command(
                                null,
                                new byte[1],
                                header("traceparent", "00-aa-bb-01"),
                                header("tracestate", "v=1")));
        assertEquals("00-aa-bb-01", traced.trace().traceparent());
        assertEquals("v=1", traced.trace().tracestate());

        DispatchRecord swollen =
                parsed(command(null, new byte[1], header("traceparent", "0".repeat(5000))));
        assertNull(swollen.trace().traceparent());
    }

    @Test
    void isNotMistakenForARecordThatSomebodyElseWrote() {
        assertEquals(Optional.empty(), DispatchRecord.parse(command(null, new byte[1])));
        assertEquals(
                Optional.empty(),
                DispatchRecord.parse(
                        command(
                                null,
                                new byte[1],
                                header(DispatchRecord.ORIGIN_TOPIC, "t"),
                                header(DispatchRecord.ORIGIN_PARTITION, "x"),
                                header(DispatchRecord.ORIGIN_OFFSET, "1"),
                                header(DispatchRecord.ORIGIN_TIMESTAMP, "1"))));
    }

    private static byte[] assertNotNullKey(Original original) {
        byte[] key = original.key();
        assertNotNull(key);
        return key == null ? new byte[1] : key;
    }

    private static List<String> shown(Original original) {
        return original.headers().stream()
                .map(header -> {
                    byte[] value = header.value();
                    return header.name()
                            + "="
                            + (value == null ? "null" : new String(value, UTF_8));
                })
                .toList();
    }

    private static DispatchRecord parsed(ConsumerRecord<byte[], byte[]> command) {
        ProducerRecord<byte[], byte[]> built = build(command);
        Optional<DispatchRecord> parsed =
                DispatchRecord.parse(
                        new ConsumerRecord<>(
                                built.topic(),
                                built.partition(),
                                7,
                                1,
                                TimestampType.CREATE_TIME,
                                0,
                                0,
                                built.key(),
                                built.value(),
                                built.headers(),
                                Optional.empty()));
        assertTrue(parsed.isPresent());
        return parsed.get();
    }

    private static ProducerRecord<byte[], byte[]> build(ConsumerRecord<byte[], byte[]> command) {
        return DispatchRecord.build("wawp.dispatch", 24, INSTANCE, command);
    }

    @SuppressWarnings("NullAway") // Kafka's own record, whose key may be null
    private static ConsumerRecord<byte[], byte[]> command(
            byte @Nullable [] key, byte[] value, Header... headers) {
        return new ConsumerRecord<>(
                "wawp.commands",
                3,
                42,
                1_700_000_000_000L,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                new RecordHeaders(headers),
                Optional.empty());
    }

    private static Header header(String name, @Nullable String value) {
        return new RecordHeader(name, value == null ? null : value.getBytes(UTF_8));
    }

    private static byte[] bytes(Random random, int limit) {
        byte[] bytes = new byte[random.nextInt(limit)];
        random.nextBytes(bytes);
        return bytes;
    }
}
