package io.wawp.dispatcher.audit;

import static io.wawp.common.outcome.OutcomeStatus.EXPIRED;
import static io.wawp.common.outcome.OutcomeStatus.UNRESOLVED;
import static io.wawp.dispatcher.audit.EndingsIT.assertBroken;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.common.outcome.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** I1, I3 and I5 as a call log shows them. */
class CallsIT {
    private static final Duration SETTLE = Duration.ofSeconds(90);

    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void oneCallThatTookEffectForEachThatIsSentIsClean() {
        stage.sent("c-1").called(Duration.ofMillis(100), false).called();
        stage.command("c-2", Draft::shortLived).accepted().ended(EXPIRED, ReasonCode.EXPIRED);
        stage.command("c-3", draft -> draft.chat("447441429010@c.us"))
                .accepted()
                .ended(UNRESOLVED, ReasonCode.IN_DOUBT)
                .called();
        AuditReport report = stage.auditWithCalls();
        assertBroken(report);
        assertEquals(3, report.counts().calls());
    }

    @Test
    void aSecondMessageIsOneTooMany() {
        stage.sent("c-1").called().called(Duration.ofMillis(400), true);
        AuditReport report = stage.auditWithCalls();
        assertBroken(report, Rule.SENT_TWICE);
        Violation twice = report.violations().getFirst();
        assertEquals(Violation.CALLS, twice.topic());
        assertEquals(1, twice.offset());
        assertEquals("c-1", twice.commandId());
    }

    @Test
    void whatCameIntoTheChatOnlyAfterItWasLookedForMayBeThereTwice() {
        Instant first = Stage.minutesAgo(8);
        Instant second = first.plus(SETTLE);
        stage.command("c-1")
                .accepted()
                .called(first, second.plusSeconds(1), Draft.CHAT, true)
                .called(second, true)
                .sent(second.plusSeconds(1));
        assertBroken(stage.auditWithCalls());
        assertBroken(
                stage.auditWithCalls(rules -> rules.withInDoubt(false, SETTLE)), Rule.SENT_TWICE);
        assertBroken(
                stage.auditWithCalls(rules -> rules.withInDoubt(true, SETTLE.plusSeconds(1))),
                Rule.SENT_TWICE);
    }

    @Test
    void whatWasThereWhenItWasLookedForIsNotRepeated() {
        Instant first = Stage.minutesAgo(8);
        Instant second = first.plus(SETTLE);
        stage.command("c-1")
                .accepted()
                .called(first, second.minusSeconds(1), Draft.CHAT, true)
                .called(second, true)
                .sent(second.plusSeconds(1));
        assertBroken(stage.auditWithCalls(), Rule.SENT_TWICE);
    }

    @Test
    void aPersonsWordMayDoubleAMessage() {
        stage.command("c-1").accepted().ended(UNRESOLVED, ReasonCode.IN_DOUBT).called();
        stage.command(
                        "c-1",
                        draft ->
                                draft.written(Stage.minutesAgo(5))
                                        .header("wawp-run", "2")
                                        .header("wawp-resolve", "not-sent"))
                .accepted()
                .sent()
                .called();
        assertBroken(stage.auditWithCalls());
    }

    @Test
    void whatIsSentWasTaken() {
        stage.sent("c-1").called(Duration.ofMillis(100), false);
        assertBroken(stage.auditWithCalls(), Rule.SENT_WITHOUT_CALL);
    }

    @Test
    void whatExpiredWasNotTaken() {
        stage.command("c-1", Draft::shortLived)
                .accepted()
                .ended(EXPIRED, ReasonCode.EXPIRED)
                .called();
        assertBroken(stage.auditWithCalls(), Rule.SENT_THOUGH_DENIED);
    }

    @Test
    void aCallHasACommand() {
        stage.sent("c-1").called();
        stage.calls.add(
                new SendCall(
                        Stage.minutesAgo(1),
                        Stage.minutesAgo(1),
                        Draft.INSTANCE,
                        Draft.CHAT,
                        "c-0",
                        false));
        assertBroken(stage.auditWithCalls(), Rule.CALLED_FOR_NOTHING);
        AuditReport living = stage.auditWithCalls(rules -> rules.withDrained(false));
        assertBroken(living);
        assertEquals(1, living.unchecked().getLast().count());
    }

    @Test
    void aCallIsToTheCommandsChat() {
        stage.sent("c-1")
                .called(Stage.minutesAgo(9), Stage.minutesAgo(9), "447441429010@c.us", true);
        assertBroken(stage.auditWithCalls(), Rule.CALLED_FOR_NOTHING);
    }

    @Test
    void twoCallsAreTheirGapApart() {
        var pace = new Pace(Duration.ofSeconds(2), 0, 0, 0);
        stage.sent("c-1").called(Duration.ofMillis(0), true);
        stage.sent("c-2").called(Duration.ofMillis(1_500), true);
        assertBroken(stage.auditWithCalls(rules -> rules.withPace(pace)));
        stage.sent("c-3")
                .called(Duration.ofMillis(2_999), false)
                .called(Duration.ofSeconds(9), true);
        assertBroken(stage.auditWithCalls(rules -> rules.withPace(pace)), Rule.TOO_FAST);
        assertBroken(
                stage.auditWithCalls(
                        rules -> rules.withPace(pace).withPace(Draft.INSTANCE, Pace.NONE)));
    }

    @Test
    void noMinuteHoldsMoreCallsThanItsCap() {
        var pace = new Pace(Duration.ZERO, 3, 0, 0);
        for (int i = 0; i < 4; i++) {
            stage.sent("c-" + i).called(Duration.ofMillis(19_900L * i), true);
        }
        assertBroken(stage.auditWithCalls(rules -> rules.withPace(pace)));
        assertBroken(
                stage.auditWithCalls(
                        rules -> rules.withPace(pace).withTolerance(Duration.ofMillis(299))),
                Rule.TOO_FAST);
    }

    @Test
    void outcomesShowASurplusWithoutCalls() {
        var pace = new Pace(Duration.ZERO, 3, 0, 0);
        for (int i = 0; i < 9; i++) {
            stage.command("c-" + i).accepted().sent(Stage.minutesAgo(5).plusSeconds(i));
        }
        assertBroken(stage.audit(rules -> rules.withPace(pace)));
        stage.command("c-9").accepted().sent(Stage.minutesAgo(5).plusSeconds(10));
        assertBroken(stage.audit(rules -> rules.withPace(pace)), Rule.TOO_FAST);
    }
}
