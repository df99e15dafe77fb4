package io.wawp.dispatcher.audit;

import static io.wawp.common.outcome.OutcomeStatus.FAILED;
import static io.wawp.common.outcome.OutcomeStatus.REJECTED;
import static io.wawp.dispatcher.audit.EndingsIT.assertBroken;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.outcome.ReasonCode;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** I7: what was rejected or failed has one dead letter, and that is the original. */
class DeadLettersIT {
    private static final String CODE = "command_too_large";

    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    private Told rejected(String... header) {
        return stage.command("c-1", draft -> draft.header(header[0], header[1]))
                .ended(REJECTED, ReasonCode.COMMAND_TOO_LARGE);
    }

    private static List<Header> headers(String... namesAndValues) {
        var headers = new ArrayList<Header>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(new RecordHeader(namesAndValues[i], namesAndValues[i + 1].getBytes(UTF_8)));
        }
        return headers;
    }

    @Test
    void theOriginalAsItWasIsClean() {
        Told told = rejected("tenant", "a");
        told.letter();
        assertBroken(stage.audit());
    }

    @Test
    void whatIsRejectedOrFailedHasADeadLetter() {
        stage.command("c-1").ended(REJECTED, ReasonCode.COMMAND_TOO_LARGE);
        stage.command("c-2").accepted().ended(FAILED, ReasonCode.WAWP_REJECTED);
        AuditReport report = stage.audit();
        assertBroken(report, Rule.DEAD_LETTER_MISSING);
        org.junit.jupiter.api.Assertions.assertEquals(2, report.brokenInAll());
    }

    @Test
    void oneDeadLetterIsEnough() {
        stage.command("c-1").rejected().letter();
        assertBroken(stage.audit(), Rule.DEAD_LETTER_TWICE);
    }

    @Test
    void anotherValueIsNotTheOriginal() {
        Told told = rejected("tenant", "a");
        byte[] value = told.value().clone();
        value[value.length - 1] = ' ';
        told.letter(Told.recordKey(), value, headers("tenant", "a"), CODE);
        assertBroken(stage.audit(), Rule.DEAD_LETTER_DIFFERS);
    }

    @Test
    void anotherKeyIsNotTheOriginals() {
        Told told = rejected("tenant", "a");
        told.letter(null, told.value(), headers("tenant", "a"), CODE);
        assertBroken(stage.audit(), Rule.DEAD_LETTER_DIFFERS);
    }

    @Test
    void otherHeadersAreNotTheOriginals() {
        Told told = rejected("tenant", "a");
        told.letter(Told.recordKey(), told.value(), headers("tenant", "b"), CODE);
        assertBroken(stage.audit(), Rule.DEAD_LETTER_DIFFERS);
    }

    @Test
    void aHeaderMoreIsNotTheOriginals() {
        Told told = rejected("tenant", "a");
        told.letter(Told.recordKey(), told.value(), headers("tenant", "a", "tenant", "a"), CODE);
        assertBroken(stage.audit(), Rule.DEAD_LETTER_DIFFERS);
    }

    @Test
    void whatAToolSaidOfEarlierRunsIsNotTheOriginals() {
        Told told =
                stage.command(
                                "c-1",
                                draft ->
                                        draft.header("wawp-run", "2")
                                                .header("wawp-unjournaled", "true"))
                        .ended(REJECTED, ReasonCode.COMMAND_TOO_LARGE);
        told.letter(Told.recordKey(), told.value(), headers("wawp-run", "2"), CODE);
        assertBroken(stage.audit());
    }

    @Test
    void anotherReasonThanTheOutcomesIsWrong() {
        rejected("tenant", "a").letter("unknown_field");
        assertBroken(stage.audit(), Rule.DEAD_LETTER_DIFFERS);
    }

    @Test
    void aValueThatWasLeftOutIsKnownByItsHash() throws Exception {
        Told told = rejected("tenant", "a");
        told.letter(Told.recordKey(), null, leftOut(told, told.value()));
        assertBroken(stage.audit());
        Told other = stage.command("c-2").ended(REJECTED, ReasonCode.COMMAND_TOO_LARGE);
        other.letter(Told.recordKey(), null, leftOut(other, new byte[1]));
        assertBroken(stage.audit(), Rule.DEAD_LETTER_DIFFERS);
    }

    private static List<Header> leftOut(Told told, byte[] value) throws Exception {
        boolean first = told.source.offset() == 0;
        List<Header> all = first ? headers("tenant", "a") : headers();
        Told.text(all, "kafka_dlt-original-topic", told.source.topic());
        all.add(
                new RecordHeader(
                        "kafka_dlt-original-partition",
                        ByteBuffer.allocate(4).putInt(told.source.partition()).array()));
        all.add(
                new RecordHeader(
                        "kafka_dlt-original-offset",
                        ByteBuffer.allocate(8).putLong(told.source.offset()).array()));
        Told.text(all, "wawp-reason-code", CODE);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(value);
        Told.text(all, "wawp-value-sha256", HexFormat.of().formatHex(hash));
        Told.text(all, "wawp-left-out", "value");
        return all;
    }

    @Test
    void whatIsSentHasNoDeadLetter() {
        stage.sent("c-1").letter();
        assertBroken(stage.audit(), Rule.DEAD_LETTER_OF_NOTHING);
    }

    @Test
    void whatHasNotEndedHasNoDeadLetter() {
        stage.command("c-1").accepted().letter();
        assertBroken(stage.audit(rules -> rules.withDrained(false)), Rule.DEAD_LETTER_OF_NOTHING);
    }
}
