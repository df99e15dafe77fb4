package io.wawp.dispatcher.wawp;

import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import io.wawp.dispatcher.model.ChatLook;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One message of a listing. Immutable; its string form shows no content. */
record ListedMessage(
        MessageId id, boolean fromMe, Instant at, @Nullable Integer ack, MessageShape shape)
        implements ChatLook.SeenMessage {

    @Override
    public boolean shows(Content content) {
        return shape.shows(content);
    }

    @Override
    public String toString() {
        return "ListedMessage[" + id + ", " + at + ", ack " + ack + ", " + shape.kind() + "]";
    }
}
