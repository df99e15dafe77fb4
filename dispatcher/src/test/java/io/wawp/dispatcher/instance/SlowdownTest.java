package io.wawp.dispatcher.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SlowdownTest {
    /** As a monotonic clock may stand: about to begin anew. */
    private static final long NOW = Long.MAX_VALUE - 1_000_000_000L;

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
        assertEquals(Duration.ZERO, slowdown.left(NOW));
    }

    @Test
    void growsFromASecondToAMinute() {
        long now = NOW;
        for (int expected : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            Duration wait = slowdown.failed(now, null, LONGEST);
            assertEquals(Duration.ofSeconds(expected), wait);
            assertEquals(wait, slowdown.left(now));
            now += wait.toNanos();
            assertEquals(Duration.ZERO, slowdown.left(now));
        }
    }

    @Test
    void waitsAnythingUpToThatLength() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        long now = NOW;
        Duration shortest = Duration.ofMinutes(1);
        for (int i = 0; i < 1_000; i++) {
            Duration wait = slowdown.failed(now, null, random);
            assertTrue(wait.isPositive() && wait.compareTo(Duration.ofMinutes(1)) <= 0);
            shortest = wait.compareTo(shortest) < 0 ? wait : shortest;
            now += wait.toNanos();
        }
        assertTrue(shortest.compareTo(Duration.ofSeconds(10)) < 0, "full jitter");
    }

    @Test
    void failuresOfOneBurstCountOnce() {
        Duration wait = slowdown.failed(NOW, null, LONGEST);
        for (int i = 0; i < 50; i++) {
            assertEquals(wait, slowdown.failed(NOW, null, LONGEST));
        }
        assertEquals(wait.minusNanos(7), slowdown.failed(NOW + 7, null, LONGEST));
        assertEquals(Duration.ofSeconds(2), slowdown.failed(NOW + wait.toNanos(), null, LONGEST));
    }

    @Test
    void aLongerWishIsHonoured() {
        assertEquals(Duration.ofSeconds(90), slowdown.failed(NOW, Duration.ofSeconds(90), LONGEST));
    }

    @Test
    void aShorterWishIsNot() {
        assertEquals(Duration.ofSeconds(1), slowdown.failed(NOW, Duration.ofMillis(1), LONGEST));
    }

    @Test
    void aWishBeyondAnHourIsAnHour() {
        assertEquals(Duration.ofHours(1), slowdown.failed(NOW, Duration.ofDays(10_000), LONGEST));
    }

    @Test
    void successMakesAllAsNew() {
        slowdown.failed(NOW, Duration.ofMinutes(5), LONGEST);
        slowdown.succeeded();
        assertEquals(Duration.ZERO, slowdown.left(NOW));
        assertEquals(Duration.ofSeconds(1), slowdown.failed(NOW, null, LONGEST));
    }
}
