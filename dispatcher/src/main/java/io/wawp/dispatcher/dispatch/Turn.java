package io.wawp.dispatcher.dispatch;

import io.wawp.dispatcher.model.PaceMemory;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is by the pace of one line. With a pace, one command at a time has the turn, from
 * the turnstile to the first byte of its send. Who would be next is read while it still stands, to
 * know how long typing it takes: so it passes no earlier than that needs, and until then a more
 * urgent one can go first. Not thread-safe: its line locks.
 */
final class Turn {
    /** Longer typing than this there is not, so the next command need not be read earlier. */
    private static final Duration READ_AHEAD = Duration.ofMinutes(1);

    private final Pace pace;
    private final Duration sendBy;
    private @Nullable Passage next;
    private @Nullable Passage toRead;
    private boolean reading;
    private boolean taken;

    /**
     * @param sendBy how long a send that was journaled may still be written
     */
    Turn(Pace pace, Duration sendBy) {
        this.pace = pace;
        this.sendBy = sendBy;
    }

    /** The last owner may have sent until then, and nothing is known of which chat. */
    void othersMaySendUntil(Instant moment) {
        pace.othersMaySendUntil(moment);
    }

    /** The last owner may still write a send that it journaled. */
    void othersMayStillSend(Instant now) {
        pace.othersMaySendUntil(now.plus(sendBy));
    }

    void use(String profile) {
        pace.use(profile);
    }

    boolean isPaced() {
        return pace.isPaced();
    }

    boolean isTaken() {
        return taken;
    }

    /**
     * When that head may pass; in the far future when something else has to happen first. To be
     * followed by {@link #wantsRead}.
     */
    Instant mayPassAt(Waiter head, Instant now) {
        if (!pace.isPaced()) {
            return now;
        }
        if (taken) {
            return Instant.MAX;
        }
        Instant opens = pace.opensAt(now, sendBy);
        Passage ahead = next;
        if (ahead == null || ahead.waiter != head) {
            Instant readAt = opens.minus(READ_AHEAD);
            return readAt.isAfter(now) ? readAt : readAhead(head);
        }
        Duration typing = ahead.typing;
        return typing == null ? Instant.MAX : opens.minus(typing);
    }

    private Instant readAhead(Waiter head) {
        if (!reading) {
            reading = true;
            next = new Passage(head);
            toRead = next;
        }
        return Instant.MAX; // asked again when the reading is done
    }

    /** What is to be read ahead now, told once; null for nothing. */
    @Nullable Passage wantsRead() {
        Passage wanted = toRead;
        toRead = null;
        return wanted;
    }

    void readAheadDone(Passage passage, Duration typing) {
        reading = false;
        passage.typing = typing;
    }

    /** It passes, and has the turn where there is one. */
    Passage pass(Waiter waiter) {
        Passage ahead = next;
        Passage passage = ahead != null && ahead.waiter == waiter ? ahead : new Passage(waiter);
        next = null;
        passage.first = pace.isPaced();
        taken |= passage.first;
        return passage;
    }

    /** When the send of one who passed may begin, now or later. */
    Instant opensAt(Passage passage, Instant now) {
        return passage.first ? pace.opensAt(now, sendBy) : now;
    }

    /** Its send is about to be journaled. */
    void begin(Passage passage) {
        passage.uncounted = true;
        pace.begin();
    }

    /**
     * Its send is being written, or was given up: it counts, and the next may have the turn.
     *
     * @param clock of the turnstile, in nanoseconds
     */
    void over(Passage passage, Instant now, long clock) {
        if (passage.uncounted) {
            passage.uncounted = false;
            pace.sent(now);
            Duration rest = pace.chatRest();
            if (rest.isPositive()) {
                passage.chatRestsUntil = clock + rest.toNanos();
            }
        }
        if (passage.first) {
            passage.first = false;
            taken = false;
        }
    }

    PaceMemory memory(Instant now) {
        return pace.memory(now);
    }
}
