package io.wawp.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.common.command.ContentType;
import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import org.junit.jupiter.api.Test;

final class CastTest {
    private final Cast cast = new Cast();

    @Test
    void knowsTheScenariosCommandsBySourceAndByChat() {
        cast.add(part("first"), Sights.SOURCE);
        cast.add(part("repeated"), new Source("wawp.commands", 0, 8));

        assertEquals("first", cast.nameOf(Sights.told(OutcomeStatus.ACCEPTED, 0)));
        assertEquals("first", cast.nameOf(Sights.kept(ReasonCode.MALFORMED_JSON)));
        assertEquals("first", cast.nameOf(Sights.sent(true)));
    }

    @Test
    void callsOthersByTheirCommandId() {
        assertEquals("447700900100", cast.nameOf(Sights.sent(true)));
        assertEquals("c-1", cast.nameOf(Sights.told(OutcomeStatus.ACCEPTED, 0)));
        assertEquals("c-1", cast.nameOf(Sights.sent(true)));
        assertEquals("c-1", cast.nameOf(Sights.heard(DeliveryStatus.READ, true)));
    }

    private static Scenario.Part part(String name) {
        return new Scenario.Part(
                name, ContentType.TEXT, "447700900100", "{}", Expected.sent(DeliveryStatus.READ));
    }
}
