package io.wawp.dispatcher.dispatch;

import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.Ticket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One command's way from the turnstile to where it leaves its line again. What the line granted it
 * is guarded by the line's lock; the rest belongs to the thread that walks.
 */
final class Passage {
    final Waiter waiter;

    /** How long to type; null when it is not known yet. */
    @Nullable Duration typing;

    /** Read ahead of its turn, or null. */
    @Nullable LoadedCommand readAhead;

    // What the line granted, taken back when the send is over; guarded by the line's lock.
    boolean first;
    boolean probe;
    boolean permit;
    boolean inTheAir;
    boolean uncounted;

    /** Restored, and what was sent is not registered yet; belongs to the thread that walks. */
    boolean awaited;

    /** Before when nobody else of its chat may pass, by the clock of its line's turnstile. */
    long chatRestsUntil = Long.MIN_VALUE;

    /** With the send that was begun last on this way; null before it. */
    @Nullable Attempts attempts;

    /** How its last send ended, while that is not journaled. */
    @Nullable SendResult answer;

    /**
     * From when on the monotonic clock a look that does not find it counts; null while no send of
     * it was begun here.
     */
    @Nullable Long absenceCountsFrom;

    Passage(Waiter waiter) {
        this.waiter = waiter;
    }

    Ticket ticket() {
        return waiter.ticket;
    }
}
