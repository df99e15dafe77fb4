package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.Priority;
import io.wawp.dispatcher.lane.Place;
import io.wawp.dispatcher.model.Ticket;
import org.jspecify.annotations.Nullable;

/**
 * A command as its line holds it: its ticket and where it is. There may be very many, so it holds
 * nothing more. Its fields are guarded by the line's lock; compared by identity.
 */
final class Waiter {
    /** Where a command is within its line. */
    enum Whereabouts {
        /** Its time has not come; in the calendar. */
        SCHEDULED,
        /** In its lane, before the turnstile. */
        STANDING,
        /** Through the turnstile; a thread walks its path. */
        WALKING,
        /** Ended, or on its way to be ended. */
        GONE
    }

    final Ticket ticket;
    Whereabouts whereabouts = Whereabouts.SCHEDULED;

    /** Whether the calendar watches its expiry. */
    boolean watched;

    /** How often in a row its walk ended in a broken assumption. */
    byte broken;

    /** Null while it was not looked for before another send of it. */
    @Nullable Recheck recheck;

    Waiter(Ticket ticket) {
        this.ticket = ticket;
    }

    Place place() {
        return new Place(rank(ticket.priority()), ticket.dueAt(), ticket.sequence());
    }

    private static int rank(Priority priority) {
        return switch (priority) {
            case HIGH -> 0;
            case NORMAL -> 1;
            case LOW -> 2;
        };
    }

    boolean isWaiting() {
        return whereabouts == Whereabouts.SCHEDULED || whereabouts == Whereabouts.STANDING;
    }
}
