package io.wawp.dispatcher.instance;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Until when nothing should be tried for an instance because Wawp was out of reach or asked for
 * less: a back-off with full jitter, 1 second doubling to 60. Pure arithmetic over the times it is
 * given; thread-safe.
 */
public final class Slowdown {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofSeconds(60);

    /** A wish longer than this is more likely a mistake; we ask again then. */
    private static final Duration LONGEST_WISH = Duration.ofHours(1);

    private int steps;
    private Instant until = Instant.MIN;

    /**
     * A try failed through no fault of the command. Failures that come in while the wait of an
     * earlier one runs are of the same burst and do not make it grow.
     *
     * @param retryAfter how long Wawp asked to wait, honoured up to an hour where it is longer than
     *     the back-off; or null
     * @return {@link #until()} from now on; it never moves back but by {@link #succeeded()}
     */
    public synchronized Instant failed(
            Instant now, @Nullable Duration retryAfter, RandomGenerator random) {
        if (!now.isBefore(until)) {
            long most = BackOff.wait(FIRST, MAX, steps).toNanos();
            steps = Math.min(steps + 1, 30);
            until = now.plusNanos(random.nextLong(most) + 1);
        }
        if (retryAfter != null) {
            Duration wish = retryAfter.compareTo(LONGEST_WISH) < 0 ? retryAfter : LONGEST_WISH;
            Instant wished = now.plus(wish);
            until = wished.isAfter(until) ? wished : until;
        }
        return until;
    }

    /** Until when nothing should be tried; {@link Instant#MIN} when nothing holds. */
    public synchronized Instant until() {
        return until;
    }

    /** Wawp answered as it should: all is as new. */
    public synchronized void succeeded() {
        steps = 0;
        until = Instant.MIN;
    }
}
