package io.wawp.dispatcher.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hundred thousand stand: the work of a step is counted, not timed. */
final class TurnstileScaleTest {
    private static final int MANY = 100_000;

    /** Counts how often it is compared. */
    private static final class Counted {
        private static long comparisons;
        private final int number;

        Counted(int number) {
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            comparisons++;
            return other instanceof Counted counted && counted.number == number;
        }

        @Override
        public int hashCode() {
            return number;
        }
    }

    @ParameterizedTest(name = "{0} lanes")
    @ValueSource(ints = {1, 100, MANY})
    void allPassInOrderWithRestsBetween(int lanes) {
        Turnstile<Integer> turnstile = new Turnstile<>();
        for (int i = 0; i < MANY; i++) {
            turnstile.stand(i % lanes, new Place(0, 0, i), i);
        }
        long now = 0;
        for (int i = 0; i < MANY; i++) {
            if (turnstile.next(now).isEmpty()) {
                now = turnstile.nextRestEnd(now);
            }
            assertEquals(i, turnstile.pass(now).orElseThrow());
            turnstile.free(i % lanes, now + 10);
        }
        assertTrue(turnstile.isEmpty());
        turnstile.next(now + 10);
        assertEquals(0, turnstile.lanes());
    }

    @ParameterizedTest(name = "{0} lanes")
    @ValueSource(ints = {1, 100, MANY})
    void givingUpComparesOnlyAFew(int lanes) {
        Turnstile<Counted> turnstile = new Turnstile<>();
        for (int i = 0; i < MANY; i++) {
            turnstile.stand(i % lanes, new Place(0, 0, i), new Counted(i));
        }
        Counted.comparisons = 0;
        for (int i = MANY - 1; i >= 0; i--) {
            assertTrue(turnstile.remove(i % lanes, new Counted(i)));
        }
        assertTrue(turnstile.isEmpty());
        assertTrue(Counted.comparisons < 10L * MANY, () -> Counted.comparisons + " comparisons");
    }

    @Test
    void aLanesHeapStaysShallowWhoeverLeaves() {
        long seed = RandomGenerator.getDefault().nextLong();
        System.out.println("TurnstileScaleTest seed " + seed);
        RandomGenerator random = new SplittableRandom(seed);
        Lane<Integer> lane = new Lane<>(1);
        List<Waiting<Integer>> waiting = new ArrayList<>();
        for (int step = 0; step < MANY; step++) {
            if (waiting.isEmpty() || random.nextInt(3) > 0) {
                int place = random.nextBoolean() ? step : random.nextInt(step + 1);
                Waiting<Integer> one = new Waiting<>(lane, new Place(0, place, step), step, false);
                lane.join(one);
                waiting.add(one);
            } else {
                int chosen = random.nextInt(waiting.size());
                lane.leave(waiting.get(chosen));
                waiting.set(chosen, waiting.getLast());
                waiting.removeLast();
            }
            int most = 32 - Integer.numberOfLeadingZeros(waiting.size());
            int depth = lane.head == null ? 0 : lane.head.depth();
            assertTrue(depth <= most, () -> "seed " + seed + ": depth " + depth);
        }
    }
}
