package io.wawp.dispatcher.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepeatedLinesTest {
    private static final String CLIENT = "org.apache.kafka.clients.NetworkClient";
    private final LoggerContext context = new LoggerContext();
    private final RepeatedLines filter = new RepeatedLines();

    @Test
    void whatAClientOfKafkaRepeatsPassesOnceAMinute() {
        assertEquals(FilterReply.NEUTRAL, decide(CLIENT, "no answer to request 1", 0));
        assertEquals(FilterReply.DENY, decide(CLIENT, "no answer to request 2", 59_999));
        assertEquals(FilterReply.NEUTRAL, decide(CLIENT, "no answer to request 3", 60_000));
        assertEquals(FilterReply.DENY, decide(CLIENT, "no answer to request 4", 60_001));
    }

    @Test
    void whatElseItSaysPasses() {
        decide(CLIENT, "no answer to request 1", 0);

        assertEquals(FilterReply.NEUTRAL, decide(CLIENT, "gone", 1));
        assertEquals(FilterReply.NEUTRAL, decide(CLIENT + "2", "no answer to request 1", 1));
    }

    @Test
    void whatTheWorkerSaysAlwaysPasses() {
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    FilterReply.NEUTRAL, decide("io.wawp.dispatcher.app.Worker", "Stopped", 0));
        }
    }

    @Test
    void aClockThatWasSetBackSilencesNobody() {
        decide(CLIENT, "gone", 1_000_000);

        assertEquals(FilterReply.NEUTRAL, decide(CLIENT, "gone", 500_000));
    }

    private FilterReply decide(String logger, String message, long atMillis) {
        var event =
                new LoggingEvent(
                        "", context.getLogger(logger), Level.WARN, message, null, new Object[0]);
        event.setInstant(Instant.ofEpochMilli(atMillis));
        return filter.decide(event);
    }
}
