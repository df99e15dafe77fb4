package io.wawp.dispatcher.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceIT {

    @Test
    void aTextReachesWawpAndItsOutcomeAndDeliveriesComeBack() throws Exception {
        try (var fixture = new WorkerFixture()) {
            fixture.start();

            fixture.produce(WorkerFixture.text("c-1", "Your order is on its way."));

            Outcome sent = fixture.outcomeOf("c-1");
            assertEquals(OutcomeStatus.SENT, sent.status());
            assertNotNull(sent.messageId());
            assertEquals(
                    List.of(OutcomeStatus.ACCEPTED, OutcomeStatus.SENT),
                    fixture.outcomesOf("c-1").stream().map(Outcome::status).toList());
            assertEquals(1, fixture.wawp.calls().sends().size());
            var last = fixture.deliveriesOf("c-1").getLast();
            assertEquals(DeliveryStatus.READ, last.status());
            assertTrue(last.isFinal());
        }
    }
}
