package io.wawp.dispatcher.audit;

import static io.wawp.common.outcome.DeliveryStatus.DEVICE;
import static io.wawp.common.outcome.DeliveryStatus.ERROR;
import static io.wawp.common.outcome.DeliveryStatus.READ;
import static io.wawp.common.outcome.DeliveryStatus.SERVER;
import static io.wawp.common.outcome.DeliveryStatus.UNCONFIRMED;
import static io.wawp.dispatcher.audit.EndingsIT.assertBroken;

import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of a sent message only goes up, once, and ends. */
class DeliveriesIT {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void everyWayUpIsClean() {
        stage.sent("c-1").delivered(SERVER, false).delivered(DEVICE, false).delivered(READ, true);
        stage.sent("c-2").delivered(DEVICE, false).delivered(DEVICE, true);
        stage.sent("c-3").delivered(SERVER, false).delivered(UNCONFIRMED, 1, true, null);
        stage.sent("c-4").delivered(DEVICE, false).delivered(ERROR, true);
        AuditReport report = stage.audit();
        assertBroken(report);
        org.junit.jupiter.api.Assertions.assertEquals(9, report.counts().deliveries());
    }

    @Test
    void aLowerStatusGoesBack() {
        stage.sent("c-1").delivered(DEVICE, false).delivered(SERVER, false);
        assertBroken(stage.audit(), Rule.DELIVERY_WENT_BACK);
    }

    @Test
    void aLowerStatusGoesBackAlsoAsTheFinalOne() {
        stage.sent("c-1").delivered(DEVICE, false).delivered(SERVER, true);
        assertBroken(stage.audit(), Rule.DELIVERY_WENT_BACK);
    }

    @Test
    void theSameStatusIsToldAgainOnlyAsTheFinalOne() {
        stage.sent("c-1").delivered(DEVICE, false).delivered(DEVICE, false);
        assertBroken(stage.audit(), Rule.DELIVERY_WENT_BACK);
    }

    @Test
    void nothingFollowsTheFinalOne() {
        stage.sent("c-1").delivered(DEVICE, true).delivered(READ, true);
        assertBroken(stage.audit(), Rule.DELIVERY_AFTER_FINAL);
    }

    @Test
    void onlyWhatIsSentIsDelivered() {
        stage.command("c-1", Draft::shortLived)
                .accepted()
                .ended(OutcomeStatus.EXPIRED, ReasonCode.EXPIRED)
                .delivered(SERVER, false);
        assertBroken(stage.audit(), Rule.DELIVERY_OF_NOTHING);
    }

    @Test
    void aDeliveryIsOfTheMessageThatWasSent() {
        stage.sent("c-1").delivered(SERVER, 1, false, "true_447441429009@c.us_3EB0another");
        assertBroken(stage.audit(), Rule.DELIVERY_DIFFERS);
    }

    @Test
    void aMessageIdMayBeFoundLaterAndInAnotherForm() {
        stage.command("c-1")
                .accepted()
                .sent(Stage.minutesAgo(9), null)
                .delivered(SERVER, 1, false, "true_447441429009@c.us_3EB0c1");
        stage.command("c-2")
                .accepted()
                .sent(Stage.minutesAgo(8), "3EB0c2")
                .delivered(SERVER, 1, false, "true_447441429009@c.us_3EB0c2");
        assertBroken(stage.audit());
    }

    @Test
    void twoMessagesUnderOneCommandIdAreToldApart() {
        stage.command("c-1")
                .accepted()
                .sent(Stage.minutesAgo(9), "m-1")
                .delivered(READ, 3, true, "m-1");
        stage.command("c-1", draft -> draft.with("idempotencyKey", "another"))
                .accepted()
                .sent(Stage.minutesAgo(8), "m-2")
                .delivered(SERVER, 1, false, "m-2")
                .delivered(READ, 3, true, "m-2");
        assertBroken(stage.audit());
    }
}
