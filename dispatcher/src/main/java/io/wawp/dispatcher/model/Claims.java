package io.wawp.dispatcher.model;

import io.wawp.common.command.MessageId;
import java.util.List;

/**
 * Which messages of a chat belong, or may belong, to earlier commands, so that looking for a send
 * never takes another command's message for its own.
 *
 * @param ids known ids
 * @param unnamed how many more there are, or may be, of the same look, whose id is not known
 * @param late how many of these may appear at any time: copies of sends that were looked for in
 *     vain. The others were there before this send
 * @param vague how many more there may be of the same type with another look, which a listing that
 *     tells no content does not tell apart
 */
public record Claims(List<MessageId> ids, int unnamed, int late, int vague) {
    public static final Claims NONE = new Claims(List.of(), 0);

    public Claims {
        ids = List.copyOf(ids);
    }

    /** All of those without an id were there before, and nothing else is of the type. */
    public Claims(List<MessageId> ids, int unnamed) {
        this(ids, unnamed, 0, 0);
    }
}
