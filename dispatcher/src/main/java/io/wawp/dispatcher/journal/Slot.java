package io.wawp.dispatcher.journal;

/** What the index keeps of one command: where its entry stands, and a little more. */
sealed interface Slot permits OpenCommand, Slot.Finished {

    /** Of the command's last entry in the journal's partition. */
    long offset();

    /**
     * A command that has ended, remembered until its dedup window is over.
     *
     * @param forgetAfter milliseconds since 1970
     */
    record Finished(long offset, long forgetAfter) implements Slot {}
}
