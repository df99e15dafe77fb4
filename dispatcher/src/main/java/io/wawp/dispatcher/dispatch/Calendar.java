package io.wawp.dispatcher.dispatch;

import io.wawp.dispatcher.dispatch.Waiter.Whereabouts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * When the waiting commands of one line become due, and when they expire. A command costs a
 * reference in each of two heaps. Those that are gone are taken out when they come to the top, or
 * all at once when they are more than half. Times are milliseconds since 1970. Not thread-safe: its
 * line locks.
 */
final class Calendar {
    /** Below this, cleaning is not worth it. */
    private static final int FEW = 64;

    private final PriorityQueue<Waiter> scheduled =
            new PriorityQueue<>(
                    Comparator.comparingLong((Waiter waiter) -> waiter.ticket.notBefore())
                            .thenComparingLong(waiter -> waiter.ticket.sequence()));
    private final PriorityQueue<Waiter> expiring =
            new PriorityQueue<>(
                    Comparator.comparingLong((Waiter waiter) -> waiter.ticket.expiresAt()));
    private int gone;

    /** To be told by {@link #due} at its time. */
    void schedule(Waiter waiter) {
        waiter.whereabouts = Whereabouts.SCHEDULED;
        scheduled.add(waiter);
    }

    /** To be told by {@link #expired} at its time, should it still wait. */
    void watch(Waiter waiter) {
        if (!waiter.watched) {
            waiter.watched = true;
            expiring.add(waiter);
        }
    }

    /** A command is gone that may still be in here. */
    void left(Waiter waiter) {
        waiter.whereabouts = Whereabouts.GONE;
        if (waiter.watched && ++gone > FEW && gone > expiring.size() / 2) {
            expiring.removeIf(one -> one.whereabouts == Whereabouts.GONE);
            scheduled.removeIf(one -> one.whereabouts == Whereabouts.GONE);
            gone = 0;
        }
    }

    /** Whether nobody waits. Looks at everybody, but most of those who are gone are out already. */
    boolean isEmpty() {
        return expiring.stream().noneMatch(Waiter::isWaiting)
                && scheduled.stream().noneMatch(Waiter::isWaiting);
    }

    /** Those whose time has come; they are not scheduled any more. */
    List<Waiter> due(long now) {
        var due = new ArrayList<Waiter>();
        for (Waiter first = scheduled.peek();
                first != null && first.ticket.notBefore() <= now;
                first = scheduled.peek()) {
            scheduled.remove();
            if (first.whereabouts == Whereabouts.SCHEDULED) {
                due.add(first);
            }
        }
        return due;
    }

    /** Those that wait and are over. Who is being sent is not watched any more from then on. */
    List<Waiter> expired(long now) {
        var expired = new ArrayList<Waiter>();
        for (Waiter first = expiring.peek();
                first != null
                        && (first.ticket.expiresAt() <= now
                                || first.whereabouts == Whereabouts.GONE);
                first = expiring.peek()) {
            expiring.remove();
            first.watched = false;
            if (first.whereabouts == Whereabouts.GONE) {
                gone = Math.max(0, gone - 1);
            } else if (first.isWaiting()) {
                expired.add(first);
            }
        }
        return expired;
    }

    /** When the next becomes due or expires; {@code Long.MAX_VALUE} if none does. */
    long next() {
        Waiter due = scheduled.peek();
        Waiter over = expiring.peek();
        return Math.min(
                due == null ? Long.MAX_VALUE : due.ticket.notBefore(),
                over == null ? Long.MAX_VALUE : over.ticket.expiresAt());
    }
}
