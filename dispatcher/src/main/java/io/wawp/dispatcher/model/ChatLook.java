package io.wawp.dispatcher.model;

import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.OutcomeError;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one page of a chat's listing showed. */
public sealed interface ChatLook {

    /**
     * The listing worked.
     *
     * @param messages in the order in which Wawp gave them, which nothing promises
     * @param last whether there is no further page
     */
    record Page(List<SeenMessage> messages, boolean last) implements ChatLook {
        public Page {
            messages = List.copyOf(messages);
        }
    }

    /** No usable answer this time; says nothing about what is in the chat. */
    record Unreadable(OutcomeError error) implements ChatLook {}

    /** The instance as such is in trouble. */
    record InstanceTrouble(OutcomeError error) implements ChatLook {}

    /** One message of a listing. */
    interface SeenMessage {
        MessageId id();

        boolean fromMe();

        /** When it was sent by the engine's clock, in whole seconds. */
        Instant at();

        /** Null when the listing does not say. */
        @Nullable Integer ack();

        /** Whether this is what a send of that content looks like in a listing. */
        boolean shows(Content content);
    }
}
