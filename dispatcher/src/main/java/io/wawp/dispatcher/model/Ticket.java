package io.wawp.dispatcher.model;

import io.wawp.common.command.InstanceId;
import io.wawp.common.command.Priority;

/**
 * An open command as it waits in memory: what is needed to put it in order, and no content. The
 * journal makes tickets and gives the whole command for one: {@link Journal#read}. Compared by
 * identity. The getters never change their answer but {@link #stage()}, and may be called from any
 * thread.
 */
public interface Ticket {

    /** What is to be done with a command that a shard's new owner finds. */
    enum Stage {
        /** Admitted: goes to its lane. */
        WAITING,
        /** Tried, and waiting to be tried again: it holds its chat. */
        TRIED,
        /** A send was begun and its end is not known: look first. */
        IN_DOUBT,
        /** Sent, and its outcome is owed. */
        ACCEPTED
    }

    Tenure tenure();

    InstanceId instanceId();

    /** Equal for commands of one chat of an instance; rarely also for those of two. */
    long lane();

    Priority priority();

    /**
     * Order within chat and priority, first part: max(read, notBefore), milliseconds since 1970.
     */
    long dueAt();

    /** Order within chat and priority, second part: order of reading. */
    long sequence();

    /**
     * Not before this, milliseconds since 1970; 0 for at once. Never the time of reading: clocks of
     * two owners may differ, and nobody should have to wait for that.
     */
    long notBefore();

    /** Milliseconds since 1970. */
    long expiresAt();

    /** As last journaled. */
    Stage stage();
}
