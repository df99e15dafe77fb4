package io.wawp.dispatcher.model;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.Priority;
import io.wawp.common.outcome.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole state of one command, as it is journaled. Immutable; every step of a command is a new
 * entry under the same key.
 *
 * @param key instance and idempotency key
 * @param run 1, and one more for each redrive or resolution
 * @param fingerprint what makes another command with this key the same message
 * @param source the record of the command topic
 * @param earlier the runs before this one, the oldest first, as far as they are remembered
 * @param readAt when its owner first read it; never goes back within a shard
 * @param sequence order of reading within the shard
 * @param notBefore not sent before, or null
 * @param expiresAt not sent after
 * @param original the producer's record, while it can still be sent, dead-lettered or resolved, or
 *     its message is still to be recognised in the chat; else null
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
        List<PastRun> earlier,
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

    /** Runs are opened by hand, so a command has few. */
    private static final int MOST_EARLIER = 16;

    public CommandEntry {
        earlier = List.copyOf(earlier);
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
     * The same command at its end: the original is let go, unless it is still needed: to recognise
     * a sent message whose id is not known, or to send it after all when a person has found out
     * that it was not sent.
     *
     * @param forgetAfter until when the key is remembered
     */
    public CommandEntry ended(CommandState next, Instant forgetAfter) {
        boolean nameless =
                next instanceof CommandState.Sent sent
                        && sent.messageId() == null
                        && !sent.isFinal();
        boolean resolvable = next instanceof CommandState.Ended ended && ended.mayHaveBeenSent();
        return with(next, nameless || resolvable ? original : null, forgetAfter);
    }

    /**
     * The same ended command without its original, which then can neither be found nor resolved.
     */
    public CommandEntry withoutOriginal() {
        return with(state, null, forgetAfter);
    }

    /** All its runs up to this one: the past of the next. */
    public List<PastRun> runs() {
        var all = new ArrayList<>(earlier);
        all.add(new PastRun(run, source));
        return all.subList(Math.max(0, all.size() - MOST_EARLIER), all.size());
    }

    /** Whether a run of that number was opened by that very record. */
    public boolean knows(int number, Source record) {
        return runs().contains(new PastRun(number, record));
    }

    /** Whether it ended, and certainly was not sent: then it may be redriven. */
    public boolean isCertainlyUnsent() {
        return state instanceof CommandState.Ended ended && !ended.mayHaveBeenSent();
    }

    /** Whether it ended without anybody knowing: then a person may say what became of it. */
    public boolean isToBeResolved() {
        return state instanceof CommandState.Ended ended && ended.mayHaveBeenSent();
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
                earlier,
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
