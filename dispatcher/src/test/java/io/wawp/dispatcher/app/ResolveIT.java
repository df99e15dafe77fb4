package io.wawp.dispatcher.app;

import static io.wawp.dispatcher.app.WorkerFixture.CHAT;
import static io.wawp.dispatcher.app.WorkerFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.cli.CommandCall;
import io.wawp.dispatcher.model.Resolution;
import io.wawp.dispatcher.model.Run;
import io.wawp.dispatcher.records.DispatchRecord;
import io.wawp.dispatcher.records.RunHeaders;
import io.wawp.sandbox.wawp.FaultAction;
import io.wawp.sandbox.wawp.FaultRule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code ./wawp resolve} against a real worker under the policy that never repeats. */
class ResolveIT {
    private static WorkerFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new WorkerFixture(2).set("DISPATCHER_IN_DOUBT", "unresolved");
        fixture.set("WAWP_REQUEST_TIMEOUT", "PT1S");
        fixture.start();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void whatIsThereEndsSentAndNothingIsSent() {
        unresolved("there");
        int calls = fixture.wawp.calls().sends().size();

        CommandCall resolved = resolve("there", "sent", "--yes", "--wait");

        assertEquals(0, resolved.status(), resolved::toString);
        assertTrue(resolved.out().contains("SENT"), resolved::toString);
        Outcome sent = fixture.outcomeOf("there", OutcomeStatus.SENT);
        assertEquals(2, sent.run());
        assertEquals(0, sent.attempts());
        assertNull(sent.messageId());
        assertTrue(sent.reconciled());
        assertEquals(calls, fixture.wawp.calls().sends().size());
        CommandCall again = resolve("there", "not-sent", "--yes");
        assertEquals(1, again.status(), again::toString);
        assertTrue(again.err().contains("there is nothing to resolve"), again::toString);
        fixture.produce(byHand("there", 2, Resolution.NOT_SENT));
        assertEquals(
                OutcomeStatus.SENT,
                fixture.outcomeOf("there", OutcomeStatus.DUPLICATE).duplicateStatus());
        assertEquals(calls, fixture.wawp.calls().sends().size());
    }

    @Test
    void whatIsNotThereIsSentOnce() {
        unresolved("gone");

        CommandCall resolved = resolve("gone", "not-sent", "--yes", "--wait");

        assertEquals(0, resolved.status(), resolved::toString);
        assertEquals(2, fixture.outcomeOf("gone", OutcomeStatus.SENT).run());
        assertEquals(1, messages("gone"));
        fixture.produce(byHand("gone", 2, Resolution.NOT_SENT));
        fixture.outcomeOf("gone", OutcomeStatus.DUPLICATE);
        assertEquals(1, messages("gone"));
    }

    @Test
    void whatIsUnresolvedIsNotRedrivenByAnything() {
        unresolved("open");

        fixture.produce(byHand("open", 2, null));

        Outcome duplicate = fixture.outcomeOf("open", OutcomeStatus.DUPLICATE);
        assertEquals(OutcomeStatus.UNRESOLVED, duplicate.duplicateStatus());
        assertEquals(0, messages("open"));
    }

    @Test
    void aPersonIsAskedAndAScriptHasToSaySo() {
        unresolved("asked");

        CommandCall no = typing("n\n", "asked", "not-sent");
        CommandCall nobody = resolve("asked", "not-sent");
        CommandCall maybe = resolve("asked", "perhaps", "--yes");
        assertEquals(1, no.status(), no::toString);
        assertTrue(no.err().contains("Nothing was done."), no::toString);
        assertTrue(no.err().contains("44***09@c.us"), no::toString);
        assertEquals(2, nobody.status(), nobody::toString);
        assertTrue(nobody.err().contains("--yes"), nobody::toString);
        assertEquals(2, maybe.status(), maybe::toString);

        CommandCall yes = typing("y\n", "asked", "sent");
        assertEquals(0, yes.status(), yes::toString);
        assertEquals(2, fixture.outcomeOf("asked", OutcomeStatus.SENT).run());
        assertEquals(0, messages("asked"));
    }

    @Test
    void whatHasExpiredIsNotPromisedToBeSent() {
        Instant expiresAt = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        unresolved("late", ",\"expiresAt\":\"" + expiresAt + "\"");
        Duration tooLate = Duration.ofHours(2);

        CommandCall refused =
                CommandCall.after(
                        tooLate, fixture.environment(), arguments("late", "not-sent", "--yes"));
        CommandCall found =
                CommandCall.after(
                        tooLate, fixture.environment(), arguments("late", "sent", "--yes"));

        assertEquals(1, refused.status(), refused::toString);
        assertTrue(refused.err().contains("could only end EXPIRED"), refused::toString);
        assertTrue(refused.err().contains("with an idempotencyKey of its own"), refused::toString);
        assertEquals(0, found.status(), found::toString);
        assertEquals(2, fixture.outcomeOf("late", OutcomeStatus.SENT).run());
        assertEquals(0, messages("late"));
    }

    @Test
    void itsOutcomesAreFoundInWhicheverPartitionTheyAre() throws Exception {
        unresolved("moved", ",\"idempotencyKey\":\"key-of-moved\"");
        ConsumerRecord<byte[], byte[]> told = fixture.outcomes.seen().getLast();
        assertEquals("moved", new String(told.key(), UTF_8));
        int elsewhere = told.partition() == 0 ? 1 : 0;
        fixture.produce(new ProducerRecord<>(told.topic(), elsewhere, told.key(), told.value()));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", fixture.broker()))) {
            var usual = new TopicPartition(told.topic(), told.partition());
            var all = RecordsToDelete.beforeOffset(told.offset() + 1);
            admin.deleteRecords(Map.of(usual, all)).all().get();
        }

        CommandCall resolved = resolve("moved", "sent", "--yes", "--wait");

        assertEquals(0, resolved.status(), resolved::toString);
        assertEquals(2, fixture.outcomeOf("moved", OutcomeStatus.SENT).run());
    }

    @Test
    void whatCannotBeResolvedIsToldWhy() {
        fixture.produce(text("plain", "this is plain"));
        fixture.outcomeOf("plain", OutcomeStatus.SENT);

        CommandCall sent = resolve("plain", "not-sent", "--yes");
        CommandCall nobody = resolve("never-heard-of", "sent", "--yes");
        CommandCall forgotten =
                resolve("never-heard-of", "sent", "--yes", "--instance", WorkerFixture.INSTANCE);

        assertEquals(1, sent.status());
        assertTrue(sent.err().contains("plain was sent"), sent::toString);
        assertEquals(1, nobody.status());
        assertTrue(nobody.err().contains("--instance"), nobody::toString);
        assertEquals(1, forgotten.status());
        assertTrue(forgotten.err().contains("Nothing is remembered"), forgotten::toString);
        assertEquals(1, messages("plain"));
    }

    private static void unresolved(String id) {
        unresolved(id, "");
    }

    /**
     * A command of which nobody can tell.
     *
     * @param more further fields, each with a comma before it
     */
    private static void unresolved(String id, String more) {
        fixture.wawp
                .faults()
                .add(
                        FaultRule.sends()
                                .finding("\\b" + id + "$")
                                .first(1)
                                .then(FaultAction.noAnswer())
                                .unrecorded());
        fixture.produce(text(id, WorkerFixture.INSTANCE, CHAT, "this is " + id, more));
        assertEquals(OutcomeStatus.UNRESOLVED, fixture.outcomeOf(id).status());
    }

    @SuppressWarnings("NullAway") // a record's key may be null
    private static ProducerRecord<byte[], byte[]> byHand(
            String id, int run, @org.jspecify.annotations.Nullable Resolution resolution) {
        var read =
                new ConsumerRecord<byte[], byte[]>(
                        "t", 0, 0, null, text(id, "this is " + id).getBytes(UTF_8));
        return RunHeaders.record(
                fixture.topics.commands().getFirst(),
                DispatchRecord.originalOf(read),
                new Run(run, false, resolution));
    }

    private static CommandCall resolve(String... more) {
        return CommandCall.of(fixture.environment(), arguments(more));
    }

    private static CommandCall typing(String typed, String... more) {
        return CommandCall.typing(typed, fixture.environment(), arguments(more));
    }

    private static String[] arguments(String... more) {
        var arguments = new ArrayList<>(List.of("resolve"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private static long messages(String text) {
        return fixture.wawp.messages(WorkerFixture.INSTANCE, CHAT).stream()
                .filter(message -> message.body().endsWith(text))
                .count();
    }
}
