package io.wawp.common.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wawp.common.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InstantsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T09:00:00Z, 2026-11-22T09:00:00Z",
        "2026-11-22t09:00:00z, 2026-11-22T09:00:00Z",
        "2026-11-22T09:00:00.5Z, 2026-11-22T09:00:00.500Z",
        "2026-11-22T09:00:00.1234567899Z, 2026-11-22T09:00:00.123456789Z",
        "2026-11-22T09:00:00+05:30, 2026-11-22T03:30:00Z",
        "2026-11-22T09:00:00-00:00, 2026-11-22T09:00:00Z",
        "2026-11-22T09:00:00.25-08:00, 2026-11-22T17:00:00.250Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "2017-01-01T00:59:60.7+01:00, 2017-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z"
    })
    void readsWhatRfc3339Writes(String written, Instant instant) {
        assertEquals(instant, Instants.parse(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-22",
                "2026-11-22T09:00Z",
                "2026-11-22T09:00:00",
                "2026-11-22 09:00:00Z",
                "2026-11-22T09:00:00.Z",
                "2026-11-22T09:00:00,5Z",
                "2026-11-22T09:00:00+01",
                "2026-11-22T09:00:00+0100",
                "2026-11-22T09:00:00+01:60",
                "2026-11-22T09:00:00+25:00",
                "2026-11-22T09:00:00Z ",
                "2026-11-22T09:00:00ZZ",
                "2026-11-22T09:00:00[UTC]",
                "2026-02-29T09:00:00Z",
                "2026-13-01T09:00:00Z",
                "2026-11-22T24:00:00Z",
                "2026-11-22T09:60:00Z",
                "2026-11-22T09:00:60Z",
                "2026-11-22T09:00:61Z",
                "+2026-11-22T09:00:00Z",
                "12026-11-22T09:00:00Z",
                "-026-11-22T09:00:00Z",
                "２０２６-11-22T09:00:00Z",
                "2026-W47-7T09:00:00Z",
            })
    void refusesEverythingElse(String written) {
        assertThrows(IllegalArgumentException.class, () -> Instants.parse(written));
    }

    @Test
    void readsWhatTheJdkWrites() {
        Seeds.forAll(
                2000,
                random -> {
                    Instant instant =
                            Instant.ofEpochSecond(
                                    random.nextLong(0, 4_000_000_000L),
                                    random.nextInt(1_000_000_000));
                    assertEquals(instant, Instants.parse(instant.toString()));
                    int offset = random.nextInt(-18 * 60, 18 * 60 + 1) * 60;
                    String elsewhere =
                            instant.atOffset(ZoneOffset.ofTotalSeconds(offset))
                                    .plusSeconds(instant.getEpochSecond() % 60 == 0 ? 1 : 0)
                                    .toString();
                    assertEquals(Instant.parse(elsewhere), Instants.parse(elsewhere), elsewhere);
                });
    }

    @Test
    void writesMillisecondsAlways() {
        assertEquals(
                "2026-11-22T09:00:00.000Z",
                Instants.milliseconds(Instant.parse("2026-11-22T09:00:00Z")));
        assertEquals(
                "2026-11-22T09:00:00.123Z",
                Instants.milliseconds(Instant.parse("2026-11-22T09:00:00.123999Z")));
    }

    @ParameterizedTest
    @CsvSource({"PT3S", "PT0.5S", "PT1M", "PT1M30S", "P0DT1S", "PT0H0M7S"})
    void readsDurationsOfIso8601(String written) {
        assertEquals(Duration.parse(written), Instants.duration(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "P",
                "PT",
                "3",
                "PT3",
                "PT3s",
                "pt3S",
                "PT-3S",
                "+PT3S",
                "P1M",
                "P1W",
                "PT3,5S",
                "PT.5S",
                "PT9999999S",
                "PT1S "
            })
    void refusesOtherDurations(String written) {
        assertThrows(IllegalArgumentException.class, () -> Instants.duration(written));
    }
}
