package io.wawp.dispatcher.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "90s, PT1M30S",
        "0.25s, PT0.25S",
        "10m, PT10M",
        "1h30m, PT1H30M",
        "2d, PT48H",
        "PT1H, PT1H",
        "pt5s, PT5S",
        "P1D, PT24H",
        "0s, PT0S"
    })
    void readsDurationsAsPeopleWriteThem(String written, String meant) {
        assertEquals(Duration.parse(meant), Moments.duration(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "soon",
                "10x",
                "-5s",
                "PT-5S",
                "1m1h",
                "99999999999999999999s",
                "P"
            })
    void refusesWhatIsNone(String written) {
        assertThrows(IllegalArgumentException.class, () -> Moments.duration(written));
        assertThrows(IllegalArgumentException.class, () -> Moments.after(written, NOW));
    }

    @Test
    void aMomentIsATimeOrADurationFromNowOrAgo() {
        Instant meant = Instant.parse("2026-11-22T09:00:00Z");
        assertEquals(meant, Moments.after("2026-11-22T09:00:00Z", NOW));
        assertEquals(meant, Moments.before("2026-11-22T10:00:00+01:00", NOW));
        assertEquals(NOW.plusSeconds(600), Moments.after("10m", NOW));
        assertEquals(NOW.minusSeconds(7200), Moments.before("PT2H", NOW));
        assertThrows(IllegalArgumentException.class, () -> Moments.after("2026-11-22", NOW));
    }
}
