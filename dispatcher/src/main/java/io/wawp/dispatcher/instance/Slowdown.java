package io.wawp.dispatcher.instance;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * For how long nothing should be tried for an instance because Wawp was out of reach or asked for
 * less: a back-off with full jitter, 1 second doubling to 60. Pure arithmetic over the times it is
 * given, all of them of the monotonic clock, so that a wall clock that is set back holds nobody up.
 * Thread-safe.
 */
public final class Slowdown {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofSeconds(60);

    /** A wish longer than this is more likely a mistake; we ask again then. */
    private static final Duration LONGEST_WISH = Duration.ofHours(1);

    private int steps;
    private @Nullable Long until;

    /**
     * A try failed through no fault of the command. Failures that come in while the wait of an
     * earlier one runs are of the same burst and do not make it grow.
     *
     * @param now nanoseconds of the monotonic clock
     * @param retryAfter how long Wawp asked to wait, honoured up to an hour where it is longer than
     *     the back-off; or null
     * @return {@link #left} from now on; it never grows shorter but with time, and by {@link
     *     #succeeded()}
     */
    public synchronized Duration failed(
            long now, @Nullable Duration retryAfter, RandomGenerator random) {
        Duration left = left(now);
        if (!left.isPositive()) {
            long most = BackOff.wait(FIRST, MAX, steps).toNanos();
            steps = Math.min(steps + 1, 30);
            left = Duration.ofNanos(random.nextLong(most) + 1);
        }
        if (retryAfter != null) {
            Duration wish = retryAfter.compareTo(LONGEST_WISH) < 0 ? retryAfter : LONGEST_WISH;
            left = wish.compareTo(left) > 0 ? wish : left;
        }
        until = now + left.toNanos();
        return left;
    }

    /**
     * For how long nothing should be tried; zero when nothing holds.
     *
     * @param now nanoseconds of the monotonic clock
     */
    public synchronized Duration left(long now) {
        long nanos = until == null ? 0 : until - now;
        return nanos > 0 ? Duration.ofNanos(nanos) : Duration.ZERO;
    }

    /** Wawp answered as it should: all is as new. */
    public synchronized void succeeded() {
        steps = 0;
        until = null;
    }
}
