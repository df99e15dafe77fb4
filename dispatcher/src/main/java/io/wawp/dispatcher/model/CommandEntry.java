package io.wawp.dispatcher.model;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.Priority;
import io.wawp.common.outcome.Source;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole state of one command, as it is journaled. Immutable; every step of a command is a new
 * entry under the same key.
 *
 * @param key instance and idempotency key
 * @param run 1, and one more for each redrive
 * @param fingerprint what makes another command with this key the same message
 * @param source the record of the command topic
 * @param readAt when its owner first read it; never goes back within a shard
 * @param sequence order of reading within the shard
 * @param notBefore not sent before, or null
 * @param expiresAt not sent after
 * @param original the producer's record, while it can still be sent or dead-lettered, or its
 *     message is still to be recognised in the chat; else null
 * @param forgetAfter once it has ended: until when the key is remembered; null while it is open
 */
public record CommandEntry(
        CommandKey key,
        CommandId commandId,
        int run,
        ChatId chatId,
        ContentType type,
        Fingerprint fingerprint,
        Source source,
        Instant readAt,
        long sequence,
        Priority priority,
        @Nullable Instant notBefore,
        Instant expiresAt,
        Map<String, String> metadata,
        Trace trace,
        CommandState state,
        @Nullable Original original,
        @Nullable Instant forgetAfter) {

    public CommandEntry {
        metadata = Map.copyOf(metadata);
        if (state.isOpen() && original == null) {
            throw new IllegalArgumentException("an open command keeps its original: " + key);
        }
        if (!state.isOpen() && forgetAfter == null) {
            throw new IllegalArgumentException(
                    "an ended command has a time to be forgotten: " + key);
        }
    }

    /** The same command in another state that is open. */
    public CommandEntry open(CommandState next) {
        return with(next, original, null);
    }

    /**
     * The same command at its end: the original is let go, unless it is still needed to recognise a
     * sent message whose id is not known.
     *
     * @param forgetAfter until when the key is remembered
     */
    public CommandEntry ended(CommandState next, Instant forgetAfter) {
        boolean nameless =
                next instanceof CommandState.Sent sent
                        && sent.messageId() == null
                        && !sent.isFinal();
        return with(next, nameless ? original : null, forgetAfter);
    }

    /** Its order within its chat and priority: when it could first have been sent. */
    public Instant dueAt() {
        return notBefore == null || notBefore.isBefore(readAt) ? readAt : notBefore;
    }

    private CommandEntry with(
            CommandState next, @Nullable Original original, @Nullable Instant forgetAfter) {
        return new CommandEntry(
                key,
                commandId,
                run,
                chatId,
                type,
                fingerprint,
                source,
                readAt,
                sequence,
                priority,
                notBefore,
                expiresAt,
                metadata,
                trace,
                next,
                original,
                forgetAfter);
    }
}
