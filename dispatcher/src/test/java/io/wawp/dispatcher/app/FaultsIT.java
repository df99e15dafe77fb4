package io.wawp.dispatcher.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.app.FaultRow.Expected;
import io.wawp.dispatcher.app.FaultRun.Seen;
import io.wawp.sandbox.wawp.Answers;
import io.wawp.sandbox.wawp.Call;
import io.wawp.sandbox.wawp.FaultAction;
import io.wawp.sandbox.wawp.FaultRule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that goes wrong goes wrong at once, for one worker a policy, before the first test;
 * each test then looks at what came of its row, with the worker stopped so that nothing follows.
 */
class FaultsIT {
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "WAWP_REQUEST_TIMEOUT", "PT2S",
                    "DISPATCHER_RECONCILE_SETTLE", "PT2S",
                    "DISPATCHER_RECONCILE_DEADLINE", "PT8S",
                    "DISPATCHER_RETRY_MAX_ELAPSED", "PT12S");

    private static final List<FaultRow> SUCCESSES = FaultRows.successes();
    private static final List<FaultRow> REFUSALS = FaultRows.refusals();
    private static final List<FaultRow> UNCLEAR = FaultRows.unclear();
    private static final List<FaultRow> WIRE = FaultRows.wire();
    private static final List<FaultRow> NOT_SENT = FaultRows.notSent();
    private static final List<FaultRow> NUMBER_TROUBLE = FaultRows.numberTrouble();
    private static final List<FaultRow> POLICY_UNRESOLVED = FaultRows.underThePolicyUnresolved();

    private static final Map<FaultRow, Seen> SEEN = new HashMap<>();
    private static @Nullable Seen unharmed;

    @BeforeAll
    static void letEverythingGoWrong(@TempDir Path one, @TempDir Path two) throws Exception {
        var resend = new ArrayList<FaultRow>();
        for (List<FaultRow> rows :
                List.of(SUCCESSES, REFUSALS, UNCLEAR, WIRE, NOT_SENT, NUMBER_TROUBLE)) {
            resend.addAll(rows);
        }
        Map<String, String> unresolved = new HashMap<>(SETTINGS);
        unresolved.put("DISPATCHER_IN_DOUBT", "unresolved");
        try (var first = new FaultRun(one, SETTINGS, resend);
                var second = new FaultRun(two, unresolved, POLICY_UNRESOLVED)) {
            SEEN.putAll(second.end());
            SEEN.putAll(first.end());
            unharmed = first.unharmed();
        }
    }

    static List<FaultRow> successes() {
        return SUCCESSES;
    }

    static List<FaultRow> refusals() {
        return REFUSALS;
    }

    static List<FaultRow> unclear() {
        return UNCLEAR;
    }

    static List<FaultRow> wire() {
        return WIRE;
    }

    static List<FaultRow> notSent() {
        return NOT_SENT;
    }

    static List<FaultRow> numberTrouble() {
        return NUMBER_TROUBLE;
    }

    static List<FaultRow> policyUnresolved() {
        return POLICY_UNRESOLVED;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("successes")
    void aSuccessInWhateverShapeIsSentOnce(FaultRow row) {
        assertEndsAsExpected(row);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void aRefusedMessageFailsAndItsBytesAreKept(FaultRow row) {
        assertEndsAsExpected(row);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unclear")
    void anUnclearAnswerIsSettledInTheChat(FaultRow row) {
        assertEndsAsExpected(row);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wire")
    void aBrokenConnectionIsSettledInTheChat(FaultRow row) {
        assertEndsAsExpected(row);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notSent")
    void whatWasCertainlyNotSentIsSentLater(FaultRow row) {
        assertEndsAsExpected(row);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("numberTrouble")
    void aNumberThatCannotSendIsPausedAndKeepsItsCommands(FaultRow row) {
        assertEndsAsExpected(row);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policyUnresolved")
    void underThePolicyUnresolvedNothingThatMayHaveBeenSentIsSentAgain(FaultRow row) {
        assertEndsAsExpected(row);
    }

    @Test
    void anotherChatOfTheSameNumberWaitsForNoneOfIt() {
        Seen unharmed = Objects.requireNonNull(FaultsIT.unharmed);
        assertEquals(List.of(OutcomeStatus.ACCEPTED, OutcomeStatus.SENT), statuses(unharmed));
        assertEquals(1, unharmed.sends().size());
        // each of these held its own chat for ten seconds and more
        for (FaultRow row :
                List.of(
                        rowOf("503 without end"),
                        rowOf("empty 2xx of a message that never shows up"))) {
            Instant held = seen(row).outcomes().getLast().at();
            assertTrue(unharmed.outcomes().getLast().at().isBefore(held), row::toString);
        }
    }

    @Test
    void aTimeToWaitIsHonoured() {
        for (FaultRow row : NOT_SENT) {
            if (row.label().contains("Retry-After")) {
                List<Call> sends = seen(row).sends();
                long gap = sends.get(1).arrivedNanos() - sends.get(0).arrivedNanos();
                assertTrue(gap >= Duration.ofSeconds(2).toNanos(), row + ": " + gap);
            }
        }
    }

    @Test
    void aDateToWaitForIsHonoured() throws Exception {
        try (var fixture = new WorkerFixture()) {
            fixture.start();
            Instant date = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(4);
            fixture.wawp.faults().add(FaultRow.first(Answers.plain(429, date)));

            fixture.produce(WorkerFixture.text("c-1", "Later"));

            assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("c-1").status());
            List<Call> sends = fixture.wawp.calls().sends();
            assertEquals(2, sends.size());
            assertFalse(sends.get(1).arrivedAt().isBefore(date), "sent again before " + date);
        }
    }

    @Test
    void whileWawpIsAwayCommandsWaitAndUseUpNoAttempt() throws Exception {
        try (var fixture = new WorkerFixture()) {
            Worker worker = fixture.start();
            fixture.wawp.goAway();
            fixture.produceKeyed("a", WorkerFixture.text("c-1", "One"));
            fixture.produceKeyed("a", WorkerFixture.text("c-2", "Two"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            WorkerFixture.admin(worker, "/metrics")
                                    .body()
                                    .contains("wawp_retries_total{code=\"wawp_unreachable\"}"));
            fixture.wawp.comeBack();

            for (String command : List.of("c-1", "c-2")) {
                Outcome sent = fixture.outcomeOf(command);
                assertEquals(OutcomeStatus.SENT, sent.status());
                assertEquals(1, sent.attempts());
            }
            assertEquals(
                    List.of("One", "Two"),
                    fixture.wawp.calls().sends().stream().map(Call::text).toList());
        }
    }

    @Test
    void theSameTextSentBeforeIsNotTakenForTheOneInDoubt() throws Exception {
        try (var fixture = new WorkerFixture()) {
            fixture.wawp.faults().add(FaultRule.sends().nth(2).then(FaultAction.reset()));
            fixture.start();
            fixture.produceKeyed("a", WorkerFixture.text("c-1", "Your code is 1234"));
            fixture.produceKeyed("a", WorkerFixture.text("c-2", "Your code is 1234"));

            Outcome first = fixture.outcomeOf("c-1");
            Outcome second = fixture.outcomeOf("c-2");

            assertEquals(OutcomeStatus.SENT, second.status());
            assertEquals(2, second.attempts());
            assertFalse(second.reconciled());
            assertFalse(Objects.equals(first.messageId(), second.messageId()));
            assertEquals(
                    2, fixture.wawp.messages(WorkerFixture.INSTANCE, WorkerFixture.CHAT).size());
        }
    }

    // ----

    private static void assertEndsAsExpected(FaultRow row) {
        Seen seen = seen(row);
        Expected expected = row.expected();
        assertEquals(
                List.of(OutcomeStatus.ACCEPTED, expected.status()), statuses(seen), seen::toString);
        Outcome end = seen.outcomes().getLast();
        ReasonCode code = end.error() == null ? null : end.error().code();
        assertEquals(expected.code(), code, seen::toString);
        assertEquals(expected.reconciled(), end.reconciled(), seen::toString);
        if (expected.sends() == FaultRow.MANY) {
            assertTrue(seen.sends().size() > 1, seen::toString);
            assertEquals(seen.sends().size(), end.attempts(), seen::toString);
        } else {
            assertEquals(expected.sends(), seen.sends().size(), seen::toString);
            assertEquals(expected.attempts(), end.attempts(), seen::toString);
        }
        assertEquals(expected.copies(), seen.copies().size(), seen::toString);
        assertNamed(seen, expected, end);
        assertOneKey(seen);
        assertPaused(row, seen);
        assertDeadLetter(seen, expected, end);
    }

    private static void assertNamed(Seen seen, Expected expected, Outcome end) {
        MessageId id = end.messageId();
        if (!expected.named()) {
            assertNull(id, seen::toString);
            return;
        }
        assertNotNull(id, seen::toString);
        assertEquals(
                new MessageId(seen.copies().getFirst().id()).bare(), id.bare(), seen::toString);
    }

    private static void assertOneKey(Seen seen) {
        Set<String> keys =
                seen.sends().stream()
                        .map(call -> call.idempotencyKey().orElse("none"))
                        .collect(Collectors.toSet());
        assertEquals(Set.of(seen.commandId()), keys);
    }

    private static void assertPaused(FaultRow row, Seen seen) {
        if (!row.ownInstance()) {
            assertEquals(List.of(), seen.events(), "the number was paused for one chat's trouble");
            return;
        }
        ReasonCode why = row.expected().pausedFor();
        List<InstanceEvent.State> expected =
                why == null
                        ? List.of()
                        : List.of(InstanceEvent.State.PAUSED, InstanceEvent.State.RESUMED);
        assertEquals(
                expected,
                seen.events().stream().map(InstanceEvent::state).toList(),
                seen::toString);
        if (why != null) {
            assertEquals(why, seen.events().getFirst().code(), seen::toString);
        }
    }

    private static void assertDeadLetter(Seen seen, Expected expected, Outcome end) {
        if (expected.status() != OutcomeStatus.FAILED) {
            assertEquals(0, seen.deadLetters().size(), seen::toString);
            return;
        }
        assertEquals(1, seen.deadLetters().size(), seen::toString);
        var letter = seen.deadLetters().getFirst();
        OutcomeError error = Objects.requireNonNull(end.error());
        assertArrayEquals(seen.command().getBytes(UTF_8), letter.value());
        assertEquals(seen.sends().getFirst().chatId(), new String(letter.key(), UTF_8) + "@c.us");
        assertEquals(seen.commandId(), WorkerFixture.header(letter, FaultRun.HEADER));
        assertEquals(error.code().wire(), WorkerFixture.header(letter, "wawp-reason-code"));
        assertEquals(
                Integer.toString(end.attempts()), WorkerFixture.header(letter, "wawp-attempts"));
        assertEquals(
                end.source().topic(), WorkerFixture.header(letter, "kafka_dlt-original-topic"));
    }

    private static FaultRow rowOf(String label) {
        return SEEN.keySet().stream()
                .filter(row -> row.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static Seen seen(FaultRow row) {
        return Objects.requireNonNull(SEEN.get(row));
    }

    private static List<OutcomeStatus> statuses(Seen seen) {
        return seen.outcomes().stream().map(Outcome::status).toList();
    }
}
