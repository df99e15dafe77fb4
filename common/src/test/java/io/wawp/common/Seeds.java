package io.wawp.common;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Runs a claim on cases drawn by chance. Every case has a seed of its own, which a failure names:
 * {@code -Dwawp.test.seed=N} draws that very case first. {@code -Dwawp.test.effort=10} draws ten
 * times as many.
 */
public final class Seeds {
    private static final long FIRST = Long.getLong("wawp.test.seed", new Random().nextLong());
    private static final int EFFORT = Integer.getInteger("wawp.test.effort", 1);

    private Seeds() {}

    /** One case. */
    public interface Claim {
        void holds(RandomGenerator random) throws Exception;
    }

    /** Draws cases and checks each. */
    public static void forAll(int cases, Claim claim) {
        for (int i = 0; i < cases * EFFORT; i++) {
            long seed = FIRST + i;
            try {
                claim.holds(new SplittableRandom(seed));
            } catch (Exception | AssertionError | StackOverflowError e) {
                throw new AssertionError(
                        "does not hold with -Dwawp.test.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
