package io.wawp.sandbox.wawp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AckScheduleTest {
    private static final Instant SENT = Instant.parse("2026-11-22T09:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, false, 0",
        "49, false, 0",
        "50, false, 1",
        "100, false, 2",
        "200, false, 3",
        "300, false, 3",
        "299, true, 3",
        "300, true, 4"
    })
    void movesForwardWithTimeAndOnlyVoiceIsPlayed(long millis, boolean voice, int ack) {
        assertEquals(ack, AckSchedule.quick().at(SENT, SENT.plusMillis(millis), voice));
    }

    @Test
    void aStageThatIsNullIsSkipped() {
        AckSchedule receiptsOff = new AckSchedule(null, Duration.ofMillis(10), null, null);
        assertEquals(0, receiptsOff.at(SENT, SENT.plusMillis(9), false));
        assertEquals(2, receiptsOff.at(SENT, SENT.plus(Duration.ofDays(9)), false));
    }

    @Test
    void neverStaysPending() {
        assertEquals(0, AckSchedule.never().at(SENT, SENT.plus(Duration.ofDays(9)), true));
    }
}
