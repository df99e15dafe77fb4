package io.wawp.dispatcher.audit;

import static io.wawp.common.outcome.OutcomeStatus.ACCEPTED;
import static io.wawp.common.outcome.OutcomeStatus.DUPLICATE;
import static io.wawp.common.outcome.OutcomeStatus.EXPIRED;
import static io.wawp.common.outcome.OutcomeStatus.FAILED;
import static io.wawp.common.outcome.OutcomeStatus.REJECTED;
import static io.wawp.common.outcome.OutcomeStatus.SENT;
import static io.wawp.common.outcome.OutcomeStatus.UNRESOLVED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.ReasonCode;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** I1 as outcomes show it: each kind of violation, and what only looks like one. */
class EndingsIT {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    static void assertBroken(AuditReport report, Rule... rules) {
        assertEquals(Set.of(rules), report.broken().keySet(), report::toString);
    }

    @Test
    void everyEndingThatIsAsItShouldBeIsClean() {
        Told first = stage.sent("c-1");
        stage.command("c-2").rejected();
        stage.command("c-3")
                .accepted()
                .ended(FAILED, ReasonCode.WAWP_REJECTED)
                .letter("wawp_rejected");
        stage.command("c-4", Draft::shortLived).accepted().ended(EXPIRED, ReasonCode.EXPIRED);
        stage.command("c-5").accepted().ended(UNRESOLVED, ReasonCode.IN_DOUBT);
        stage.command("c-1").duplicateOf(first);
        AuditReport report = stage.audit();
        assertTrue(report.isClean(), report::toString);
        assertEquals(6, report.counts().commands());
        assertEquals(10, report.counts().outcomes());
        assertEquals(2, report.counts().deadLetters());
        assertEquals(0, report.counts().open());
        assertEquals(
                Map.of(
                        SENT,
                        1L,
                        REJECTED,
                        1L,
                        FAILED,
                        1L,
                        EXPIRED,
                        1L,
                        UNRESOLVED,
                        1L,
                        DUPLICATE,
                        1L),
                report.counts().ended());
    }

    @Test
    void aRecordWithoutTerminalOutcomeIsLostWhereNothingMayBeOpen() {
        stage.sent("c-1");
        Told open = stage.command("c-2").accepted();
        AuditReport report = stage.audit();
        assertBroken(report, Rule.LOST);
        Violation lost = report.of(Rule.LOST).getFirst();
        assertEquals(open.source.topic(), lost.topic());
        assertEquals(open.source.partition(), lost.partition());
        assertEquals(open.source.offset(), lost.offset());
        assertEquals("c-2", lost.commandId());
        assertTrue(lost.toString().startsWith("I1 lost "), lost::toString);
    }

    @Test
    void aRecordWhoseTimeIsNotOverIsOpenAndNotLost() {
        stage.command("c-1").accepted();
        stage.command("c-2");
        stage.command("c-3", draft -> draft.with("expiresAt", Stage.minutesAgo(5)));
        AuditReport report = stage.audit(rules -> rules.withDrained(false));
        assertTrue(report.isClean(), report::toString);
        assertEquals(3, report.counts().open());
    }

    @Test
    void aRecordWhoseTimeIsLongOverIsLostOnALivingDeploymentToo() {
        stage.command(
                "c-1",
                draft ->
                        draft.written(Stage.ago(Duration.ofHours(4)))
                                .with("expiresAt", Stage.ago(Duration.ofHours(3))));
        stage.command("c-2", draft -> draft.written(Stage.ago(Duration.ofHours(25))));
        AuditReport report = stage.audit(rules -> rules.withDrained(false));
        assertBroken(report, Rule.LOST);
        assertEquals("c-1", report.violations().getFirst().commandId());
        assertEquals(1, report.brokenInAll(), "24 h and the time for doubts are not over for c-2");
    }

    @Test
    void twoTerminalOutcomesOfOneRecordAreOneTooMany() {
        stage.sent("c-1").ended(EXPIRED, ReasonCode.EXPIRED);
        assertBroken(stage.audit(), Rule.ENDED_TWICE);
    }

    @Test
    void aTerminalOutcomeThatIsToldAgainIsOneTooMany() {
        stage.sent("c-1").sent();
        assertBroken(stage.audit(rules -> rules.withRereads(true)), Rule.TOLD_AGAIN);
    }

    @Test
    void whatIsRejectedIsToldAgainOnlyWhereOffsetsWereReset() {
        stage.command("c-1").rejected().rejected();
        assertBroken(stage.audit(), Rule.TOLD_AGAIN, Rule.DEAD_LETTER_TWICE);
        AuditReport reset = stage.audit(rules -> rules.withRereads(true));
        assertTrue(reset.isClean(), reset::toString);
    }

    @Test
    void anotherEventOfTheSameEndingIsNoRetelling() {
        Told first = stage.sent("c-1");
        stage.command("c-1")
                .duplicateOf(first)
                .outcome(
                        DUPLICATE,
                        json -> json.replaceFirst("[0-9a-f-]{36}", UUID.randomUUID().toString()));
        assertBroken(stage.audit(rules -> rules.withRereads(true)), Rule.ENDED_TWICE);
    }

    @Test
    void theSameCommandIdInTwoRecordsHasTwoEndings() {
        Told first = stage.sent("c-1");
        stage.command("c-1").duplicateOf(first);
        assertBroken(stage.audit());
    }

    @Test
    void acceptedComesOnceAndFirst() {
        stage.command("c-1").accepted().accepted().sent();
        assertBroken(stage.audit(), Rule.TOLD_AGAIN);
    }

    @Test
    void acceptedAfterTheEndIsTooLate() {
        stage.command("c-1").sent().accepted();
        assertBroken(stage.audit(), Rule.ACCEPTED_TOO_LATE);
    }

    @Test
    void aDuplicateWasNeverAccepted() {
        stage.command("c-1").accepted().ended(DUPLICATE, null);
        assertBroken(stage.audit(), Rule.ACCEPTED_TOO_LATE);
    }

    @Test
    void whatIsSentWasAccepted() {
        stage.command("c-1").sent();
        assertBroken(stage.audit(), Rule.NEVER_ACCEPTED);
    }

    @Test
    void whatAPersonToldAsSentWasNot() {
        stage.command("c-1").accepted().ended(UNRESOLVED, ReasonCode.IN_DOUBT);
        stage.command("c-1", draft -> draft.header("wawp-run", "2").header("wawp-resolve", "sent"))
                .sent(Stage.minutesAgo(5), null);
        assertBroken(stage.audit());
    }

    /** On a living deployment a record may be written and told of after the audit began. */
    @Test
    void anOutcomeOfARecordBehindTheEndIsNewerThanTheAudit() {
        stage.sent("c-1").outcome(SENT, json -> json.replace("\"offset\":0", "\"offset\":7"));
        assertBroken(stage.audit());
    }

    @Test
    void anOutcomeOfAnAbortedRecordIsOneOfNothing() {
        Map<String, Object> settings = new java.util.HashMap<>(Stage.kafka());
        settings.put("transactional.id", UUID.randomUUID().toString());
        try (var producer =
                new KafkaProducer<byte[], byte[]>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var written =
                    producer.send(
                            new ProducerRecord<>(
                                    stage.topics.commands().getFirst(),
                                    0,
                                    null,
                                    "{}".getBytes(UTF_8)));
            producer.flush();
            assertTrue(written.isDone());
            producer.abortTransaction();
        }
        Told told = stage.sent("c-1");
        told.outcome(
                REJECTED,
                json -> json.replace("\"offset\":" + told.source.offset(), "\"offset\":0"));
        assertBroken(stage.audit(), Rule.OUTCOME_OF_NOTHING);
    }

    @Test
    void anOutcomeNamesItsOwnCommand() {
        for (String field : new String[] {"commandId", "idempotencyKey", "instanceId"}) {
            try (var other = new Stage()) {
                other.command("c-1")
                        .outcome(ACCEPTED, json -> json)
                        .outcome(
                                SENT,
                                json ->
                                        json.replaceFirst(
                                                "\"" + field + "\":\"[^\"]*\"",
                                                "\"" + field + "\":\"another\""));
                assertBroken(other.audit(), Rule.OUTCOME_DIFFERS);
            }
        }
    }

    @Test
    void anOutcomeNamesItsOwnRun() {
        stage.command("c-1")
                .accepted()
                .outcome(SENT, json -> json.replace("\"run\":1", "\"run\":2"));
        assertBroken(stage.audit(), Rule.OUTCOME_DIFFERS);
    }

    @Test
    void anOutcomeNamesItsOwnChat() {
        stage.command("c-1")
                .accepted()
                .outcome(SENT, json -> json.replace("447441429009@c.us", "447441429010@c.us"));
        assertBroken(stage.audit(), Rule.OUTCOME_DIFFERS);
    }

    @Test
    void whatIsNoOutcomeIsSaid() {
        stage.write(new ProducerRecord<>(stage.topics.outcomes(), null, "{}".getBytes(UTF_8)));
        stage.write(new ProducerRecord<>(stage.topics.deliveries(), null, "{}".getBytes(UTF_8)));
        stage.write(new ProducerRecord<>(stage.topics.deadLetters(), null, "{}".getBytes(UTF_8)));
        AuditReport report = stage.audit();
        assertBroken(report, Rule.UNREADABLE);
        assertEquals(3, report.brokenInAll());
    }
}
