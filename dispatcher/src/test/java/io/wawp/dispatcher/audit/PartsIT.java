package io.wawp.dispatcher.audit;

import static io.wawp.common.outcome.OutcomeStatus.EXPIRED;
import static io.wawp.common.outcome.OutcomeStatus.REJECTED;
import static io.wawp.dispatcher.audit.EndingsIT.assertBroken;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.ReasonCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where an audit sees a part only: what it leaves out, and what it says of that. */
class PartsIT {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    private static boolean says(AuditReport report, String words) {
        return report.unchecked().stream().anyMatch(each -> each.what().contains(words));
    }

    @Test
    void whatIsOlderThanAskedForIsLeftOut() {
        stage.command(
                "old",
                draft -> draft.written(Stage.ago(Duration.ofHours(5))).chat("447441429010@c.us"));
        stage.command("c-1").accepted().sent();
        AuditReport report = stage.audit(rules -> rules.withSince(Stage.minutesAgo(20)));
        assertBroken(report);
        assertEquals(1, report.counts().commands());
        assertBroken(stage.audit(), Rule.LOST);
    }

    @Test
    void theRestIsStillJudged() {
        stage.command("old", draft -> draft.written(Stage.ago(Duration.ofHours(5))));
        stage.command("c-1").accepted();
        AuditReport report = stage.audit(rules -> rules.withSince(Stage.minutesAgo(20)));
        assertEquals(1, report.brokenInAll(), report::toString);
        assertEquals("c-1", report.violations().getFirst().commandId());
    }

    @Test
    void outcomesOfDeletedRecordsAreStillHeldTogether() {
        stage.sent("c-1").delivered(DeliveryStatus.READ, true);
        stage.command("c-2").rejected();
        Told last = stage.sent("c-3");
        stage.delete(last.source.topic(), 0, last.source.offset());
        AuditReport report = stage.audit();
        assertBroken(report);
        assertTrue(says(report, "the beginning of " + last.source.topic() + "-0"));
        assertTrue(says(report, "dead letters whose original was not read"));
        assertEquals(1, report.counts().commands());

        stage.sent("c-4").ended(EXPIRED, ReasonCode.EXPIRED);
        assertBroken(stage.audit(), Rule.ENDED_TWICE);
    }

    @Test
    void whereOutcomesAreDeletedNothingIsGuessed() {
        stage.sent("c-1");
        stage.sent("c-3");
        int partition = Math.floorMod("c-1".hashCode(), 2);
        assertEquals(partition, Math.floorMod("c-3".hashCode(), 2));
        stage.delete(stage.topics.outcomes(), partition, 2);
        AuditReport report = stage.audit();
        assertBroken(report);
        assertTrue(says(report, "whether records have ended"), report::toString);
        assertEquals(1, report.uncheckedRecords(), report::toString);
    }

    /** Deletes it as soon as the audit, which knows where topics begin, sets about reading it. */
    private AuditReport whileDeleting(String topic, int partition, long before) {
        return stage.audit(
                rules -> rules,
                words -> {
                    if (words.endsWith(topic)) {
                        stage.delete(topic, partition, before);
                    }
                });
    }

    @Test
    void commandsThatRetentionDeletesMeanwhileAreNotNothing() {
        stage.sent("c-1");
        stage.command("c-2").rejected();
        Told last = stage.sent("c-3");
        AuditReport report = whileDeleting(last.source.topic(), 0, last.source.offset());
        assertBroken(report);
        assertEquals(1, report.counts().commands());
        assertTrue(says(report, "the beginning of " + last.source.topic() + "-0"));
    }

    @Test
    void outcomesThatRetentionDeletesMeanwhileAreNotMissed() {
        stage.sent("c-1");
        stage.command("c-3", draft -> draft.written(Stage.minutesAgo(9))).accepted().sent();
        int partition = Math.floorMod("c-1".hashCode(), 2);
        assertEquals(partition, Math.floorMod("c-3".hashCode(), 2));
        AuditReport report = whileDeleting(stage.topics.outcomes(), partition, 3);
        assertBroken(report);
        assertTrue(says(report, "whether records have ended"), report::toString);
    }

    @Test
    void deadLettersThatRetentionDeletesMeanwhileAreNotMissed() {
        stage.command("c-1").rejected();
        stage.command("c-2").rejected();
        AuditReport report = whileDeleting(stage.topics.deadLetters(), 0, 1);
        assertBroken(report);
        assertTrue(says(report, "whether records have a dead letter"), report::toString);
    }

    @Test
    void whereDeadLettersAreDeletedNothingIsGuessed() {
        stage.command("c-1").rejected();
        stage.command("c-2").rejected();
        stage.delete(stage.topics.deadLetters(), 0, 1);
        AuditReport report = stage.audit();
        assertBroken(report);
        assertTrue(says(report, "whether records have a dead letter"), report::toString);
    }

    @Test
    void anOutcomeOfAnOpenTransactionIsWaitedFor() throws Exception {
        Told told = stage.command("c-1");
        Map<String, Object> settings = new HashMap<>(Stage.kafka());
        settings.put("transactional.id", UUID.randomUUID().toString());
        try (var producer =
                new KafkaProducer<byte[], byte[]>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var written =
                    producer.send(
                            new ProducerRecord<>(
                                    stage.topics.outcomes(), 0, null, "{}".getBytes(UTF_8)));
            producer.flush();
            assertTrue(written.isDone());
            told.ended(REJECTED, ReasonCode.COMMAND_TOO_LARGE).letter();
            var audit = java.util.concurrent.CompletableFuture.supplyAsync(stage::audit);
            org.awaitility.Awaitility.await()
                    .during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> !audit.isDone());
            producer.abortTransaction();
            assertBroken(audit.get());
        }
    }

    /** Deliveries come days after SENT, and a forgotten id may be used again. */
    @Test
    void deliveriesOfAnOlderMessageUnderTheSameCommandIdAreNotHeldToTheNewOne() {
        stage.command("c-1", draft -> draft.written(Stage.ago(Duration.ofHours(30))))
                .accepted()
                .sent(Stage.ago(Duration.ofHours(30)), "m-1");
        Told second = stage.command("c-1").accepted().sent(Stage.minutesAgo(9), "m-2");
        second.delivered(DeliveryStatus.DEVICE, 2, false, "m-2");
        second.delivered(DeliveryStatus.SERVER, 1, false, "m-1");
        second.delivered(DeliveryStatus.READ, 3, true, "m-2");
        second.delivered(DeliveryStatus.UNCONFIRMED, 1, true, null);
        AuditReport report = stage.audit(rules -> rules.withSince(Stage.ago(Duration.ofHours(2))));
        assertBroken(report);
        assertTrue(says(report, "deliveries of another message"), report::toString);
        assertTrue(says(report, "deliveries without a message id"), report::toString);
    }

    @Test
    void oneMessageIsFollowedAlsoWhereThePastIsNotSeen() {
        Told sent = stage.command("c-1").accepted().sent(Stage.minutesAgo(9), "m-1");
        sent.delivered(DeliveryStatus.DEVICE, 2, false, "m-1");
        sent.delivered(DeliveryStatus.SERVER, 1, false, "m-1");
        assertBroken(
                stage.audit(rules -> rules.withSince(Stage.ago(Duration.ofHours(2)))),
                Rule.DELIVERY_WENT_BACK);
    }

    @Test
    void whatOnlyACallLogShowsIsSaidWithoutOne() {
        stage.sent("c-1").called();
        assertTrue(says(stage.audit(), "I3"));
        assertEquals(List.of(), stage.auditWithCalls().unchecked());
    }

    @Test
    void aTopicThatIsMissingIsNamed() {
        var wrong = new AuditTopics(List.of("there-is-none"), "a", "b", "c");
        var thrown =
                assertThrows(
                        UnknownTopicOrPartitionException.class,
                        () -> Audit.of(wrong, Stage.kafka()).run(() -> Stage.NOW));
        assertTrue(String.valueOf(thrown.getMessage()).contains("there-is-none"));
    }
}
