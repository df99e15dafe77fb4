package io.wawp.dispatcher.audit;

import java.time.Duration;

/**
 * The fastest that an instance may send. Zero means no limit.
 *
 * @param gap never less between the beginnings of two sends; with jitter the smallest it may draw
 * @param perMinute the most sends in any 60 seconds
 * @param perHour the most in any 60 minutes
 * @param perDay the most in any 24 hours
 */
public record Pace(Duration gap, int perMinute, int perHour, int perDay) {
    /** No limit at all. */
    public static final Pace NONE = new Pace(Duration.ZERO, 0, 0, 0);

    public Pace {
        if (gap.isNegative() || perMinute < 0 || perHour < 0 || perDay < 0) {
            throw new IllegalArgumentException("a pace has no negative limits");
        }
    }

    boolean isNone() {
        return equals(NONE);
    }
}
