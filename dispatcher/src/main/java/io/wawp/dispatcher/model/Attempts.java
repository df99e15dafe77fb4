package io.wawp.dispatcher.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The sends of one run of a command so far.
 *
 * @param begun how many were journaled as begun
 * @param unclear how many of them ended unclear and were not found in the chat: each may still show
 *     up there as a late copy
 * @param first when the first began; null before it
 */
public record Attempts(int begun, int unclear, @Nullable Instant first) {
    public static final Attempts NONE = new Attempts(0, 0, null);

    /** One more send begins. */
    public Attempts begin(Instant now) {
        return new Attempts(begun + 1, unclear, first == null ? now : first);
    }

    /** The send that was begun last ended unclear, and looking did not find it. */
    public Attempts notFound() {
        return new Attempts(begun, unclear + 1, first);
    }

    /** The send that was begun last certainly did not happen and does not count as one. */
    public Attempts withdrawn() {
        return new Attempts(begun - 1, unclear, begun == 1 ? null : first);
    }
}
