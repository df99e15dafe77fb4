package io.wawp.dispatcher.audit;

import static io.wawp.common.outcome.OutcomeStatus.EXPIRED;
import static io.wawp.dispatcher.audit.EndingsIT.assertBroken;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.common.outcome.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** I4, as outcomes show it and as a call log shows it. */
class OrderIT {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aLaterOneThatIsSentFirstHasOvertaken() {
        stage.command("c-1").accepted().sent(Stage.minutesAgo(5));
        Told later = stage.command("c-2").accepted().sent(Stage.minutesAgo(6));
        AuditReport report = stage.audit();
        assertBroken(report, Rule.OVERTAKEN);
        assertEquals(later.source.offset(), report.violations().getFirst().offset());
    }

    @Test
    void twoClocksMayDifferByAMoment() {
        stage.command("c-1").accepted().sent(Stage.minutesAgo(5));
        stage.command("c-2").accepted().sent(Stage.minutesAgo(5).minusSeconds(4));
        assertBroken(stage.audit());
    }

    @Test
    void otherChatsPrioritiesInstancesAndPartitionsHaveNoOrder() {
        stage.command("c-1").accepted().sent(Stage.minutesAgo(5));
        stage.command("c-2", draft -> draft.chat("447441429010@c.us"))
                .accepted()
                .sent(Stage.minutesAgo(6));
        stage.command("c-3", draft -> draft.with("priority", "high"))
                .accepted()
                .sent(Stage.minutesAgo(6));
        stage.command("c-4", draft -> draft.instance("987654321098"))
                .accepted()
                .sent(Stage.minutesAgo(6));
        stage.command("c-5", draft -> draft.partition(1)).accepted().sent(Stage.minutesAgo(6));
        assertBroken(stage.audit());
    }

    @Test
    void whatIsOpenHoldsItsChat() {
        stage.command("c-1").accepted();
        stage.command("c-2").accepted().sent();
        assertBroken(stage.audit(rules -> rules.withDrained(false)), Rule.OVERTAKEN);
    }

    @Test
    void whatIsPutOffHoldsNobody() {
        stage.command("c-1", draft -> draft.with("notBefore", Stage.minutesAgo(3)))
                .accepted()
                .sent(Stage.minutesAgo(2));
        stage.command("c-2").accepted().sent();
        assertBroken(stage.audit());
    }

    @Test
    void whatIsPutOffGoesBeforeWhatIsPutOffLonger() {
        stage.command("c-1", draft -> draft.with("notBefore", Stage.minutesAgo(4)))
                .accepted()
                .sent(Stage.minutesAgo(2));
        stage.command("c-2", draft -> draft.with("notBefore", Stage.minutesAgo(3.5)))
                .accepted()
                .sent(Stage.minutesAgo(3));
        assertBroken(stage.audit(), Rule.OVERTAKEN);
    }

    /** A campaign that expired is told one after the other, and nobody waits for that. */
    @Test
    void whatExpiredHoldsItsChatUntilThenAndNotUntilItIsTold() {
        expiredAndToldLater("c-1");
        stage.command("c-2").accepted().sent(Stage.minutesAgo(8));
        assertBroken(stage.audit());
    }

    @Test
    void whatWillExpireHoldsItsChat() {
        expiredAndToldLater("c-1");
        stage.command("c-2").accepted().sent(Stage.minutesAgo(9.5));
        assertBroken(stage.audit(), Rule.OVERTAKEN);
    }

    private void expiredAndToldLater(String id) {
        stage.command(id, draft -> draft.with("expiresAt", Stage.minutesAgo(9)))
                .accepted()
                .outcome(EXPIRED, Stage.minutesAgo(5), null, ReasonCode.EXPIRED, json -> json);
    }

    @Test
    void callsShowWhatOutcomesCannot() {
        stage.sent("c-1").called(Duration.ofMillis(300), true);
        stage.sent("c-2").called(Duration.ofMillis(299), true);
        assertBroken(stage.audit());
        assertBroken(stage.auditWithCalls(), Rule.OVERTAKEN);
    }

    @Test
    void whatIsTriedAgainHoldsItsChat() {
        stage.sent("c-1")
                .called(Duration.ofMillis(100), false)
                .called(Duration.ofMillis(300), true);
        stage.sent("c-2").called(Duration.ofMillis(200), true);
        assertBroken(stage.auditWithCalls(), Rule.OVERTAKEN);
    }

    /** The answer was lost after 300 ms, and the look into the chat took until 3 s. */
    private void inDoubtAndNextCalledAt(Duration next) {
        Instant settled = Stage.minutesAgo(10).plusSeconds(3);
        stage.command("c-1").accepted().called(Duration.ofMillis(300), true).sent(settled);
        stage.command("c-2").accepted().called(next, true).sent(settled.plusSeconds(1));
    }

    @Test
    void whatIsInDoubtHoldsItsChatUntilItIsSettled() {
        inDoubtAndNextCalledAt(Duration.ofMillis(2_400));
        assertBroken(stage.audit());
        assertBroken(stage.auditWithCalls(), Rule.OVERTAKEN);
        assertBroken(stage.auditWithCalls(rules -> rules.withTolerance(Duration.ofMillis(600))));
    }

    @Test
    void whatFollowsOneThatIsSettledIsInOrder() {
        inDoubtAndNextCalledAt(Duration.ofMillis(2_600));
        assertBroken(stage.auditWithCalls());
    }

    @Test
    void whatIsOpenHoldsItsChatAgainstCallsToo() {
        stage.command("c-1").accepted().called(Duration.ofMillis(100), false);
        stage.command("c-2").accepted().called(Duration.ofMillis(300), true);
        assertBroken(stage.auditWithCalls(rules -> rules.withDrained(false)), Rule.OVERTAKEN);
    }

    /** The earlier one's ending may have come after the audit looked for it. */
    @Test
    void onALivingDeploymentTheNewestCallsAreNotJudged() {
        stage.command("c-1", draft -> draft.written(Stage.minutesAgo(0.5))).accepted();
        stage.command("c-2", draft -> draft.written(Stage.minutesAgo(0.5)))
                .accepted()
                .called(Duration.ofMillis(300), true);
        assertBroken(stage.auditWithCalls(rules -> rules.withDrained(false)));
    }

    @Test
    void howFarClocksAreApartCanBeSaid() {
        stage.command("c-1").accepted().sent(Stage.minutesAgo(5));
        stage.command("c-2").accepted().sent(Stage.minutesAgo(5).minusSeconds(4));
        assertBroken(stage.audit(rules -> rules.withClocks(Duration.ofSeconds(3))), Rule.OVERTAKEN);
    }

    @Test
    void callsInOrderAreClean() {
        stage.sent("c-1")
                .called(Duration.ofMillis(100), false)
                .called(Duration.ofMillis(200), true);
        stage.sent("c-2").called(Duration.ofMillis(300), true);
        assertBroken(stage.auditWithCalls());
    }
}
