package io.wawp.dispatcher.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.Source;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever arrives on a command topic ends rejected with a code and its bytes kept, and nothing
 * else suffers. All of it arrives before the first test, with good commands between.
 */
class MalformedInputIT {

    private static final List<MalformedRows.Row> ROWS = MalformedRows.all();
    private static final Map<MalformedRows.Row, RecordMetadata> PRODUCED = new HashMap<>();

    private static WorkerFixture fixture;

    @BeforeAll
    static void produceAll() throws Exception {
        fixture = new WorkerFixture();
        fixture.start();
        for (int i = 0; i < ROWS.size(); i++) {
            MalformedRows.Row row = ROWS.get(i);
            var record =
                    new ProducerRecord<>(
                            fixture.topics.commands().getFirst(),
                            // all on one partition: whatever stops one record stops all
                            0,
                            row.record().key(),
                            row.record().value(),
                            row.record().headers());
            PRODUCED.put(row, fixture.produce(record));
            if (i % 10 == 0) {
                fixture.produce(onFirstPartition("good-" + i));
            }
        }
        fixture.produce(onFirstPartition("good-last"));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    static List<MalformedRows.Row> everyRow() {
        return ROWS;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyRow")
    void whateverArrivesIsRejectedOnceAndItsBytesAreKept(MalformedRows.Row row) throws Exception {
        var produced = Objects.requireNonNull(PRODUCED.get(row));
        var source = new Source(produced.topic(), 0, produced.offset());
        fixture.outcomes.until(all -> !outcomesOf(source).isEmpty());

        List<Outcome> outcomes = outcomesOf(source);

        assertEquals(1, outcomes.size());
        Outcome outcome = outcomes.getFirst();
        assertEquals(OutcomeStatus.REJECTED, outcome.status());
        assertEquals(0, outcome.attempts());
        OutcomeError error = Objects.requireNonNull(outcome.error());
        assertEquals(row.code(), error.code(), error.message());
        assertDeadLetter(row, source, error);
    }

    @Test
    void goodCommandsBetweenThemAreSent() {
        for (int i = 0; i < ROWS.size(); i += 10) {
            assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("good-" + i).status());
        }
        assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("good-last").status());
    }

    @Test
    void eachRecordHasExactlyOneEndingAndNothingOfTheBadIsSent() {
        fixture.outcomeOf("good-last");
        fixture.outcomes.until(all -> endings().size() >= ROWS.size() + goodOnes());
        fixture.outcomes.toEnd();

        assertEquals(ROWS.size() + goodOnes(), endings().size());
        assertEquals(goodOnes(), fixture.wawp.calls().sends().size());
    }

    @Test
    void whatCouldBeReadOfARejectedCommandStandsInItsOutcome() {
        MalformedRows.Row row =
                ROWS.stream()
                        .filter(it -> it.label().equals("unknown field"))
                        .findFirst()
                        .orElseThrow();
        var produced = Objects.requireNonNull(PRODUCED.get(row));
        var source = new Source(produced.topic(), 0, produced.offset());
        fixture.outcomes.until(all -> !outcomesOf(source).isEmpty());

        Outcome outcome = outcomesOf(source).getFirst();

        assertEquals("bad", Objects.requireNonNull(outcome.commandId()).value());
        assertEquals(WorkerFixture.INSTANCE, Objects.requireNonNull(outcome.instanceId()).value());
        assertEquals("mesage", Objects.requireNonNull(outcome.error()).field());
    }

    @Test
    void aGoodCommandUnderWeirdKeyAndHeadersIsSentAndItsSourceIsRight() {
        var record =
                new ProducerRecord<>(
                        fixture.topics.commands().getFirst(),
                        3,
                        MalformedRows.BINARY_KEY,
                        WorkerFixture.text("weird-headers", "Hello").getBytes(UTF_8));
        MalformedRows.weirdHeaders(record);
        RecordMetadata produced = fixture.produce(record);

        Outcome sent = fixture.outcomeOf("weird-headers");

        assertEquals(OutcomeStatus.SENT, sent.status());
        assertEquals(new Source(produced.topic(), 3, produced.offset()), sent.source());
        assertEquals(1, sent.run());
    }

    // ----

    private static void assertDeadLetter(MalformedRows.Row row, Source source, OutcomeError error)
            throws Exception {
        fixture.deadLetters.until(all -> !lettersOf(source).isEmpty());
        List<ConsumerRecord<byte[], byte[]>> letters = lettersOf(source);
        assertEquals(1, letters.size());
        var letter = letters.getFirst();
        assertArrayEquals(row.record().key(), letter.key());
        byte[] value = row.record().value();
        if (value != null && value.length > 1_000_000) {
            assertNull(letter.value());
            assertEquals(
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value)),
                    WorkerFixture.header(letter, "wawp-value-sha256"));
        } else {
            assertArrayEquals(value == null ? new byte[0] : value, letter.value());
        }
        Header[] before = row.record().headers().toArray();
        assertArrayEquals(before, Arrays.copyOf(letter.headers().toArray(), before.length));
        assertEquals(source.topic(), WorkerFixture.header(letter, "kafka_dlt-original-topic"));
        assertEquals(0, number(letter, "kafka_dlt-original-partition").getInt());
        assertEquals(source.offset(), number(letter, "kafka_dlt-original-offset").getLong());
        assertTrue(number(letter, "kafka_dlt-original-timestamp").getLong() > 0);
        assertEquals(error.message(), WorkerFixture.header(letter, "kafka_dlt-exception-message"));
        assertEquals(row.code().wire(), WorkerFixture.header(letter, "wawp-reason-code"));
        assertEquals("0", WorkerFixture.header(letter, "wawp-attempts"));
    }

    private static List<ConsumerRecord<byte[], byte[]>> lettersOf(Source source) {
        return fixture.deadLetters.seen().stream()
                .filter(letter ->
                        source.topic()
                                        .equals(
                                                WorkerFixture.header(
                                                        letter, "kafka_dlt-original-topic"))
                                && number(letter, "kafka_dlt-original-offset").getLong()
                                        == source.offset()
                                && number(letter, "kafka_dlt-original-partition").getInt()
                                        == source.partition())
                .toList();
    }

    private static ByteBuffer number(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        assertNotNull(header, name);
        return ByteBuffer.wrap(header.value());
    }

    private static List<Outcome> outcomesOf(Source source) {
        return fixture.allOutcomes().stream()
                .filter(outcome -> outcome.source().equals(source))
                .toList();
    }

    private static List<Outcome> endings() {
        return fixture.allOutcomes().stream()
                .filter(outcome ->
                        outcome.status().isTerminal() && outcome.source().partition() == 0)
                .toList();
    }

    private static int goodOnes() {
        return (ROWS.size() + 9) / 10 + 1;
    }

    private static ProducerRecord<byte[], byte[]> onFirstPartition(String commandId) {
        return new ProducerRecord<>(
                fixture.topics.commands().getFirst(),
                0,
                null,
                WorkerFixture.text(commandId, WorkerFixture.INSTANCE, "4790000001", "Hi", "")
                        .getBytes(UTF_8));
    }
}
