package io.wawp.dispatcher.model;

import io.wawp.common.command.MessageId;
import java.util.List;

/**
 * Which messages of a chat with the very same content belong to earlier commands, so that looking
 * for a send never takes another command's message for its own.
 *
 * @param ids known ids
 * @param unnamed how many more there are, or may be, whose id is not known; they were sent earlier,
 *     so the oldest unclaimed matches are theirs
 * @param late how many of the unnamed ones need not be there at all: sends that a look did not find
 */
public record Claims(List<MessageId> ids, int unnamed, int late) {
    public static final Claims NONE = new Claims(List.of(), 0);

    public Claims {
        ids = List.copyOf(ids);
        if (late > unnamed) {
            throw new IllegalArgumentException(late + " late ones of " + unnamed);
        }
    }

    /** Where all that are unnamed are there. */
    public Claims(List<MessageId> ids, int unnamed) {
        this(ids, unnamed, 0);
    }
}
