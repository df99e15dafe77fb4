package io.wawp.dispatcher.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the looks right before another send of one command have said. Belongs to the thread that
 * walks, one after the other.
 */
final class Recheck {
    /** How long an absence stands for: time enough for a turn, a pace and typing. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    /** Between two looks that both failed lies no more than this, or the number was paused. */
    private static final Duration LONGEST_STEP = Duration.ofMinutes(1);

    private @Nullable Long absentAt;
    private @Nullable Long blindAt;
    private Duration blind = Duration.ZERO;

    /**
     * @param clock monotonic, in nanoseconds
     */
    boolean isFresh(long clock) {
        return absentAt != null && clock - absentAt < FRESH.toNanos();
    }

    /** Whether a look was in vain, because its turn came too late after it. */
    boolean isStale(long clock) {
        return absentAt != null && !isFresh(clock);
    }

    void absent(long clock) {
        absentAt = clock;
        blindAt = null;
        blind = Duration.ZERO;
    }

    /**
     * A look could not tell.
     *
     * @return for how long none could, without the time in which the number was paused
     */
    Duration blind(long clock) {
        absentAt = null;
        if (blindAt != null) {
            Duration step = Duration.ofNanos(clock - blindAt);
            blind = blind.plus(step.compareTo(LONGEST_STEP) < 0 ? step : LONGEST_STEP);
        }
        blindAt = clock;
        return blind;
    }
}
