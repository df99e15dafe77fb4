package io.wawp.dispatcher.dispatch;

import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.OutcomeTable;
import java.time.Duration;
import java.time.Instant;

/**
 * Until when an ended command is remembered. Never for less than its own expiry, so that its record
 * read again from an old offset sends nothing; and for the redrive window where somebody may still
 * ask for another run of it, since without its entry nobody could say whether it was sent: it ended
 * with a dead letter, or may have been sent, or is a later run already (whose dead letter of an
 * earlier one may still be redriven by mistake). Immutable.
 *
 * @param dedupWindow how long after its end any command is remembered at the least
 * @param redriveWindow how long those are that may be asked for again; the life of dead letters
 */
record KeyMemory(Duration dedupWindow, Duration redriveWindow) {

    /**
     * When the key may be forgotten.
     *
     * @param entry the command
     * @param end the state in which it ends
     */
    Instant forgetAfter(CommandEntry entry, CommandState end, Instant now) {
        Instant least = now.plus(dedupWindow);
        if (mayBeAskedForAgain(entry, end)) {
            least = later(least, now.plus(redriveWindow));
        }
        return later(least, entry.expiresAt());
    }

    static Instant later(Instant one, Instant two) {
        return one.isAfter(two) ? one : two;
    }

    private static boolean mayBeAskedForAgain(CommandEntry entry, CommandState end) {
        return entry.run() > 1
                || (end instanceof CommandState.Ended ended
                        && (ended.mayHaveBeenSent()
                                || OutcomeTable.isDeadLettered(ended.status())));
    }
}
