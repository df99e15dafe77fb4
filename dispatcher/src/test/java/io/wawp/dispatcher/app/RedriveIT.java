package io.wawp.dispatcher.app;

import static io.wawp.dispatcher.app.WorkerFixture.CHAT;
import static io.wawp.dispatcher.app.WorkerFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.cli.CommandCall;
import io.wawp.dispatcher.model.Run;
import io.wawp.dispatcher.records.DeadLetter;
import io.wawp.dispatcher.records.DispatchRecord;
import io.wawp.dispatcher.records.RunHeaders;
import io.wawp.sandbox.wawp.Answers;
import io.wawp.sandbox.wawp.FaultAction;
import io.wawp.sandbox.wawp.FaultRule;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ./wawp redrive} against a real worker: once more, and never twice. */
class RedriveIT {
    private static WorkerFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new WorkerFixture(2).set("DISPATCHER_RETRY_MAX_ELAPSED", "PT1S");
        fixture.start();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void aCommandThatFailedIsSentOnceHoweverOftenItIsRedriven() {
        fail("healed", 1);

        CommandCall dry = redrive("--command", "healed", "--dry-run");
        CommandCall first = redrive("--command", "healed");

        assertEquals(0, dry.status(), dry::toString);
        assertTrue(dry.out().contains("would redrive  healed"), dry::toString);
        assertEquals(0, first.status(), first::toString);
        assertTrue(first.out().contains("redriven       healed"), first::toString);
        assertTrue(first.out().contains("1 redriven, 0 skipped"), first::toString);
        Outcome sent = fixture.outcomeOf("healed", OutcomeStatus.SENT);
        assertEquals(2, sent.run());
        CommandCall second = redrive("--command", "healed");
        assertEquals(1, second.status(), second::toString);
        assertTrue(second.out().contains("its run 2 is there already: SENT"), second::toString);
        assertEquals(1, messages("healed"));
        assertEquals(
                List.of(OutcomeStatus.FAILED, OutcomeStatus.SENT),
                fixture.terminal("healed").stream().map(Outcome::status).toList(),
                "the dry run wrote nothing");
    }

    @Test
    void whatTheToolDoesNotKnowTheWorkerDoes() {
        fail("by-hand", 1);
        ProducerRecord<byte[], byte[]> next = nextRunOf("by-hand", 2);
        fixture.produce(next);
        assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("by-hand", OutcomeStatus.SENT).status());

        fixture.produce(next);

        Outcome duplicate = fixture.outcomeOf("by-hand", OutcomeStatus.DUPLICATE);
        assertEquals(2, duplicate.run());
        assertEquals(OutcomeStatus.SENT, duplicate.duplicateStatus());
        assertEquals(1, messages("by-hand"));
    }

    @Test
    void twoOperatorsAtOnceSendItOnce() {
        fail("twice", 1);
        try (var operators = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<CommandCall>> calls =
                    List.of(
                            CompletableFuture.supplyAsync(
                                    () -> redrive("--command", "twice"), operators),
                            CompletableFuture.supplyAsync(
                                    () -> redrive("--command", "twice"), operators));
            assertTrue(
                    calls.stream().anyMatch(call -> call.join().status() == 0),
                    () -> calls.stream().map(CompletableFuture::join).toList().toString());
        }

        assertEquals(2, fixture.outcomeOf("twice", OutcomeStatus.SENT).run());
        fixture.produce(text("after-twice", "after the two"));
        fixture.outcomeOf("after-twice");
        assertEquals(1, messages("twice"));
        assertEquals(
                1,
                fixture.terminal("twice").stream()
                        .filter(outcome -> outcome.status() == OutcomeStatus.SENT)
                        .count());
    }

    @Test
    void whatMayHaveBeenSentIsRefusedByTheToolAndByTheWorkerUntilAPersonHasLooked() {
        fixture.wawp.faults().add(sends("maybe").nth(1).then(FaultAction.noAnswer()).unrecorded());
        fixture.wawp.faults().add(sends("maybe").nth(2).then(notSent()).unrecorded());
        fixture.produce(text("maybe", "this is maybe"));
        assertEquals(OutcomeStatus.FAILED, fixture.outcomeOf("maybe").status());
        assertEquals(
                "1", WorkerFixture.header(fixture.deadLetterOf("maybe"), "wawp-unclear-attempts"));

        CommandCall refused = redrive("--command", "maybe");
        fixture.produce(nextRunOf("maybe", 2));

        assertEquals(1, refused.status(), refused::toString);
        assertTrue(refused.out().contains("./wawp resolve maybe sent|not-sent"), refused::toString);
        Outcome duplicate = fixture.outcomeOf("maybe", OutcomeStatus.DUPLICATE);
        assertEquals(OutcomeStatus.FAILED, duplicate.duplicateStatus());
        assertEquals(0, messages("maybe"));
        CommandCall resolved =
                CommandCall.of(
                        fixture.environment(), "resolve", "maybe", "not-sent", "--yes", "--wait");
        assertEquals(0, resolved.status(), resolved::toString);
        assertEquals(2, fixture.outcomeOf("maybe", OutcomeStatus.SENT).run());
        assertEquals(1, messages("maybe"));
    }

    @Test
    void aRunOfAForgottenCommandIsRejectedAndStaysSo() {
        fixture.produce(laterRun(text("old", "forgotten")));

        Outcome rejected = fixture.outcomeOf("old");
        fixture.deadLetterOf("old");
        CommandCall again = redrive("--command", "old");

        assertEquals(OutcomeStatus.REJECTED, rejected.status());
        assertEquals(2, rejected.run());
        assertEquals(ReasonCode.IN_DOUBT, Objects.requireNonNull(rejected.error()).code());
        assertEquals(1, again.status(), again::toString);
        assertTrue(again.out().contains("is forgotten"), again::toString);
        assertEquals(0, messages("forgotten"));
    }

    @Test
    void anotherMessageUnderItsKeyDoesNotHideWhatCanBeRedriven() {
        fail("hidden", 1);
        fixture.produce(text("hidden", "quite another text"));
        fixture.outcomeOf("hidden", OutcomeStatus.REJECTED);

        CommandCall redriven = redrive("--command", "hidden");

        assertEquals(1, redriven.status(), redriven::toString);
        assertTrue(redriven.out().contains("1 redriven, 0 skipped"), redriven::toString);
        assertTrue(redriven.out().contains("belongs to another message"), redriven::toString);
        assertEquals(2, fixture.outcomeOf("hidden", OutcomeStatus.SENT).run());
        assertEquals(1, messages("hidden"));
    }

    /** SIGTERM goes the way of Ctrl-C, and reaches a JVM whose parents ignore SIGINT. */
    @Test
    @Timeout(60)
    void stoppedItTellsWhatIsLeftAndFails() throws Exception {
        for (int i = 0; i < 3; i++) {
            fail("stopped-" + i, 1);
        }
        Process redrive =
                begin("--command", "stopped-0,stopped-1,stopped-2", "--rate", "0.05", "--json");
        try (BufferedReader output = redrive.inputReader(UTF_8)) {
            String first = output.readLine();
            new ProcessBuilder("kill", "-TERM", Long.toString(redrive.pid())).start().waitFor();
            List<String> rest = output.lines().toList();

            assertTrue(redrive.waitFor(20, TimeUnit.SECONDS), "it ends");
            assertEquals(1, redrive.exitValue(), rest::toString);
            assertTrue(String.valueOf(first).contains("\"action\":\"redriven\""), first);
            assertEquals(3, rest.size(), rest::toString);
            assertTrue(rest.get(0).contains("stopped before it was its turn"), rest::toString);
            assertTrue(rest.get(2).contains("\"redriven\":1,\"skipped\":2"), rest::toString);
        } finally {
            redrive.destroyForcibly();
        }
        CommandCall again = redrive("--command", "stopped-0,stopped-1,stopped-2");
        assertTrue(again.out().contains("2 redriven, 1 skipped"), again::toString);
    }

    @Test
    void manyAreSelectedByCodeInTheirOrderAtTheRateAndWithTotals() {
        for (int i = 0; i < 4; i++) {
            fixture.wawp.faults().add(sends("many-" + i).first(1).then(notSent()).unrecorded());
            fixture.produceKeyed(
                    "4790000301",
                    text("many-" + i, WorkerFixture.INSTANCE, "4790000301", "many-" + i, ""));
        }
        fixture.produce("{\"nonsense-of-many\":1}");
        for (int i = 0; i < 4; i++) {
            fixture.deadLetterOf("many-" + i);
        }
        String ids = "many-0,many-1,many-2,many-3";

        CommandCall limited =
                redrive("--command", ids, "--code", "wawp_rejected", "--limit", "2", "--rate", "0");
        assertEquals(0, limited.status(), limited::toString);
        assertTrue(limited.err().contains("--limit leaves 2 more"), limited::toString);
        fixture.outcomeOf("many-1", OutcomeStatus.SENT);
        CommandCall rest = redrive("--command", ids, "--since", "1h", "--json");

        assertEquals(1, rest.status(), "two were redriven before");
        List<String> lines = rest.out().lines().toList();
        assertEquals(5, lines.size(), rest::toString);
        assertTrue(lines.getFirst().contains("\"reason\":\"later_run\""), rest::toString);
        assertTrue(
                lines.getLast()
                        .contains("\"byCode\":{\"wawp_rejected\":{\"redriven\":2,\"skipped\":2}}"),
                rest::toString);
        fixture.outcomeOf("many-3", OutcomeStatus.SENT);
        assertEquals(
                List.of("many-0", "many-1", "many-2", "many-3"),
                fixture.wawp.messages(WorkerFixture.INSTANCE, "4790000301").stream()
                        .map(message -> message.body())
                        .toList());
        CommandCall elsewhere = redrive("--command", ids, "--instance", "999999999999");
        assertEquals(0, elsewhere.status(), elsewhere::toString);
        assertTrue(elsewhere.err().contains("No dead letter"), elsewhere::toString);
    }

    @Test
    void withoutASelectionAndWithOneThatIsNoneNothingIsDone() {
        CommandCall nothing = redrive();
        CommandCall unknown = redrive("--code", "wawp_rejectet");
        CommandCall never = redrive("--since", "yesterday");

        assertEquals(2, nothing.status());
        assertTrue(nothing.err().contains("--all"), nothing::toString);
        assertEquals(2, unknown.status());
        assertTrue(unknown.err().contains("wawp_rejected"), unknown::toString);
        assertEquals(2, never.status());
        assertTrue(never.err().contains("2026-11-22T09:00:00Z"), never::toString);
    }

    @Test
    void whatWasRejectedBeforeItWasJournaledIsSentOnceItsLimitIsWider() throws Exception {
        try (var narrow = new WorkerFixture(1).set("WAWP_MAX_TEXT_LENGTH", "10")) {
            Worker worker = narrow.start();
            narrow.produce(text("wide", "longer than ten"));
            narrow.produce(text("sent-otherwise", "also longer than ten"));
            assertEquals(OutcomeStatus.REJECTED, narrow.outcomeOf("wide").status());
            narrow.outcomeOf("sent-otherwise");
            CommandCall early = CommandCall.of(narrow.environment(), "redrive", "--all");
            assertEquals(1, early.status(), early::toString);
            assertTrue(early.out().contains("would be rejected again: text_too_long"), early::out);
            worker.close();
            narrow.set("WAWP_MAX_TEXT_LENGTH", "100");
            narrow.start();
            narrow.produce(text("sent-otherwise", "also longer than ten"));
            narrow.outcomeOf("sent-otherwise", OutcomeStatus.SENT);

            CommandCall now = CommandCall.of(narrow.environment(), "redrive", "--all");

            assertEquals(1, now.status(), now::toString);
            assertTrue(now.out().contains("1 redriven, 1 skipped"), now::toString);
            assertTrue(now.out().contains("another record with its idempotencyKey"), now::toString);
            assertEquals(2, narrow.outcomeOf("wide", OutcomeStatus.SENT).run());
            CommandCall again = CommandCall.of(narrow.environment(), "redrive", "--all");
            assertTrue(again.out().contains("0 redriven, 2 skipped"), again::toString);
            assertEquals(2, narrow.wawp.calls().sends().size());
        }
    }

    /** Produces a command that Wawp refuses so many times, and waits for its dead letter. */
    private static void fail(String id, int times) {
        fixture.wawp.faults().add(sends(id).first(times).then(notSent()).unrecorded());
        fixture.produce(text(id, "this is " + id));
        assertEquals(OutcomeStatus.FAILED, fixture.outcomeOf(id).status());
        assertFalse(fixture.deadLetterOf(id).value().length == 0);
    }

    private static FaultRule sends(String text) {
        return FaultRule.sends().finding("\\b" + text + "$");
    }

    private static FaultAction notSent() {
        return Answers.wordpress(400, "not_sent", "This message didn't send");
    }

    /** What an operator who knows nothing of the outcomes would write. */
    private static ProducerRecord<byte[], byte[]> nextRunOf(String id, int run) {
        DeadLetter letter = DeadLetter.parse(fixture.deadLetterOf(id)).orElseThrow();
        return RunHeaders.record(letter.source().topic(), letter.original(), Run.later(run));
    }

    private static ProducerRecord<byte[], byte[]> laterRun(String command) {
        var read =
                new ConsumerRecord<byte[], byte[]>("t", 0, 0, new byte[0], command.getBytes(UTF_8));
        return RunHeaders.record(
                fixture.topics.commands().getFirst(),
                DispatchRecord.originalOf(read),
                Run.later(2));
    }

    /** In a process of its own. */
    private static Process begin(String... options) throws IOException {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-cp", System.getProperty("java.class.path")));
        line.addAll(List.of("io.wawp.dispatcher.cli.Main", "redrive"));
        line.addAll(List.of(options));
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(fixture.environment());
        return builder.start();
    }

    private static CommandCall redrive(String... options) {
        var arguments = new ArrayList<>(List.of("redrive"));
        arguments.addAll(List.of(options));
        return CommandCall.of(fixture.environment(), arguments.toArray(String[]::new));
    }

    private static long messages(String text) {
        return fixture.wawp.messages(WorkerFixture.INSTANCE, CHAT).stream()
                .filter(message -> message.body().endsWith(text))
                .count();
    }
}
