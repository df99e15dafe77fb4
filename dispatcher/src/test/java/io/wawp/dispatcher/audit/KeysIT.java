package io.wawp.dispatcher.audit;

import static io.wawp.common.outcome.OutcomeStatus.FAILED;
import static io.wawp.common.outcome.OutcomeStatus.UNRESOLVED;
import static io.wawp.dispatcher.audit.EndingsIT.assertBroken;

import io.wawp.common.outcome.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** I3 as outcomes show it: a key is let in once, unless it is forgotten or an operator asked. */
class KeysIT {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    private void sentAt(Instant written, String message) {
        stage.command(
                        "c-1",
                        draft -> draft.written(written).with("expiresAt", written.plusSeconds(60)))
                .accepted()
                .sent(written.plusSeconds(1), message);
    }

    @Test
    void oneKeyIsNotSentTwiceWithinItsWindow() {
        sentAt(Stage.ago(Duration.ofHours(24)), "m-1");
        sentAt(Stage.minutesAgo(10), "m-2");
        assertBroken(stage.audit(), Rule.KEY_SENT_TWICE);
    }

    @Test
    void aForgottenKeyIsANewSend() {
        sentAt(Stage.ago(Duration.ofHours(25)), "m-1");
        sentAt(Stage.minutesAgo(10), "m-2");
        assertBroken(stage.audit());
    }

    @Test
    void aKeyIsNeverForgottenBeforeItsCommandExpires() {
        Instant written = Stage.ago(Duration.ofHours(30));
        stage.command("c-1", draft -> draft.written(written).with("expiresAt", Stage.NOW))
                .accepted()
                .sent(written.plusSeconds(1), "m-1");
        sentAt(Stage.minutesAgo(10), "m-2");
        assertBroken(stage.audit(), Rule.KEY_SENT_TWICE);
    }

    /** Of a record that is deleted nobody knows when it expired; its key lapses all the same. */
    @Test
    void aForgottenKeyIsANewSendAlsoWhereTheFirstRecordIsDeleted() {
        sentAt(Stage.ago(Duration.ofDays(3)), "m-1");
        sentAt(Stage.minutesAgo(10), "m-2");
        stage.delete(stage.topics.commands().getFirst(), 0, 1);
        assertBroken(stage.audit());
    }

    @Test
    void aKeyWhoseFirstRecordIsDeletedIsStillKnownWithinItsWindow() {
        sentAt(Stage.ago(Duration.ofHours(23)), "m-1");
        sentAt(Stage.minutesAgo(10), "m-2");
        stage.delete(stage.topics.commands().getFirst(), 0, 1);
        assertBroken(stage.audit(), Rule.KEY_SENT_TWICE);
    }

    @Test
    void theSameKeyOfAnotherInstanceIsAnotherKey() {
        stage.sent("c-1");
        stage.command("c-1", draft -> draft.instance("987654321098")).accepted().sent();
        assertBroken(stage.audit());
    }

    @Test
    void whatIsOpenOrFailedIsNotLetInAgainAsTheSameRun() {
        stage.command("c-1")
                .accepted()
                .ended(FAILED, ReasonCode.WAWP_REJECTED)
                .letter("wawp_rejected");
        stage.command("c-1", draft -> draft.written(Stage.minutesAgo(5)))
                .accepted()
                .ended(FAILED, ReasonCode.WAWP_REJECTED)
                .letter("wawp_rejected");
        assertBroken(stage.audit(), Rule.KEY_ADMITTED_TWICE);
    }

    @Test
    void anOperatorMayAskForTheNextRunOfWhatFailed() {
        stage.command("c-1")
                .accepted()
                .ended(FAILED, ReasonCode.WAWP_REJECTED)
                .letter("wawp_rejected");
        stage.command("c-1", draft -> draft.written(Stage.minutesAgo(5)).header("wawp-run", "2"))
                .accepted()
                .sent(Stage.minutesAgo(4));
        assertBroken(stage.audit());
    }

    @Test
    void noRunFollowsOneThatWasSent() {
        stage.sent("c-1");
        stage.command("c-1", draft -> draft.written(Stage.minutesAgo(5)).header("wawp-run", "2"))
                .accepted()
                .sent(Stage.minutesAgo(4), "m-2");
        assertBroken(stage.audit(), Rule.KEY_SENT_TWICE);
    }

    @Test
    void whatMayHaveBeenSentNeedsAPersonsWord() {
        stage.command("c-1").accepted().ended(UNRESOLVED, ReasonCode.IN_DOUBT);
        Told second =
                stage.command(
                        "c-1", draft -> draft.written(Stage.minutesAgo(5)).header("wawp-run", "2"));
        second.accepted().sent(Stage.minutesAgo(4));
        assertBroken(stage.audit(), Rule.KEY_ADMITTED_TWICE);
    }

    @Test
    void aPersonsWordIsEnough() {
        stage.command("c-1").accepted().ended(UNRESOLVED, ReasonCode.IN_DOUBT);
        stage.command(
                        "c-1",
                        draft ->
                                draft.written(Stage.minutesAgo(5))
                                        .header("wawp-run", "2")
                                        .header("wawp-resolve", "not-sent"))
                .accepted()
                .sent(Stage.minutesAgo(4));
        assertBroken(stage.audit());
    }

    @Test
    void twoCommandsDoNotCountOnOneMessage() {
        stage.command("c-1").accepted().sent(Stage.minutesAgo(9), "true_447441429009@c.us_3EB0");
        stage.command("c-2").accepted().sent(Stage.minutesAgo(9), "3EB0");
        assertBroken(stage.audit(), Rule.MESSAGE_COUNTED_TWICE);
    }

    @Test
    void twoInstancesMayHaveMessagesOfOneId() {
        stage.command("c-1").accepted().sent(Stage.minutesAgo(9), "3EB0");
        stage.command("c-2", draft -> draft.instance("987654321098"))
                .accepted()
                .sent(Stage.minutesAgo(9), "3EB0");
        assertBroken(stage.audit());
    }
}
