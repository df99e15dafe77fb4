package io.wawp.dispatcher.dispatch;

import io.wawp.dispatcher.model.Attempts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a command whose send failed is tried again: an exponential back-off with full jitter, from 1
 * second to 60, and a last try at the end of its time for trying. Arithmetic only; thread-safe if
 * its source of randomness is.
 */
final class RetryRule {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Duration maxElapsed;
    private final RandomGenerator random;

    RetryRule(Duration maxElapsed, RandomGenerator random) {
        this.maxElapsed = maxElapsed;
        this.random = random;
    }

    /**
     * The next try after one that failed.
     *
     * @param attempts with the one that failed
     * @param retryAfter how long Wawp asked to wait, or null; honoured within the time for trying
     * @return when to try again; empty when the time for trying is over
     */
    Optional<Instant> next(Attempts attempts, @Nullable Duration retryAfter, Instant now) {
        Instant first = attempts.first();
        Instant last = (first == null ? now : first).plus(maxElapsed);
        if (!now.isBefore(last)) {
            return Optional.empty();
        }
        Instant next = now.plus(pause(attempts.begun()));
        if (retryAfter != null && next.isBefore(now.plus(retryAfter))) {
            next = now.plus(retryAfter);
        }
        return Optional.of(next.isBefore(last) ? next : last);
    }

    /**
     * A wait after the given number of failures in a row.
     *
     * @param failures at least 1
     */
    Duration pause(int failures) {
        Duration most = FIRST.multipliedBy(1L << Math.clamp(failures - 1, 0, 6));
        return Duration.ofNanos(random.nextLong(Math.min(most.toNanos(), LONGEST.toNanos())) + 1);
    }
}
