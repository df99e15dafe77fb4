package io.wawp.dispatcher.model;

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
     * @param lately the last ones that are over and have, or may have, a message in their chat: a
     *     look for another's message must not take it
     * @param instances state of the shard's instances
     */
    record Restored(
            List<Ticket> open,
            List<CommandEntry> followed,
            List<CommandEntry> lately,
            List<InstanceEntry> instances) {
        public Restored {
            open = List.copyOf(open);
            followed = List.copyOf(followed);
            lately = List.copyOf(lately);
            instances = List.copyOf(instances);
        }
    }
}
