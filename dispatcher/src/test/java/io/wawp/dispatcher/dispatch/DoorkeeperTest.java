package io.wawp.dispatcher.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.json.CommandDecoder;
import io.wawp.common.json.CommandLimits;
import io.wawp.common.json.Decoding;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.Admission.Arrival;
import io.wawp.dispatcher.model.Admission.Verdict;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.Claims;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.Resolution;
import io.wawp.dispatcher.model.Run;
import io.wawp.dispatcher.model.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoorkeeperTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Doorkeeper doorkeeper = new Doorkeeper(DispatchSettings.DEFAULT);

    @Test
    void admitsANewCommandAndAcceptsIt() {
        Verdict.Admit admitted = admit(arrival("c-1", "hello", 0, Run.FIRST, ""));

        assertEquals("c-1", admitted.entry().commandId().value());
        assertInstanceOf(CommandState.Admitted.class, admitted.entry().state());
        assertEquals(OutcomeStatus.ACCEPTED, told(admitted.publications()).status());
    }

    @Test
    void theSameMessageAgainIsADuplicateThatNamesTheFirstAndItsStatus() {
        CommandEntry known = admit(arrival("c-1", "hello", 0, Run.FIRST, "")).entry();

        Outcome told =
                told(
                        turnedAway(
                                arrival(
                                        "c-2",
                                        "hello",
                                        1,
                                        Run.FIRST,
                                        ",\"idempotencyKey\":\"c-1\""),
                                known));

        assertEquals(OutcomeStatus.DUPLICATE, told.status());
        assertEquals(known.commandId(), told.duplicateOf());
        assertEquals(OutcomeStatus.ACCEPTED, told.duplicateStatus());
    }

    @Test
    void anotherMessageUnderTheSameKeyIsRejectedAndDeadLettered() {
        CommandEntry known = admit(arrival("c-1", "hello", 0, Run.FIRST, "")).entry();

        List<Publication> told = turnedAway(arrival("c-1", "good bye", 1, Run.FIRST, ""), known);

        Outcome outcome = told(told);
        assertEquals(OutcomeStatus.REJECTED, outcome.status());
        assertEquals(
                ReasonCode.IDEMPOTENCY_KEY_REUSED, Objects.requireNonNull(outcome.error()).code());
        assertInstanceOf(Publication.OfDeadLetter.class, told.getLast());
    }

    @Test
    void theVeryRecordReadAgainIsAReplay() {
        CommandEntry known = admit(arrival("c-1", "hello", 7, Run.FIRST, "")).entry();

        assertInstanceOf(
                Verdict.Replay.class,
                doorkeeper.judge(arrival("c-1", "hello", 7, Run.FIRST, ""), known));
    }

    /** What is known of run 1, and what becomes of a record that asks for another. */
    @ParameterizedTest
    @CsvSource(
            useHeadersInDisplayName = true,
            delimiter = '|',
            textBlock =
                    """
                    known           | unclear | run | resolution | verdict
                    FAILED          | 0       | 2   |            | ADMITTED
                    FAILED          | 0       | 3   |            | ADMITTED
                    EXPIRED         | 0       | 2   |            | ADMITTED
                    CANCELLED       | 0       | 2   |            | ADMITTED
                    REJECTED        | 0       | 2   |            | ADMITTED
                    FAILED          | 0       | 1   |            | DUPLICATE
                    FAILED          | 0       | 2   | sent       | DUPLICATE
                    FAILED          | 0       | 2   | not-sent   | DUPLICATE
                    EXPIRED         | 0       | 2   | sent       | DUPLICATE
                    REJECTED        | 0       | 2   | not-sent   | DUPLICATE
                    CANCELLED       | 0       | 2   | sent       | DUPLICATE
                    UNRESOLVED      | 0       | 1   |            | DUPLICATE
                    UNRESOLVED      | 0       | 2   |            | DUPLICATE
                    UNRESOLVED      | 0       | 3   |            | DUPLICATE
                    UNRESOLVED      | 0       | 2   | sent       | SETTLED
                    UNRESOLVED      | 0       | 2   | not-sent   | ADMITTED
                    UNRESOLVED      | 0       | 3   | sent       | DUPLICATE
                    UNRESOLVED      | 0       | 3   | not-sent   | DUPLICATE
                    UNRESOLVED      | 2       | 2   | sent       | SETTLED
                    FAILED          | 1       | 2   |            | DUPLICATE
                    FAILED          | 1       | 2   | sent       | SETTLED
                    FAILED          | 1       | 2   | not-sent   | ADMITTED
                    EXPIRED         | 1       | 2   |            | DUPLICATE
                    EXPIRED         | 1       | 2   | sent       | SETTLED
                    EXPIRED         | 1       | 2   | not-sent   | ADMITTED
                    EXPIRED         | 1       | 3   | not-sent   | DUPLICATE
                    CANCELLED       | 1       | 2   | not-sent   | ADMITTED
                    ADMITTED        | 0       | 2   |            | DUPLICATE
                    ADMITTED        | 0       | 2   | sent       | DUPLICATE
                    ADMITTED        | 0       | 2   | not-sent   | DUPLICATE
                    WAITING         | 1       | 2   |            | DUPLICATE
                    WAITING         | 1       | 2   | not-sent   | DUPLICATE
                    SENDING         | 0       | 2   |            | DUPLICATE
                    SENDING         | 1       | 2   | sent       | DUPLICATE
                    ACCEPTED        | 0       | 2   |            | DUPLICATE
                    ACCEPTED        | 0       | 2   | not-sent   | DUPLICATE
                    SENT            | 0       | 1   |            | DUPLICATE
                    SENT            | 0       | 2   |            | DUPLICATE
                    SENT            | 1       | 2   | sent       | DUPLICATE
                    SENT            | 1       | 2   | not-sent   | DUPLICATE
                    NOTHING         | 0       | 1   |            | ADMITTED
                    NOTHING         | 0       | 2   |            | FORGOTTEN
                    NOTHING         | 0       | 9   |            | FORGOTTEN
                    NOTHING         | 0       | 2   | sent       | FORGOTTEN
                    NOTHING         | 0       | 2   | not-sent   | FORGOTTEN
                    """)
    void aRunIsLetInOnTheGroundOfWhatIsJournaledOfTheOneBefore(
            String known, int unclear, int number, @Nullable String resolution, String verdict) {
        Arrival first = arrival("c-1", "hello", 0, Run.FIRST);
        CommandEntry entry =
                known.equals("NOTHING") ? null : inState(admit(first).entry(), known, unclear);
        Run run = run(number, resolution);

        assertEquals(verdict, read(doorkeeper.judge(arrival("c-1", "hello", 9, run), entry)));
    }

    /** The same of run 1 again or of run 3, where run 2 is known. */
    @ParameterizedTest
    @CsvSource(
            useHeadersInDisplayName = true,
            delimiter = '|',
            textBlock =
                    """
                    known           | unclear | run | resolution | verdict
                    FAILED          | 0       | 1   |            | DUPLICATE
                    FAILED          | 0       | 2   |            | DUPLICATE
                    FAILED          | 0       | 3   |            | ADMITTED
                    FAILED          | 0       | 4   |            | ADMITTED
                    UNRESOLVED      | 0       | 2   | sent       | DUPLICATE
                    UNRESOLVED      | 0       | 3   | sent       | SETTLED
                    UNRESOLVED      | 0       | 3   | not-sent   | ADMITTED
                    UNRESOLVED      | 0       | 4   | not-sent   | DUPLICATE
                    SENT            | 0       | 1   |            | DUPLICATE
                    SENT            | 0       | 3   |            | DUPLICATE
                    """)
    void aThirdRunIsJudgedByTheSecond(
            String known, int unclear, int number, @Nullable String resolution, String verdict) {
        CommandEntry failed =
                inState(admit(arrival("c-1", "hello", 0, Run.FIRST)).entry(), "FAILED", 0);
        CommandEntry second =
                assertInstanceOf(
                                Verdict.Admit.class,
                                doorkeeper.judge(arrival("c-1", "hello", 1, Run.later(2)), failed))
                        .entry();
        Run run = run(number, resolution);

        Verdict judged =
                doorkeeper.judge(arrival("c-1", "hello", 9, run), inState(second, known, unclear));

        assertEquals(verdict, read(judged));
    }

    @Test
    void aCommandOfWhichNoRunWasEverJournaledIsLetInByTheToolsWord() {
        Run run = new Run(2, true, null);

        CommandEntry entry = admit(arrival("c-1", "hello", 9, run)).entry();

        assertEquals(2, entry.run());
        assertEquals(List.of(), entry.earlier());
    }

    @Test
    void theToolsWordIsWorthNothingAgainstWhatIsJournaled() {
        CommandEntry sent =
                inState(admit(arrival("c-1", "hello", 0, Run.FIRST)).entry(), "SENT", 0);

        Verdict verdict =
                doorkeeper.judge(arrival("c-1", "hello", 9, new Run(2, true, null)), sent);

        assertEquals("DUPLICATE", read(verdict));
    }

    @Test
    void aResolutionNeedsWhatItResolves() {
        Run run = new Run(2, true, Resolution.NOT_SENT);

        assertEquals("FORGOTTEN", read(doorkeeper.judge(arrival("c-1", "hello", 9, run), null)));
    }

    @Test
    void aForgottenRunIsRejectedAndDeadLetteredAsOneThatCannotBeRedriven() {
        Verdict verdict = doorkeeper.judge(arrival("c-1", "hello", 9, Run.later(2)), null);

        List<Publication> told = assertInstanceOf(Verdict.TurnAway.class, verdict).publications();
        Outcome outcome = told(told);
        assertEquals(2, outcome.run());
        OutcomeError error = Objects.requireNonNull(outcome.error());
        assertEquals(ReasonCode.IN_DOUBT, error.code());
        assertTrue(error.message().contains("idempotencyKey of its own"), error.message());
        var letter = assertInstanceOf(Publication.OfDeadLetter.class, told.getLast());
        assertFalse(letter.unjournaled());
    }

    @Test
    void whatIsResolvedAsSentIsSentAtOnceAndRememberedAsALaterRun() {
        CommandEntry known =
                inState(admit(arrival("c-1", "hello", 0, Run.FIRST)).entry(), "UNRESOLVED", 0);

        var settled =
                assertInstanceOf(
                        Verdict.Settle.class,
                        doorkeeper.judge(arrival("c-1", "hello", 9, run(2, "sent")), known));

        var state = assertInstanceOf(CommandState.Sent.class, settled.entry().state());
        assertTrue(state.isFinal(), "nobody follows it");
        assertNull(settled.entry().original());
        assertEquals(NOW.plus(Duration.ofDays(14)), settled.entry().forgetAfter());
        assertEquals(1, settled.publications().size());
        Outcome told = told(settled.publications());
        assertEquals(OutcomeStatus.SENT, told.status());
        assertEquals(2, told.run());
        assertEquals(0, told.attempts());
        assertNull(told.messageId());
        assertTrue(told.reconciled());
    }

    @Test
    void recordsOfEveryRunAreReplaysWhenTheyAreReadAgain() {
        CommandEntry entry = admit(arrival("c-1", "hello", 0, Run.FIRST)).entry();
        for (int number = 2; number <= 5; number++) {
            entry =
                    assertInstanceOf(
                                    Verdict.Admit.class,
                                    doorkeeper.judge(
                                            arrival("c-1", "hello", number, Run.later(number)),
                                            inState(entry, "FAILED", 0)))
                            .entry();
        }

        assertEquals(
                "REPLAY", read(doorkeeper.judge(arrival("c-1", "hello", 0, Run.FIRST), entry)));
        for (int number = 2; number <= 5; number++) {
            Arrival again = arrival("c-1", "hello", number, Run.later(number));
            assertEquals("REPLAY", read(doorkeeper.judge(again, entry)));
        }
    }

    @Test
    void runsThatAreRememberedAreBounded() {
        CommandEntry entry = admit(arrival("c-1", "hello", 0, Run.FIRST)).entry();
        for (int number = 2; number <= 100; number++) {
            entry =
                    assertInstanceOf(
                                    Verdict.Admit.class,
                                    doorkeeper.judge(
                                            arrival("c-1", "hello", number, Run.later(number)),
                                            inState(entry, "FAILED", 0)))
                            .entry();
        }

        assertEquals(16, entry.earlier().size());
        assertEquals(99, entry.earlier().getLast().number());
    }

    @Test
    void onlyWhatMayHaveBeenSentKeepsItsOriginalWhenItHasEnded() {
        CommandEntry entry = admit(arrival("c-1", "hello", 0, Run.FIRST)).entry();

        assertNotNull(inState(entry, "UNRESOLVED", 0).original());
        assertNotNull(inState(entry, "EXPIRED", 1).original());
        assertNull(inState(entry, "EXPIRED", 0).original());
        assertNull(inState(entry, "FAILED", 0).original());
    }

    @ParameterizedTest
    @CsvSource({
        // record's time, notBefore, expected expiry
        "2026-11-22T09:00:00Z, , 2026-11-23T09:00:00Z",
        "2026-11-22T11:00:00Z, , 2026-11-23T10:00:00Z",
        ", , 2026-11-23T10:00:00Z",
        "2026-11-22T09:00:00Z, 2026-11-24T00:00:00Z, 2026-11-25T00:00:00Z",
        "2026-11-22T09:00:00Z, 2026-11-20T00:00:00Z, 2026-11-23T09:00:00Z"
    })
    void aCommandThatNamesNoExpiryLivesADayFromTheLaterOfItsRecordAndNotBefore(
            Instant written, String notBefore, Instant expected) {
        String more = notBefore == null ? "" : ",\"notBefore\":\"" + notBefore + "\"";

        Arrival arrival = arrival("c-1", "hello", 0, Run.FIRST, more, written);

        assertEquals(expected, admit(arrival).entry().expiresAt());
    }

    @Test
    void anEventToldTwiceHasTheSameIdAndTwoEventsHaveTwo() {
        Outcome one = told(admit(arrival("c-1", "hello", 0, Run.FIRST, "")).publications());
        Outcome again = told(admit(arrival("c-1", "hello", 0, Run.FIRST, "")).publications());
        Outcome other = told(admit(arrival("c-1", "hello", 1, Run.FIRST, "")).publications());

        assertEquals(one.eventId(), again.eventId());
        assertNotEquals(one.eventId(), other.eventId());
    }

    private static CommandEntry inState(CommandEntry entry, String state, int unclear) {
        var attempts = new Attempts(unclear + 1, unclear, NOW);
        Instant later = NOW.plus(Duration.ofDays(1));
        var error = OutcomeError.of(ReasonCode.ATTEMPTS_EXHAUSTED, "given up");
        return switch (state) {
            case "ADMITTED" -> entry;
            case "WAITING" -> entry.open(new CommandState.Waiting(attempts, NOW, error));
            case "SENDING" ->
                    entry.open(new CommandState.Sending(attempts, NOW, later, Claims.NONE));
            case "ACCEPTED" -> entry.open(new CommandState.Accepted(attempts, NOW, Claims.NONE));
            case "SENT" -> entry.ended(new CommandState.Sent(attempts, null, 0, NOW, true), later);
            default ->
                    entry.ended(
                            new CommandState.Ended(
                                    attempts, OutcomeStatus.valueOf(state), error, NOW),
                            later);
        };
    }

    private static Run run(int number, @Nullable String resolution) {
        if (number == 1) {
            return Run.FIRST;
        }
        return new Run(
                number, false, resolution == null ? null : Resolution.of(resolution).orElseThrow());
    }

    private static String read(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Admit _ -> "ADMITTED";
            case Verdict.Settle _ -> "SETTLED";
            case Verdict.Replay _ -> "REPLAY";
            case Verdict.TurnAway(List<Publication> publications) -> {
                Outcome outcome = told(publications);
                yield outcome.status() == OutcomeStatus.REJECTED
                        ? "FORGOTTEN"
                        : outcome.status().name();
            }
        };
    }

    private Verdict.Admit admit(Arrival arrival) {
        return assertInstanceOf(Verdict.Admit.class, doorkeeper.judge(arrival, null));
    }

    private List<Publication> turnedAway(Arrival arrival, CommandEntry known) {
        return assertInstanceOf(Verdict.TurnAway.class, doorkeeper.judge(arrival, known))
                .publications();
    }

    private static Outcome told(List<Publication> publications) {
        return assertInstanceOf(Publication.OfOutcome.class, publications.getFirst()).outcome();
    }

    private static Arrival arrival(String id, String text, long offset, Run run) {
        return arrival(id, text, offset, run, "");
    }

    private static Arrival arrival(String id, String text, long offset, Run run, String more) {
        return arrival(id, text, offset, run, more, NOW.minusSeconds(1));
    }

    private static Arrival arrival(
            String id, String text, long offset, Run run, String more, @Nullable Instant written) {
        byte[] value =
                """
                {"commandId":"%s","instanceId":"inst1","chatId":"447441429009",
                 "content":{"type":"text","message":"%s"}%s}\
                """
                        .formatted(id, text, more)
                        .getBytes(UTF_8);
        var decoded =
                assertInstanceOf(
                        Decoding.Valid.class,
                        new CommandDecoder(CommandLimits.DEFAULTS).decode(value, NOW));
        return new Arrival(
                decoded.command(),
                new Source("wawp.commands", 0, offset),
                new Original(
                        new byte[] {1},
                        value,
                        List.of(),
                        written == null ? -1 : written.toEpochMilli()),
                run,
                Trace.NONE,
                offset,
                NOW);
    }
}
