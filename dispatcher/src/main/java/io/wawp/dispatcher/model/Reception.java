package io.wawp.dispatcher.model;

import java.time.Instant;
import java.util.List;

/**
 * Who takes care of the commands of the shards that this worker owns. Called by the journal's loop
 * alone, one call at a time; no method blocks, throws or calls the journal.
 */
public interface Reception {

    /** A shard is ours and restored. */
    void taken(Tenure tenure, Restored restored);

    /** New commands are journaled. In their order of reading. */
    void admitted(Tenure tenure, List<Ticket> tickets);

    /** The shard will be let go in a moment: begin nothing more that calls Wawp for it. */
    void windDown(Tenure tenure);

    /** Whether nothing of the shard is on its way to Wawp any more. */
    boolean isIdle(Tenure tenure);

    /** The tenure has ended: forget all about it. Its appends fail from now on. */
    void left(Tenure tenure);

    /**
     * What a shard's journal said.
     *
     * @param open commands that owe an outcome, in their order of reading
     * @param followed sent ones whose delivery is not final
     * @param recent ended ones of late that have a message in their chat, or may have; those that
     *     are followed too. In the order in which they were journaled
     * @param instances state of the shard's instances
     * @param leftOut sent ones, too, for which there was no room among the followed
     * @param rememberedSince what ended before may be missing among the recent ones, for want of
     *     room; {@link Instant#MIN} when nothing is
     */
    record Restored(
            List<Ticket> open,
            List<CommandEntry> followed,
            List<CommandEntry> recent,
            List<InstanceEntry> instances,
            LeftOut leftOut,
            Instant rememberedSince) {
        public Restored {
            open = List.copyOf(open);
            followed = List.copyOf(followed);
            recent = List.copyOf(recent);
            instances = List.copyOf(instances);
        }

        /** Of which none is left out. */
        public Restored(
                List<Ticket> open,
                List<CommandEntry> followed,
                List<CommandEntry> recent,
                List<InstanceEntry> instances) {
            this(open, followed, recent, instances, LeftOut.NONE, Instant.MIN);
        }

        public Restored with(LeftOut messages) {
            return new Restored(open, followed, recent, instances, messages, rememberedSince);
        }

        public Restored rememberedSince(Instant since) {
            return new Restored(open, followed, recent, instances, leftOut, since);
        }
    }

    /** Sent messages that are not followed on, for want of room, and whose end is to be told. */
    interface LeftOut {
        LeftOut NONE = List::of;

        /**
         * The next few as last journaled; none when there are no more. Blocks, for virtual threads.
         */
        List<CommandEntry> next() throws TenureEnded, InterruptedException;
    }
}
