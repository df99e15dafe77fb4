package io.wawp.dispatcher.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.InstanceId;
import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.Trace;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomeRecordsTest {
    private static final Instant AT = Instant.parse("2026-11-22T10:11:12.345Z");
    private static final Source SOURCE = new Source("wawp.commands", 2, 77);
    private static final Trace TRACE = new Trace("00-aa-bb-01", "v=1");

    private final OutcomeRecords records = new OutcomeRecords(Topics.DEFAULTS);

    @Test
    void anOutcomeIsKeyedByItsCommandAndCarriesTheTrace() {
        Outcome outcome = outcome(new CommandId("order-1"));
        ProducerRecord<byte[], byte[]> record =
                records.of(new Publication.OfOutcome(outcome, TRACE));

        assertEquals("wawp.outcomes", record.topic());
        assertArrayEquals("order-1".getBytes(UTF_8), record.key());
        assertEquals(outcome, new OutcomeJson().decodeOutcome(record.value()));
        assertEquals("00-aa-bb-01", text(record, "traceparent"));
        assertEquals("v=1", text(record, "tracestate"));
        assertNull(record.partition());
        assertNull(record.timestamp());
    }

    @Test
    void anOutcomeOfWhatCouldNotBeReadHasNoKey() {
        ProducerRecord<byte[], byte[]> record =
                records.of(new Publication.OfOutcome(outcome(null), Trace.NONE));

        assertNull(record.key());
        assertEquals(0, record.headers().toArray().length);
    }

    @Test
    void aDeliveryIsKeyedByItsCommand() {
        var delivery =
                new Delivery(
                        "e-1",
                        new CommandId("order-1"),
                        new InstanceId("inst"),
                        new ChatId("447441429009@c.us"),
                        null,
                        2,
                        DeliveryStatus.DEVICE,
                        AT,
                        false,
                        Map.of());
        ProducerRecord<byte[], byte[]> record =
                records.of(new Publication.OfDelivery(delivery, TRACE));

        assertEquals("wawp.deliveries", record.topic());
        assertArrayEquals("order-1".getBytes(UTF_8), record.key());
        assertEquals(delivery, new OutcomeJson().decodeDelivery(record.value()));
        assertEquals("00-aa-bb-01", text(record, "traceparent"));
    }

    @Test
    void anInstanceEventIsKeyedByItsInstance() {
        var event =
                new InstanceEvent(
                        new InstanceId("inst"),
                        InstanceEvent.State.PAUSED,
                        ReasonCode.INVALID_ACCESS_TOKEN,
                        "refused",
                        AT);
        ProducerRecord<byte[], byte[]> record = records.of(new Publication.OfInstance(event));

        assertEquals("wawp.instances", record.topic());
        assertArrayEquals("inst".getBytes(UTF_8), record.key());
        assertEquals(event, new OutcomeJson().decodeInstanceEvent(record.value()));
    }

    @Test
    void aDeadLetterIsTheOriginalWithSpringsHeadersAndOurs() {
        ProducerRecord<byte[], byte[]> record = records.of(deadLetter(new byte[] {1, 2}, "x", 5));

        assertEquals("wawp.dead-letters", record.topic());
        assertArrayEquals("key".getBytes(UTF_8), record.key());
        assertArrayEquals(new byte[] {1, 2}, record.value());
        assertEquals("x", text(record, "theirs"));
        assertEquals("wawp.commands", text(record, "kafka_dlt-original-topic"));
        assertEquals(2, buffer(record, "kafka_dlt-original-partition", 4).getInt());
        assertEquals(77, buffer(record, "kafka_dlt-original-offset", 8).getLong());
        assertEquals(1234, buffer(record, "kafka_dlt-original-timestamp", 8).getLong());
        assertEquals("no such field", text(record, "kafka_dlt-exception-message"));
        assertEquals("unknown_field", text(record, "wawp-reason-code"));
        assertEquals("order-1", text(record, "wawp-command-id"));
        assertEquals("5", text(record, "wawp-attempts"));
        assertNull(record.headers().lastHeader("wawp-value-sha256"));
        assertNull(record.timestamp());
    }

    @Test
    void anOriginalTooBigForTheTopicGoesThereWithoutItsValue() {
        var small = new OutcomeRecords(Topics.DEFAULTS, 8192);
        ProducerRecord<byte[], byte[]> record = small.of(deadLetter(new byte[6000], "x", 0));

        assertNull(record.value());
        assertEquals("6000", text(record, "wawp-value-size"));
        assertEquals(64, text(record, "wawp-value-sha256").length());
        assertEquals("value", text(record, "wawp-left-out"));
        assertEquals("x", text(record, "theirs"));
        assertArrayEquals("key".getBytes(UTF_8), record.key());
    }

    @Test
    void headersTooBigForTheTopicAreLeftOutToo() {
        var small = new OutcomeRecords(Topics.DEFAULTS, 8192);
        ProducerRecord<byte[], byte[]> record =
                small.of(deadLetter(new byte[10], "x".repeat(9000), 0));

        assertNull(record.value());
        assertEquals("value,headers", text(record, "wawp-left-out"));
        assertNull(record.headers().lastHeader("theirs"));
        assertArrayEquals("key".getBytes(UTF_8), record.key());
    }

    @Test
    void theSha256IsThatOfTheValue() {
        var small = new OutcomeRecords(Topics.DEFAULTS, 4096);
        ProducerRecord<byte[], byte[]> record = small.of(deadLetter("abc".getBytes(UTF_8), "x", 0));

        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                text(record, "wawp-value-sha256"));
    }

    private static Publication.OfDeadLetter deadLetter(byte[] value, String theirs, int attempts) {
        return new Publication.OfDeadLetter(
                new Original(
                        "key".getBytes(UTF_8),
                        value,
                        List.of(new Original.Header("theirs", theirs.getBytes(UTF_8))),
                        1234),
                SOURCE,
                OutcomeError.of(ReasonCode.UNKNOWN_FIELD, "no such field"),
                "order-1",
                new Attempts(attempts, 0, null),
                false);
    }

    private static Outcome outcome(@Nullable CommandId commandId) {
        return new Outcome(
                "e-1",
                commandId,
                null,
                null,
                null,
                null,
                1,
                OutcomeStatus.REJECTED,
                AT,
                0,
                null,
                null,
                false,
                OutcomeError.of(ReasonCode.MALFORMED_JSON, "not JSON"),
                SOURCE,
                Map.of(),
                null,
                null);
    }

    private static String text(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(value(record, name), UTF_8);
    }

    private static ByteBuffer buffer(ProducerRecord<byte[], byte[]> record, String name, int size) {
        byte[] value = value(record, name);
        assertEquals(size, value.length);
        return ByteBuffer.wrap(value);
    }

    private static byte[] value(ProducerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        assertNotNull(header, name);
        assertTrue(header.value() != null, name);
        return header.value();
    }
}
