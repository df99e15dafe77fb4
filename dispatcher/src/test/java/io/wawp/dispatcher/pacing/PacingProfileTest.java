package io.wawp.dispatcher.pacing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PacingProfileTest {

    @ParameterizedTest
    @CsvSource({
        "standard, PT2S, 0.5, PT1S, 20, 600, 4000",
        "strict, PT8S, 0.5, PT1S, 6, 200, 1000",
        "off, PT0S, 0, PT0S, 0, 0, 0",
    })
    void theBuiltInOnesAreThoseOfTheContract(
            String name,
            Duration gap,
            double jitter,
            Duration chatGap,
            int perMinute,
            int perHour,
            int perDay) {
        assertEquals(
                new PacingProfile(name, gap, jitter, chatGap, perMinute, perHour, perDay),
                PacingProfile.named(name));
    }

    @Test
    void anUnknownNameIsToldTheKnownOnes() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> PacingProfile.named("Standard"));
        assertEquals(
                "no pacing profile is named 'Standard'; known are standard, strict, off",
                error.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0.5, PT0S, 0, 0, 0, true",
        "PT0.1S, 0, PT0S, 0, 0, 0, false",
        "PT0S, 0, PT0.1S, 0, 0, 0, false",
        "PT0S, 0, PT0S, 1, 0, 0, false",
        "PT0S, 0, PT0S, 0, 1, 0, false",
        "PT0S, 0, PT0S, 0, 0, 1, false",
    })
    void isOffWhenNothingLimits(
            Duration gap,
            double jitter,
            Duration chatGap,
            int perMinute,
            int perHour,
            int perDay,
            boolean off) {
        assertEquals(
                off,
                new PacingProfile("some", gap, jitter, chatGap, perMinute, perHour, perDay)
                        .isOff());
    }

    @ParameterizedTest
    @CsvSource({
        "' ', PT1S, 0, PT0S, 0, 0, 0, name",
        "a, PT-1S, 0, PT0S, 0, 0, 0, gap",
        "a, PT24H1S, 0, PT0S, 0, 0, 0, gap",
        "a, PT1S, -0.1, PT0S, 0, 0, 0, jitter",
        "a, PT1S, 1.1, PT0S, 0, 0, 0, jitter",
        "a, PT1S, NaN, PT0S, 0, 0, 0, jitter",
        "a, PT1S, 0, PT-1S, 0, 0, 0, chatGap",
        "a, PT1S, 0, PT24H1S, 0, 0, 0, chatGap",
        "a, PT1S, 0, PT0S, -1, 0, 0, perMinute",
        "a, PT1S, 0, PT0S, 0, -1, 0, perHour",
        "a, PT1S, 0, PT0S, 0, 0, -1, perDay",
    })
    void aWrongFieldIsNamed(
            String name,
            Duration gap,
            double jitter,
            Duration chatGap,
            int perMinute,
            int perHour,
            int perDay,
            String field) {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new PacingProfile(
                                        name, gap, jitter, chatGap, perMinute, perHour, perDay));
        String message = String.valueOf(error.getMessage());
        assertTrue(message.startsWith(field + " must "), message);
        assertFalse(message.contains("null"), message);
    }
}
