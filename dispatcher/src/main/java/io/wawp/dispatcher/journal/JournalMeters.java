package io.wawp.dispatcher.journal;

import java.time.Duration;

/** What the journal tells an operator. Called by the loop: implementations are quick. */
public interface JournalMeters {
    JournalMeters NONE = new JournalMeters() {};

    /** A transaction was committed: how many records it held and how long it took. */
    default void committed(int records, Duration took) {}

    /** A transaction was aborted and will be tried again. Many in a row: look at the broker. */
    default void aborted() {}

    /** The producer was fenced, or a commit's end is unknown: the worker joined anew. */
    default void rejoined() {}

    /** A record that is known already was read once more: somebody reset offsets. */
    default void replayed() {}

    /** A shard's journal was read. */
    default void restored(int entries, Duration took) {}

    /** A command's content was not in memory and was read from the journal. */
    default void readBack() {}

    /** Reading stopped because too many commands are open (true), or goes on (false). */
    default void full(boolean full) {}
}
