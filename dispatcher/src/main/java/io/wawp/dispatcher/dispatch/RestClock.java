package io.wawp.dispatcher.dispatch;

import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.time.Instant;

/**
 * The clock by which the lanes of a turnstile rest: monotonic, in nanoseconds from when it was
 * made. A rest is a length of time; by the wall clock it would grow by as much as that is set back.
 */
final class RestClock {
    /** No rest is meant to be longer; a wall clock that was set back makes it seem so. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Time time;
    private final long origin;

    RestClock(Time time) {
        this.time = time;
        this.origin = time.nanoTime();
    }

    long now() {
        return time.nanoTime() - origin;
    }

    /** What this clock will show at a moment of the wall clock's near future. */
    long until(Instant moment) {
        Duration rest = Duration.between(time.now(), moment);
        return now() + (rest.compareTo(LONGEST) < 0 ? rest : LONGEST).toNanos();
    }
}
