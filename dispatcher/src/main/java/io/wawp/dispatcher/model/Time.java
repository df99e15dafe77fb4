package io.wawp.dispatcher.model;

import java.time.Duration;
import java.time.Instant;

/**
 * Time as a role, so that tests own it. Thread-safe. Only the wiring of the program knows the real
 * clocks.
 */
public interface Time {

    /** The wall clock. It may jump. */
    Instant now();

    /** The monotonic clock of this machine, in nanoseconds from an arbitrary origin. */
    long nanoTime();

    /**
     * Lets the calling thread wait.
     *
     * @throws InterruptedException when interrupted before the time was over
     */
    void sleep(Duration duration) throws InterruptedException;

    /**
     * Runs a task once, not earlier than after {@code delay} of the monotonic clock, on a thread
     * that all alarms share: the task must be short and must not block. A task that throws is
     * logged and harms no other.
     */
    Alarm after(Duration delay, Runnable task);

    /** A task that is to run. */
    interface Alarm {
        /** It will not begin any more, unless it has begun already. Idempotent. */
        void cancel();
    }
}
