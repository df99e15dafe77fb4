package io.wawp.dispatcher.wawp;

import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import io.wawp.dispatcher.model.ChatLook;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One message of a listing. Immutable; its string form shows no content. */
record ListedMessage(
        MessageId id,
        boolean fromMe,
        @Nullable Instant at,
        @Nullable Integer ack,
        Maker maker,
        MessageShape shape)
        implements ChatLook.SeenMessage {

    /** Where a message of the number's own was made, as far as its engine says. */
    enum Maker {
        /** By a call, as ours are. */
        API,
        /** On the phone, or on another device of its owner. */
        BY_HAND,
        UNKNOWN
    }

    @Override
    public boolean shows(Content content) {
        return likenessTo(content) == ChatLook.Likeness.SAME;
    }

    @Override
    public ChatLook.Likeness likenessTo(Content content) {
        ChatLook.Likeness likeness = shape.likenessTo(content);
        return switch (maker) {
            case BY_HAND ->
                    likeness == ChatLook.Likeness.NONE ? likeness : ChatLook.Likeness.DOUBTFUL;
            case UNKNOWN ->
                    likeness == ChatLook.Likeness.VAGUE ? ChatLook.Likeness.DOUBTFUL : likeness;
            case API -> likeness;
        };
    }

    @Override
    public String toString() {
        return "ListedMessage[" + id + ", " + at + ", ack " + ack + ", " + shape.kind() + "]";
    }
}
