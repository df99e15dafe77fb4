package io.wawp.dispatcher.kafka;

import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a stage of the worker waits for while it cannot go on: told in the log once when it begins,
 * or becomes something else, and once when it is over. Thread-safe.
 */
public final class Hindrance {
    private static final Logger log = LoggerFactory.getLogger(Hindrance.class);

    private final String stage;
    private final Time time;
    private @Nullable String reason;
    private long since;

    /**
     * @param stage as the log names it
     */
    public Hindrance(String stage, Time time) {
        this.stage = stage;
        this.time = time;
    }

    /**
     * It cannot go on.
     *
     * @param why what it waits for, and what an operator can do about it
     */
    public synchronized void because(String why) {
        if (reason == null) {
            since = time.nanoTime();
        }
        if (!why.equals(reason)) {
            reason = why;
            log.warn(
                    "{} stands still, tries again and loses nothing. It waits for this: {}",
                    stage,
                    why);
        }
    }

    /** It goes on, or was going on anyway. */
    public synchronized void over() {
        if (reason != null) {
            reason = null;
            log.info("{} goes on; it stood still for {} s", stage, length().toSeconds());
        }
    }

    /** What it waits for; empty while it goes on. */
    public synchronized Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** How long it has been waiting; zero while it goes on. */
    public synchronized Duration lasting() {
        return reason == null ? Duration.ZERO : length();
    }

    private Duration length() {
        return Duration.ofNanos(time.nanoTime() - since);
    }
}
