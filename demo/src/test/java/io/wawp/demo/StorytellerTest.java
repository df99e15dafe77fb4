package io.wawp.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.sandbox.wawp.Operation;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class StorytellerTest {
    private final Storyteller storyteller = new Storyteller();

    @Test
    void tellsTheWayOfAMessage() {
        assertEquals("…  typing…", told(Sights.called(Operation.START_TYPING, 200, false, 0)));
        assertEquals("↯  call 1: Wawp answers 503", told(Sights.sent(false)));
        assertEquals("→  call 2: Wawp answers 200", told(Sights.sent(true)));
        assertEquals("→  SENT at attempt 2", told(Sights.told(OutcomeStatus.SENT, 2)));
        assertEquals("✓  with WhatsApp", told(Sights.heard(DeliveryStatus.SERVER, false)));
        assertEquals("✓✓  read", told(Sights.heard(DeliveryStatus.READ, true)));
    }

    @Test
    void looksIntoTheChatAreToldOnlyWhileItIsInDoubt() {
        assertEquals("", told(look(0)));
        assertEquals(
                "↯  call 1: Wawp has it, but no answer comes",
                told(Sights.called(Operation.TEXT, 0, true, 0)));
        assertEquals("?  was it sent? looks into the chat", told(look(2_000)));
        assertEquals("?  not there yet; looks again", told(look(4_000)));
        assertEquals("", told(look(4_010)));
        assertEquals(
                "→  SENT: found in the chat, so it is not sent again",
                told(Sights.told(OutcomeStatus.SENT, 1, null, true, null)));
        assertEquals("", told(look(9_000)));
    }

    @Test
    void saysWhyItWentWrong() {
        assertEquals(
                "✗  REJECTED unknown_field: why it is so",
                told(
                        Sights.told(
                                OutcomeStatus.REJECTED, 0, ReasonCode.UNKNOWN_FIELD, false, null)));
        assertEquals(
                "=  DUPLICATE of first: not sent again",
                told(Sights.told(OutcomeStatus.DUPLICATE, 0, null, false, "first")));
        assertEquals("✗  it broke", told(new Sighting.Broken("it broke", 0)));
    }

    private static Sighting look(long millis) {
        return Sights.called(
                Operation.CHAT_MESSAGES, 200, false, TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private String told(Sighting sighting) {
        return storyteller
                .tell("c-1", sighting)
                .map(words -> words.sign() + "  " + words.text())
                .orElse("");
    }
}
