package io.wawp.dispatcher.pacing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.model.PaceMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PacerTest {
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");
    private static final PacingProfile GAP_ONLY = profile(Duration.ofSeconds(2), 0.5, 0, 0, 0);

    @Test
    void aNewNumberMaySendAtOnce() {
        Pacer pacer = new Pacer(PacingProfile.named("standard"), PaceMemory.NONE, FixedDraw.MIDDLE);
        assertEquals(TEN, pacer.opensAt(TEN));
    }

    @Test
    void offIsAlwaysOpen() {
        Pacer pacer = new Pacer(PacingProfile.named("off"), PaceMemory.NONE, FixedDraw.MIDDLE);
        for (int i = 0; i < 10_000; i++) {
            pacer.sent(TEN);
        }
        assertEquals(TEN, pacer.opensAt(TEN));
    }

    @Nested
    class Gap {
        @ParameterizedTest(name = "draw {0}: {1}")
        @CsvSource({"0, PT1S", "0.25, PT1.5S", "0.5, PT2S", "0.75, PT2.5S"})
        void variesByTheJitterBothWays(double draw, Duration gap) {
            Pacer pacer = new Pacer(GAP_ONLY, PaceMemory.NONE, new FixedDraw(draw));
            pacer.sent(TEN);
            assertEquals(TEN.plus(gap), pacer.opensAt(TEN));
        }

        @Test
        void isAtMostTheGapAndItsJitter() {
            Pacer pacer = new Pacer(GAP_ONLY, PaceMemory.NONE, FixedDraw.HIGHEST);
            pacer.sent(TEN);
            assertTrue(!pacer.opensAt(TEN).isAfter(TEN.plusSeconds(3)));
            assertTrue(pacer.opensAt(TEN).isAfter(TEN.plusMillis(2_999)));
        }

        @Test
        void isOverWhenItsTimeHasPassed() {
            Pacer pacer = new Pacer(GAP_ONLY, PaceMemory.NONE, FixedDraw.MIDDLE);
            pacer.sent(TEN);
            assertEquals(TEN.plusSeconds(2), pacer.opensAt(TEN.plusMillis(500)));
            assertEquals(TEN.plusSeconds(5), pacer.opensAt(TEN.plusSeconds(5)));
        }

        @Test
        void isDrawnOnceForEachSend() {
            SplittableRandom random = new SplittableRandom(1);
            Pacer pacer = new Pacer(GAP_ONLY, PaceMemory.NONE, random);
            pacer.sent(TEN);
            Instant first = pacer.opensAt(TEN);
            assertEquals(first, pacer.opensAt(TEN.plusMillis(100)));
            assertEquals(first, pacer.opensAt(TEN.plusMillis(900)));
            pacer.sent(first);
            assertTrue(
                    !Duration.between(TEN, first)
                            .equals(Duration.between(first, pacer.opensAt(first))));
        }

        @Test
        void ofAChatIsLonger() {
            PacingProfile profile =
                    new PacingProfile(
                            "some", Duration.ofSeconds(2), 0.5, Duration.ofSeconds(1), 0, 0, 0);
            Pacer pacer = new Pacer(profile, PaceMemory.NONE, FixedDraw.MIDDLE);
            pacer.sent(TEN);
            assertEquals(Duration.ofSeconds(3), pacer.chatRest());
        }
    }

    @Nested
    class Caps {
        @ParameterizedTest(name = "sent at {1}: opens at {2}")
        @CsvSource({
            // the slice that the send is in, whole, must be out of the window
            "minute, 10:00:00,     10:01:05",
            "minute, 10:00:04.999, 10:01:05",
            "minute, 10:00:05,     10:01:10",
            "hour,   10:00:00,     11:01:00",
            "hour,   10:00:59.999, 11:01:00",
            "day,    10:00:00,     34:30:00",
            "day,    10:29:59,     34:30:00",
        })
        void openWhenTheSliceIsOutOfTheWindow(String window, String sent, String opens) {
            Pacer pacer = new Pacer(oneIn(window), PaceMemory.NONE, FixedDraw.MIDDLE);
            Instant at = time(sent);
            assertEquals(at, pacer.opensAt(at));
            pacer.sent(at);
            assertEquals(time(opens), pacer.opensAt(at));
            assertEquals(time(opens), pacer.opensAt(time(opens).minusNanos(1)));
            assertEquals(time(opens), pacer.opensAt(time(opens)));
            pacer.sent(time(opens));
            assertTrue(pacer.opensAt(time(opens)).isAfter(time(opens)));
        }

        @Test
        void waitForAsManySlicesAsAreTooMany() {
            Pacer lax = new Pacer(capped(0), PaceMemory.NONE, FixedDraw.MIDDLE);
            for (int i = 0; i < 30; i++) {
                lax.sent(TEN.plusSeconds(i)); // five a slice
            }
            // 30 are counted: 26 must leave for a cap of 5, so the sixth slice, 10:00:25 to :30
            Pacer strict = lax.withProfile(capped(5));
            assertEquals(time("10:01:30"), strict.opensAt(TEN.plusSeconds(30)));
            // for a cap of 30 one must leave: the first slice
            assertEquals(
                    time("10:01:05"), lax.withProfile(capped(30)).opensAt(TEN.plusSeconds(30)));
            assertEquals(
                    TEN.plusSeconds(30), lax.withProfile(capped(31)).opensAt(TEN.plusSeconds(30)));
        }

        @Test
        void theLatestOfAllLimitsHolds() {
            PacingProfile profile = profile(Duration.ofSeconds(90), 0, 1, 0, 0);
            Pacer pacer = new Pacer(profile, PaceMemory.NONE, FixedDraw.MIDDLE);
            pacer.sent(TEN);
            assertEquals(TEN.plusSeconds(90), pacer.opensAt(TEN));
        }

        private static PacingProfile capped(int perMinute) {
            return profile(Duration.ZERO, 0, perMinute, 0, 0);
        }

        private static PacingProfile oneIn(String window) {
            return profile(
                    Duration.ZERO,
                    0,
                    window.equals("minute") ? 1 : 0,
                    window.equals("hour") ? 1 : 0,
                    window.equals("day") ? 1 : 0);
        }
    }

    @Nested
    class Memory {
        @Test
        void saysWhenAndHowManyBySlices() {
            Pacer pacer = new Pacer(GAP_ONLY, PaceMemory.NONE, FixedDraw.MIDDLE);
            pacer.sent(Instant.ofEpochSecond(36_000));
            pacer.sent(Instant.ofEpochSecond(36_004));
            pacer.sent(Instant.ofEpochSecond(36_061));

            assertEquals(
                    new PaceMemory(
                            Instant.ofEpochSecond(36_061),
                            Instant.ofEpochSecond(36_000),
                            Map.of(7_200L, 2, 7_212L, 1),
                            Map.of(600L, 2, 601L, 1),
                            Map.of(20L, 3)),
                    pacer.memory());
        }

        @Test
        void makesANextPacerThatGoesOnExactly() {
            PacingProfile profile = profile(Duration.ofSeconds(2), 0.5, 3, 5, 0);
            Pacer pacer = new Pacer(profile, PaceMemory.NONE, FixedDraw.LOWEST);
            Instant now = TEN;
            for (int i = 0; i < 20; i++) {
                Pacer next = new Pacer(profile, pacer.memory(), FixedDraw.LOWEST);
                assertEquals(pacer.memory(), next.memory());
                assertEquals(pacer.opensAt(now), next.opensAt(now));
                now = pacer.opensAt(now);
                pacer.sent(now);
            }
        }

        @Test
        void countsWhatWasSentWhileThePaceWasOff() {
            Pacer off = new Pacer(PacingProfile.named("off"), PaceMemory.NONE, FixedDraw.MIDDLE);
            for (int i = 0; i < 20; i++) {
                off.sent(TEN);
            }
            Pacer standard = off.withProfile(PacingProfile.named("standard"));
            assertEquals("standard", standard.profile().name());
            assertEquals(time("10:01:05"), standard.opensAt(TEN));
        }
    }

    @Nested
    class ClockThatStepsBack {
        @Test
        void waitsOneGapFromNowAndNotForTheOldTime() {
            Pacer pacer = new Pacer(GAP_ONLY, PaceMemory.NONE, FixedDraw.MIDDLE);
            pacer.sent(TEN.plus(Duration.ofDays(4_000)));

            assertEquals(TEN.plusSeconds(2), pacer.opensAt(TEN));
            assertEquals(TEN.plusSeconds(2), pacer.opensAt(TEN.plusSeconds(1)));
            assertEquals(TEN.plusSeconds(3), pacer.opensAt(TEN.plusSeconds(3)));
        }

        @Test
        void countsWhatSeemsToComeAsSentNow() {
            PacingProfile profile = profile(Duration.ZERO, 0, 2, 0, 0);
            Pacer pacer = new Pacer(profile, PaceMemory.NONE, FixedDraw.MIDDLE);
            pacer.sent(TEN.plusSeconds(3_600));
            pacer.sent(TEN.plusSeconds(3_630));

            assertEquals(time("10:01:05"), pacer.opensAt(TEN));
            assertEquals(time("10:01:05"), pacer.opensAt(TEN.plusSeconds(64)));
            assertEquals(time("10:01:05"), pacer.opensAt(TEN.plusSeconds(65)));
        }

        @Test
        void survivesAMemoryFromTheEndOfTime() {
            PaceMemory memory =
                    new PaceMemory(
                            Instant.MAX,
                            Instant.MAX,
                            Map.of(Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE - 1, 7),
                            Map.of(Long.MAX_VALUE, 1),
                            Map.of(Long.MAX_VALUE, 1, Long.MIN_VALUE, 1));
            Pacer pacer = new Pacer(PacingProfile.named("standard"), memory, FixedDraw.MIDDLE);

            assertEquals(time("10:01:05"), pacer.opensAt(TEN));
            pacer.sent(time("10:01:05"));
            assertEquals(time("10:01:07"), pacer.opensAt(time("10:01:05")));
        }

        @Test
        void isNoticedByASendToo() {
            Pacer pacer = new Pacer(GAP_ONLY, PaceMemory.NONE, FixedDraw.MIDDLE);
            pacer.sent(TEN.plusSeconds(3_600));
            pacer.sent(TEN);

            PaceMemory memory = pacer.memory();
            assertEquals(TEN, memory.lastSend());
            assertEquals(Map.of(TEN.getEpochSecond() / 5, 2), memory.minute());
        }
    }

    private static PacingProfile profile(
            Duration gap, double jitter, int perMinute, int perHour, int perDay) {
        return new PacingProfile("some", gap, jitter, Duration.ZERO, perMinute, perHour, perDay);
    }

    /** A time of that day; hours beyond 24 are of the next. */
    private static Instant time(String clock) {
        int hours = Integer.parseInt(clock.substring(0, 2));
        int minutes = Integer.parseInt(clock.substring(3, 5));
        double seconds = Double.parseDouble(clock.substring(6));
        return Instant.parse("2026-11-22T00:00:00Z")
                .plus(Duration.ofHours(hours))
                .plus(Duration.ofMinutes(minutes))
                .plusMillis(Math.round(seconds * 1000));
    }
}
