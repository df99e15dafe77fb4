package io.wawp.dispatcher.pacing;

import java.util.random.RandomGenerator;

/** Draws the same number each time. */
record FixedDraw(double value) implements RandomGenerator {
    static final FixedDraw LOWEST = new FixedDraw(0);
    static final FixedDraw MIDDLE = new FixedDraw(0.5);
    static final FixedDraw HIGHEST = new FixedDraw(Math.nextDown(1.0));

    @Override
    public double nextDouble() {
        return value;
    }

    @Override
    public long nextLong() {
        throw new UnsupportedOperationException("only doubles are drawn");
    }
}
