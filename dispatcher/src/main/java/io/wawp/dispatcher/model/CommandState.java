package io.wawp.dispatcher.model;

import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a command stands. Journaled whole with each step, so the last one says all.
 *
 * <pre>
 * Admitted ─► Sending ─► Accepted ─► Sent
 *    ▲           │  ▲        (id looked up)
 *    │           ▼  │
 *    └─────── Waiting          any of them ─► Ended
 * </pre>
 */
public sealed interface CommandState {

    /** The sends of this run so far. */
    Attempts attempts();

    /** Whether this run still owes its terminal outcome. */
    default boolean isOpen() {
        return true;
    }

    /** Journaled and not begun. */
    record Admitted() implements CommandState {
        @Override
        public Attempts attempts() {
            return Attempts.NONE;
        }
    }

    /**
     * A send is about to go out, or went out and its end is not journaled. Found by a new owner, it
     * is in doubt.
     *
     * @param attempts with this one counted in
     * @param since when this send began
     * @param sendBy until when it may be written to the wire, by the owner's clocks
     * @param claims the chat's messages of this content that are others'
     */
    record Sending(Attempts attempts, Instant since, Instant sendBy, Claims claims)
            implements CommandState {}

    /**
     * Certainly not sent; to be tried again.
     *
     * @param notBefore when
     * @param error why the last try did not succeed
     */
    record Waiting(Attempts attempts, Instant notBefore, OutcomeError error)
            implements CommandState {}

    /**
     * Wawp said yes without naming an id: it is sent, and its outcome is owed as soon as the id is
     * known, or in a moment without.
     *
     * @param since when the send began
     */
    record Accepted(Attempts attempts, Instant since, Claims claims) implements CommandState {}

    /**
     * Sent, its outcome is published, its delivery may be followed.
     *
     * @param messageId null while not known
     * @param ack the highest seen so far
     * @param sentAt when the send that succeeded began
     * @param isFinal whether nothing more is followed
     */
    record Sent(
            Attempts attempts,
            @Nullable MessageId messageId,
            int ack,
            Instant sentAt,
            boolean isFinal)
            implements CommandState {
        @Override
        public boolean isOpen() {
            return false;
        }
    }

    /**
     * Ended without having been sent, or without anybody knowing.
     *
     * @param status FAILED, EXPIRED, UNRESOLVED, CANCELLED or REJECTED
     */
    record Ended(Attempts attempts, OutcomeStatus status, OutcomeError error, Instant at)
            implements CommandState {
        @Override
        public boolean isOpen() {
            return false;
        }

        /** Whether a send of it may have reached the chat: then only a person can tell. */
        public boolean mayHaveBeenSent() {
            return mayBeInChat() > 0;
        }

        /** How many messages of it may be in the chat, or may yet come there. */
        public int mayBeInChat() {
            return attempts.unclear() + (status == OutcomeStatus.UNRESOLVED ? 1 : 0);
        }
    }
}
