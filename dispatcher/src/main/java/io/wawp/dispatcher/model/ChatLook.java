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
     * @param listed how many the page held, with those of others that cannot be read
     */
    record Page(List<SeenMessage> messages, boolean last, int listed) implements ChatLook {
        public Page {
            messages = List.copyOf(messages);
        }

        /** A page of which all could be read. */
        public Page(List<SeenMessage> messages, boolean last) {
            this(messages, last, messages.size());
        }
    }

    /** No usable answer this time; says nothing about what is in the chat. */
    record Unreadable(OutcomeError error) implements ChatLook {}

    /** The instance as such is in trouble. */
    record InstanceTrouble(OutcomeError error) implements ChatLook {}

    /** How much a listed message is like what was sent. */
    enum Likeness {
        /** Something else. */
        NONE,
        /**
         * Perhaps that: the listing does not tell enough, or tells it changed, or somebody wrote it
         * by hand.
         */
        DOUBTFUL,
        /** Sent as we send, and of that type; but what would tell it from another is not told. */
        VAGUE,
        /** That, to all that a reader of the chat can see. */
        SAME
    }

    /** One message of a listing. */
    interface SeenMessage {
        MessageId id();

        boolean fromMe();

        /** When it was sent by the engine's clock, in whole seconds; null when it is not told. */
        @Nullable Instant at();

        /** Null when the listing does not say. */
        @Nullable Integer ack();

        /** Whether this is what a send of that content looks like in a listing. */
        boolean shows(Content content);

        /** How much it is like what a send of that content looks like in a listing. */
        default Likeness likenessTo(Content content) {
            return shows(content) ? Likeness.SAME : Likeness.NONE;
        }
    }
}
