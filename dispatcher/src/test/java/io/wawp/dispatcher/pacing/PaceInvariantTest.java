package io.wawp.dispatcher.pacing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.model.PaceMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * I5: no instance sends faster than its profile. Random sends over simulated days, each as soon as
 * the pacer lets it or some time later, with pacers rebuilt from memory in between; every true
 * window of the times sent is checked.
 */
final class PaceInvariantTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    /** What is really the time, and what the clock shows. */
    private Instant real = START;

    private Duration shownAhead = Duration.ZERO;

    static LongStream seeds() {
        return LongStream.concat(
                LongStream.rangeClosed(1, 20), RandomGenerator.getDefault().longs(10));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void i5NoWindowHoldsMoreThanItsCapAndNoGapIsTooShort(long seed) {
        System.out.println("PaceInvariantTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        PacingProfile profile = anyProfile(random);
        check(profile, run(profile, random, false), "seed " + seed + ", " + profile);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void i5HoldsInRealTimeWhenTheClockStepsBack(long seed) {
        System.out.println("PaceInvariantTest stepping back, seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        PacingProfile profile = anyProfile(random);
        check(profile, run(profile, random, true), "seed " + seed + ", " + profile);
    }

    @ParameterizedTest(name = "{0}: {1} a minute, {2} an hour, {3} a day")
    @CsvSource({
        // The caps are 20, 600, 4000 and 6, 200, 1000. Who always waits for a full window pays
        // one slice on top of it: 60/65 of a minute's cap, 60/61 of an hour's, 48/49 of a day's.
        "standard, 18.4, 588, 3900",
        "strict, 5.5, 195, 975",
    })
    void aNumberWithMoreToSendThanItMayGetsNearlyItsCaps(
            String name, double perMinute, double perHour, double perDay) {
        PacingProfile full = PacingProfile.named(name);
        double minute = rate(full, full.perMinute(), 0, 0, Duration.ofMinutes(1));
        double hour = rate(full, full.perMinute(), full.perHour(), 0, Duration.ofHours(1));
        double day =
                rate(full, full.perMinute(), full.perHour(), full.perDay(), Duration.ofDays(1));
        String rates =
                String.format(
                        Locale.ROOT,
                        "%s: %.2f a minute, %.1f an hour, %.0f a day",
                        name,
                        minute,
                        hour,
                        day);
        System.out.println("PaceInvariantTest " + rates);
        assertTrue(minute >= perMinute && minute <= full.perMinute(), rates);
        assertTrue(hour >= perHour && hour <= full.perHour(), rates);
        assertTrue(day >= perDay && day <= full.perDay(), rates);
    }

    /** Sends as fast as it may for a hundred windows; the average of a window. */
    private double rate(
            PacingProfile like, int perMinute, int perHour, int perDay, Duration window) {
        PacingProfile profile =
                new PacingProfile(
                        like.name(),
                        like.gap(),
                        like.jitter(),
                        like.chatGap(),
                        perMinute,
                        perHour,
                        perDay);
        Pacer pacer = new Pacer(profile, PaceMemory.NONE, new SplittableRandom(7));
        Instant now = START;
        Instant end = START.plus(window.multipliedBy(100));
        int sends = 0;
        while (now.isBefore(end)) {
            pacer.sent(now);
            sends++;
            now = pacer.opensAt(now);
        }
        return sends / 100.0;
    }

    private static PacingProfile anyProfile(RandomGenerator random) {
        if (random.nextInt(4) == 0) {
            return PacingProfile.named(random.nextBoolean() ? "standard" : "strict");
        }
        int perMinute = random.nextInt(3) == 0 ? 0 : random.nextInt(1, 60);
        int perHour = random.nextInt(3) == 0 ? 0 : random.nextInt(1, 500);
        int perDay = random.nextInt(1, 3_000);
        Duration gap =
                random.nextInt(4) == 0 ? Duration.ZERO : Duration.ofMillis(random.nextInt(20_000));
        return new PacingProfile(
                "any", gap, random.nextDouble(), Duration.ZERO, perMinute, perHour, perDay);
    }

    private List<Instant> run(PacingProfile profile, SplittableRandom random, boolean stepsBack) {
        List<Instant> sent = new ArrayList<>();
        Pacer pacer = new Pacer(profile, PaceMemory.NONE, random);
        Instant end = real.plus(Duration.ofDays(4));
        while (real.isBefore(end) && sent.size() < 20_000) {
            if (random.nextInt(50) == 0) {
                pacer = new Pacer(profile, pacer.memory(), random);
            }
            waitUntilOpen(pacer, random, stepsBack);
            if (stepsBack && random.nextInt(20) == 0) {
                stepBack(random);
            }
            pacer.sent(shown());
            sent.add(real);
            if (sent.size() % 20 == 0) {
                assertSmall(pacer.memory());
            }
        }
        assertTrue(sent.size() > 4, "hardly anything was sent: " + sent.size());
        return sent;
    }

    private void waitUntilOpen(Pacer pacer, SplittableRandom random, boolean stepsBack) {
        for (Duration wait = untilOpen(pacer); !wait.isZero(); wait = untilOpen(pacer)) {
            assertTrue(wait.compareTo(Duration.ofMinutes(24 * 60 + 30)) <= 0, "waits " + wait);
            if (stepsBack && random.nextInt(20) == 0) {
                // steps in the middle of the wait; the one who waits does not notice
                stepBack(random);
            }
            real = real.plus(wait);
        }
        if (random.nextInt(10) == 0) {
            real = real.plusNanos(random.nextLong(1L << random.nextInt(30, 45)));
        }
    }

    private Duration untilOpen(Pacer pacer) {
        Instant opens = pacer.opensAt(shown());
        assertEquals(opens, pacer.opensAt(shown()));
        return Duration.between(shown(), opens);
    }

    private Instant shown() {
        return real.plus(shownAhead);
    }

    private void stepBack(RandomGenerator random) {
        shownAhead = shownAhead.minusNanos(random.nextLong(1L << random.nextInt(20, 50)));
    }

    private static void assertSmall(PaceMemory memory) {
        assertTrue(memory.minute().size() <= 13, "minute: " + memory.minute().size());
        assertTrue(memory.hour().size() <= 61, "hour: " + memory.hour().size());
        assertTrue(memory.day().size() <= 49, "day: " + memory.day().size());
    }

    private static void check(PacingProfile profile, List<Instant> sent, String where) {
        Duration shortest =
                Duration.ofNanos((long) (profile.gap().toNanos() * (1 - profile.jitter())));
        for (int i = 1; i < sent.size(); i++) {
            Duration gap = Duration.between(sent.get(i - 1), sent.get(i));
            assertTrue(gap.compareTo(shortest) >= 0, "gap of " + gap + ", " + where);
        }
        checkCap(Duration.ofMinutes(1), profile.perMinute(), sent, where);
        checkCap(Duration.ofHours(1), profile.perHour(), sent, where);
        checkCap(Duration.ofDays(1), profile.perDay(), sent, where);
    }

    /** A window, both ends included, that held one more than the cap would be too short. */
    private static void checkCap(Duration window, int cap, List<Instant> sent, String where) {
        for (int i = cap; cap > 0 && i < sent.size(); i++) {
            Duration held = Duration.between(sent.get(i - cap), sent.get(i));
            assertTrue(
                    held.compareTo(window) > 0, (cap + 1) + " sends within " + held + ", " + where);
        }
    }
}
