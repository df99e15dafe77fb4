package io.wawp.dispatcher.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.Resolution;
import io.wawp.dispatcher.model.Run;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    private static final Source SOURCE = new Source("wawp.commands", 3, 1L << 40);
    private static final OutcomeError ERROR =
            OutcomeError.of(ReasonCode.ATTEMPTS_EXHAUSTED, "tried for long enough");

    @Test
    void readsWhatTheWorkerWrote() {
        DeadLetter letter = read(letter(original(), new Attempts(3, 1, Instant.EPOCH), false));

        assertEquals(SOURCE, letter.source());
        assertEquals(new Source("wawp.dead-letters", 1, 7), letter.at());
        assertEquals(Instant.ofEpochMilli(99), letter.writtenAt());
        assertEquals("attempts_exhausted", letter.reasonCode());
        assertEquals("tried for long enough", letter.message());
        assertEquals("order-1", letter.commandId());
        assertEquals(3, letter.attempts());
        assertEquals(1, letter.unclearAttempts());
        assertEquals(Run.FIRST, letter.run());
        assertFalse(letter.unjournaled());
        assertNull(letter.leftOut());
        assertEquals(1234, letter.original().timestamp());
    }

    @Test
    void theRecordThatAsksForTheNextRunIsTheProducersByteForByte() {
        DeadLetter letter = read(letter(original(), Attempts.NONE, false));

        ProducerRecord<byte[], byte[]> next =
                RunHeaders.record("wawp.commands", letter.original(), Run.later(2));

        assertEquals("wawp.commands", next.topic());
        assertArrayEquals("{}".getBytes(UTF_8), next.value());
        assertArrayEquals("key".getBytes(UTF_8), next.key());
        assertEquals(
                List.of("theirs", "kafka_dlt-original-topic", "wawp-run"), names(next.headers()));
        assertEquals("2", last(next.headers(), "wawp-run"));
        assertNull(next.partition());
        assertNull(next.timestamp());
    }

    @Test
    void aLaterRunReplacesTheHeadersOfTheOneBefore() {
        ProducerRecord<byte[], byte[]> second =
                RunHeaders.record("t", original(), new Run(2, true, null));
        Original again = DispatchRecord.originalOf(asRead(second));
        assertEquals(new Run(2, true, null), RunHeaders.read(again.headers()));

        ProducerRecord<byte[], byte[]> third =
                RunHeaders.record("t", again, new Run(3, false, Resolution.NOT_SENT));

        assertEquals(
                new Run(3, false, Resolution.NOT_SENT),
                RunHeaders.read(DispatchRecord.originalOf(asRead(third)).headers()));
        assertEquals(1, names(third.headers()).stream().filter("wawp-run"::equals).count());
    }

    @Test
    void thatNoRunWasJournaledIsSaidByTheLetterAloneAndNotPassedOn() {
        Original second =
                DispatchRecord.originalOf(
                        asRead(RunHeaders.record("t", original(), new Run(2, true, null))));

        DeadLetter rejectedAgain = read(letter(second, Attempts.NONE, true));
        DeadLetter failed = read(letter(second, new Attempts(1, 0, Instant.EPOCH), false));

        assertTrue(rejectedAgain.unjournaled());
        assertEquals(2, rejectedAgain.run().number());
        assertFalse(failed.unjournaled());
        assertEquals(Run.later(2), failed.run());
    }

    @Test
    void sayingWhatWasLeftOut() {
        int roomForAllButTheValue = 4_096 + 1_000;
        var original = new Original(new byte[3], new byte[1_000], original().headers(), 1234);
        ProducerRecord<byte[], byte[]> small =
                new OutcomeRecords(Topics.DEFAULTS, roomForAllButTheValue)
                        .of(publication(original, Attempts.NONE, false));

        assertEquals("value", read(small).leftOut());
    }

    @Test
    void nothingIsLeftOutThatFitsHoweverManyHeadersItHas() {
        var headers = Collections.nCopies(30_000, new Original.Header("h", null));
        var original = new Original(new byte[0], new byte[200_000], headers, 1234);

        DeadLetter letter = read(letter(original, Attempts.NONE, false));

        assertNull(letter.leftOut());
        assertEquals(30_000, letter.original().headers().size());
        assertEquals(200_000, letter.original().value().length);
    }

    @Test
    void namesThatTakeSeveralBytesACharacterDoNotMakeItTooLarge() {
        var headers = List.of(new Original.Header("\u540d".repeat(300_000), null));
        var original = new Original(new byte[0], new byte[200_000], headers, 1234);

        ProducerRecord<byte[], byte[]> letter = letter(original, Attempts.NONE, false);

        assertEquals("value", read(letter).leftOut());
        assertTrue(sizeOf(letter) <= OutcomeRecords.MAX_RECORD_BYTES);
    }

    private static int sizeOf(ProducerRecord<byte[], byte[]> record) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.NONE,
                record.key(),
                record.value(),
                record.headers().toArray());
    }

    @Test
    void aRecordThatNoWorkerWroteIsNoDeadLetter() {
        ProducerRecord<byte[], byte[]> whole = letter(original(), Attempts.NONE, false);
        for (String name :
                List.of(
                        "kafka_dlt-original-partition",
                        "kafka_dlt-original-offset",
                        "kafka_dlt-original-timestamp",
                        "wawp-reason-code",
                        "wawp-attempts")) {
            ProducerRecord<byte[], byte[]> less = letter(original(), Attempts.NONE, false);
            less.headers().remove(name);
            assertEquals(Optional.empty(), DeadLetter.parse(asRead(less)), name);
        }
        whole.headers().add("wawp-attempts", "many".getBytes(UTF_8));
        assertEquals(Optional.empty(), DeadLetter.parse(asRead(whole)));
        assertEquals(
                Optional.empty(),
                DeadLetter.parse(asRead(new ProducerRecord<>("t", new byte[0], new byte[0]))));
    }

    /** With a header of the same name as one of ours. */
    private static Original original() {
        return new Original(
                "key".getBytes(UTF_8),
                "{}".getBytes(UTF_8),
                List.of(
                        new Original.Header("theirs", new byte[] {1}),
                        new Original.Header("kafka_dlt-original-topic", "other".getBytes(UTF_8))),
                1234);
    }

    private static ProducerRecord<byte[], byte[]> letter(
            Original original, Attempts attempts, boolean unjournaled) {
        return new OutcomeRecords(Topics.DEFAULTS).of(publication(original, attempts, unjournaled));
    }

    private static Publication publication(
            Original original, Attempts attempts, boolean unjournaled) {
        return new Publication.OfDeadLetter(
                original, SOURCE, ERROR, "order-1", attempts, unjournaled);
    }

    private static DeadLetter read(ProducerRecord<byte[], byte[]> written) {
        return DeadLetter.parse(asRead(written)).orElseThrow();
    }

    private static ConsumerRecord<byte[], byte[]> asRead(ProducerRecord<byte[], byte[]> written) {
        return new ConsumerRecord<>(
                "wawp.dead-letters",
                1,
                7,
                99,
                TimestampType.CREATE_TIME,
                0,
                0,
                written.key(),
                written.value(),
                written.headers(),
                Optional.empty());
    }

    private static List<String> names(Headers headers) {
        return java.util.Arrays.stream(headers.toArray()).map(header -> header.key()).toList();
    }

    private static String last(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), UTF_8);
    }
}
