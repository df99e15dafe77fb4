package io.wawp.common.outcome;

/** What became of a command. */
public enum OutcomeStatus {
    /** It is journaled: from here on it is not lost. Not an ending. */
    ACCEPTED,
    /** Wawp has it. How far it got is told by deliveries. */
    SENT,
    /** Wawp, or we after trying, gave it up. */
    FAILED,
    /** Its time was over before it was sent. */
    EXPIRED,
    /** It may have been sent and no look in the chat could tell. A person decides. */
    UNRESOLVED,
    /** An operator took it back before it was sent. */
    CANCELLED,
    /** It never went near Wawp: it breaks the contract. */
    REJECTED,
    /** It is the same send as an earlier command. */
    DUPLICATE;

    /** Whether nothing follows for this run of the command. */
    public boolean isTerminal() {
        return this != ACCEPTED;
    }
}
