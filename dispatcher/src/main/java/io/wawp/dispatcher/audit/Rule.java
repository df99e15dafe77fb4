package io.wawp.dispatcher.audit;

import java.util.Locale;

/** What the auditor can find to be broken. Names are stable: scripts select by them. */
public enum Rule {
    /** A record whose time is over, or any in a drained system, has no terminal outcome. */
    LOST(Invariant.I1),
    /** A second terminal outcome of one record. */
    ENDED_TWICE(Invariant.I1),
    /** The same outcome once more, under the same event id. */
    TOLD_AGAIN(Invariant.I1),
    /** ACCEPTED after the terminal outcome, or for what is a duplicate. */
    ACCEPTED_TOO_LATE(Invariant.I1),
    /** An ending that only an accepted command can have, of one that never was. */
    NEVER_ACCEPTED(Invariant.I1),
    /** DUPLICATE, and the command that it names was not let in before it under its key. */
    DUPLICATE_OF_NOTHING(Invariant.I1),
    /** REJECTED for its bytes, which are a sound command's. */
    REJECTED_WRONGLY(Invariant.I1),
    /** EXPIRED while the command's time was not over. */
    EXPIRED_TOO_EARLY(Invariant.I1),
    /** An outcome whose source is no record of a command topic. */
    OUTCOME_OF_NOTHING(Invariant.I1),
    /** An outcome that names another command, chat, key or run than its source. */
    OUTCOME_DIFFERS(Invariant.I1),
    /** A record of the outcome, delivery or dead-letter topic that is none of the contract's. */
    UNREADABLE(Invariant.I1),
    /** SENT, and Wawp never took such a message. */
    SENT_WITHOUT_CALL(Invariant.I1),
    /** Two commands count on one and the same message. */
    MESSAGE_COUNTED_TWICE(Invariant.I1),
    /** Two commands of one key were let in although the first was known, or should have been. */
    KEY_ADMITTED_TWICE(Invariant.I3),
    /** Two commands of one key are SENT. */
    KEY_SENT_TWICE(Invariant.I3),
    /** Wawp took more messages of a command than were asked for. */
    SENT_TWICE(Invariant.I3),
    /** Wawp took the message of a command that is told as not sent. */
    SENT_THOUGH_DENIED(Invariant.I3),
    /** Wawp was called for a command that there is not, or in another chat than the command's. */
    CALLED_FOR_NOTHING(Invariant.I3),
    /** A later command of a chat was sent before an earlier one had ended. */
    OVERTAKEN(Invariant.I4),
    /** More sends than the instance's pace allows. */
    TOO_FAST(Invariant.I5),
    /** REJECTED or FAILED, and there is no dead letter. */
    DEAD_LETTER_MISSING(Invariant.I7),
    /** A second dead letter of one record. */
    DEAD_LETTER_TWICE(Invariant.I7),
    /** A dead letter that is not the original's bytes, key and headers, or names other reasons. */
    DEAD_LETTER_DIFFERS(Invariant.I7),
    /** A dead letter of what did not end REJECTED or FAILED. */
    DEAD_LETTER_OF_NOTHING(Invariant.I7),
    /** A status that is lower than the one before, or the same once more. */
    DELIVERY_WENT_BACK(Invariant.DELIVERY),
    /** A record after the final one. */
    DELIVERY_AFTER_FINAL(Invariant.DELIVERY),
    /** A delivery of a command that is not SENT. */
    DELIVERY_OF_NOTHING(Invariant.DELIVERY),
    /** A delivery of another message than the one that its command was sent as. */
    DELIVERY_DIFFERS(Invariant.DELIVERY);

    private final Invariant invariant;

    Rule(Invariant invariant) {
        this.invariant = invariant;
    }

    /** The promise that it belongs to. */
    public Invariant invariant() {
        return invariant;
    }

    /** Lower snake case, as in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
