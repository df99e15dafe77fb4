package io.wawp.dispatcher.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

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
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DoorkeeperTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Doorkeeper doorkeeper = new Doorkeeper();

    @Test
    void admitsANewCommandAndAcceptsIt() {
        Verdict.Admit admitted = admit(arrival("c-1", "hello", 0, 1, ""));

        assertEquals("c-1", admitted.entry().commandId().value());
        assertInstanceOf(CommandState.Admitted.class, admitted.entry().state());
        assertEquals(OutcomeStatus.ACCEPTED, told(admitted.publications()).status());
    }

    @Test
    void theSameMessageAgainIsADuplicateThatNamesTheFirstAndItsStatus() {
        CommandEntry known = admit(arrival("c-1", "hello", 0, 1, "")).entry();

        Outcome told =
                told(
                        turnedAway(
                                arrival("c-2", "hello", 1, 1, ",\"idempotencyKey\":\"c-1\""),
                                known));

        assertEquals(OutcomeStatus.DUPLICATE, told.status());
        assertEquals(known.commandId(), told.duplicateOf());
        assertEquals(OutcomeStatus.ACCEPTED, told.duplicateStatus());
    }

    @Test
    void anotherMessageUnderTheSameKeyIsRejectedAndDeadLettered() {
        CommandEntry known = admit(arrival("c-1", "hello", 0, 1, "")).entry();

        List<Publication> told = turnedAway(arrival("c-1", "good bye", 1, 1, ""), known);

        Outcome outcome = told(told);
        assertEquals(OutcomeStatus.REJECTED, outcome.status());
        assertEquals(
                ReasonCode.IDEMPOTENCY_KEY_REUSED,
                java.util.Objects.requireNonNull(outcome.error()).code());
        assertInstanceOf(Publication.OfDeadLetter.class, told.getLast());
    }

    @Test
    void theVeryRecordReadAgainIsAReplay() {
        CommandEntry known = admit(arrival("c-1", "hello", 7, 1, "")).entry();

        assertInstanceOf(
                Verdict.Replay.class, doorkeeper.judge(arrival("c-1", "hello", 7, 1, ""), known));
    }

    @ParameterizedTest
    @EnumSource(
            value = OutcomeStatus.class,
            names = {"FAILED", "EXPIRED", "CANCELLED", "REJECTED"})
    void aLaterRunIsAdmittedAfterOneThatWasCertainlyNotSent(OutcomeStatus status) {
        CommandEntry known = ended(status, new Attempts(2, 0, NOW));

        Verdict verdict = doorkeeper.judge(arrival("c-1", "hello", 9, 2, ""), known);

        assertEquals(2, assertInstanceOf(Verdict.Admit.class, verdict).entry().run());
    }

    @ParameterizedTest
    @CsvSource({"UNRESOLVED, 0", "FAILED, 1", "EXPIRED, 1"})
    void aLaterRunIsADuplicateAfterOneThatMayHaveBeenSent(OutcomeStatus status, int unclear) {
        CommandEntry known = ended(status, new Attempts(2, unclear, NOW));

        Outcome told = told(turnedAway(arrival("c-1", "hello", 9, 2, ""), known));

        assertEquals(OutcomeStatus.DUPLICATE, told.status());
        assertEquals(status, told.duplicateStatus());
    }

    @Test
    void theSameRunOfAnEndedCommandIsADuplicate() {
        CommandEntry known = ended(OutcomeStatus.FAILED, Attempts.NONE);

        Outcome told = told(turnedAway(arrival("c-1", "hello", 9, 1, ""), known));

        assertEquals(OutcomeStatus.DUPLICATE, told.status());
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

        Arrival arrival = arrival("c-1", "hello", 0, 1, more, written);

        assertEquals(expected, admit(arrival).entry().expiresAt());
    }

    @Test
    void anEventToldTwiceHasTheSameIdAndTwoEventsHaveTwo() {
        Outcome one = told(admit(arrival("c-1", "hello", 0, 1, "")).publications());
        Outcome again = told(admit(arrival("c-1", "hello", 0, 1, "")).publications());
        Outcome other = told(admit(arrival("c-1", "hello", 1, 1, "")).publications());

        assertEquals(one.eventId(), again.eventId());
        assertNotEquals(one.eventId(), other.eventId());
    }

    private CommandEntry ended(OutcomeStatus status, Attempts attempts) {
        CommandEntry admitted = admit(arrival("c-1", "hello", 0, 1, "")).entry();
        var error = OutcomeError.of(ReasonCode.ATTEMPTS_EXHAUSTED, "given up");
        return admitted.ended(
                new CommandState.Ended(attempts, status, error, NOW), NOW.plus(Duration.ofDays(1)));
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

    private static Arrival arrival(String id, String text, long offset, int run, String more) {
        return arrival(id, text, offset, run, more, NOW.minusSeconds(1));
    }

    private static Arrival arrival(
            String id,
            String text,
            long offset,
            int run,
            String more,
            @org.jspecify.annotations.Nullable Instant written) {
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
