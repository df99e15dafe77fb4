package io.wawp.dispatcher.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SlowdownTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    /** Always the longest wait. */
    private static final RandomGenerator LONGEST =
            new RandomGenerator() {
                @Override
                public long nextLong() {
                    return 0;
                }

                @Override
                public long nextLong(long bound) {
                    return bound - 1;
                }
            };

    private final Slowdown slowdown = new Slowdown();

    @Test
    void atFirstNothingHolds() {
        assertEquals(Instant.MIN, slowdown.until());
    }

    @Test
    void growsFromASecondToAMinute() {
        Instant now = NOW;
        for (int expected : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            Instant until = slowdown.failed(now, null, LONGEST);
            assertEquals(Duration.ofSeconds(expected), Duration.between(now, until));
            now = until;
        }
    }

    @Test
    void waitsAnythingUpToThatLength() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        Instant now = NOW;
        Duration shortest = Duration.ofMinutes(1);
        for (int i = 0; i < 1_000; i++) {
            Instant until = slowdown.failed(now, null, random);
            Duration wait = Duration.between(now, until);
            assertTrue(wait.isPositive() && wait.compareTo(Duration.ofMinutes(1)) <= 0);
            shortest = wait.compareTo(shortest) < 0 ? wait : shortest;
            now = until;
        }
        assertTrue(shortest.compareTo(Duration.ofSeconds(10)) < 0, "full jitter");
    }

    @Test
    void failuresOfOneBurstCountOnce() {
        Instant until = slowdown.failed(NOW, null, LONGEST);
        for (int i = 0; i < 50; i++) {
            slowdown.failed(NOW, null, LONGEST);
        }
        assertEquals(until, slowdown.until());
        assertEquals(
                Duration.ofSeconds(2),
                Duration.between(until, slowdown.failed(until, null, LONGEST)));
    }

    @Test
    void aLongerWishIsHonoured() {
        assertEquals(NOW.plusSeconds(90), slowdown.failed(NOW, Duration.ofSeconds(90), LONGEST));
    }

    @Test
    void aShorterWishIsNot() {
        assertEquals(NOW.plusSeconds(1), slowdown.failed(NOW, Duration.ofMillis(1), LONGEST));
    }

    @Test
    void aWishBeyondAnHourIsAnHour() {
        assertEquals(NOW.plusSeconds(3600), slowdown.failed(NOW, Duration.ofDays(10_000), LONGEST));
    }

    @Test
    void successMakesAllAsNew() {
        slowdown.failed(NOW, Duration.ofMinutes(5), LONGEST);
        slowdown.succeeded();
        assertFalse(slowdown.until().isAfter(NOW));
        assertEquals(NOW.plusSeconds(1), slowdown.failed(NOW, null, LONGEST));
    }
}
