package io.wawp.dispatcher.dispatch;

import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The one alarm of a line. May ring early, never late: who hears it looks what is due. Not
 * thread-safe: its line locks.
 */
final class Bell {
    /** A jump of the wall clock is noticed at the latest after this. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Time time;
    private final Runnable ring;
    private Time.@Nullable Alarm alarm;
    private Instant at = Instant.MAX;

    /**
     * @param ring runs without the lock, and calls {@link #rang} first
     */
    Bell(Time time, Runnable ring) {
        this.time = time;
        this.ring = ring;
    }

    /** Rings then, or earlier if it was to ring earlier anyway; {@link Instant#MAX}: never. */
    void ringAt(Instant wanted) {
        if (wanted.equals(Instant.MAX)) {
            silence();
            return;
        }
        if (alarm != null) {
            if (!at.isAfter(wanted)) {
                return;
            }
            alarm.cancel();
        }
        Duration wait = Duration.between(time.now(), wanted);
        at = wanted;
        alarm = time.after(wait.compareTo(LONGEST) > 0 ? LONGEST : wait, ring);
    }

    void silence() {
        if (alarm != null) {
            alarm.cancel();
        }
        rang();
    }

    /** It rang, so none is set. */
    void rang() {
        alarm = null;
        at = Instant.MAX;
    }
}
