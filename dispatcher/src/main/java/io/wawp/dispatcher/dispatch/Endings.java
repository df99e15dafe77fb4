package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.EventIds;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.OutcomeTable;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.TenureEnded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes of each ending what is to be durable together: the command's last entry, its outcome, and
 * its dead letter where one is due. Which status an ending has is said by {@link OutcomeTable}.
 *
 * <p>{@code wawp_unreachable}, {@code rate_limited} and what closes a gate ({@code
 * invalid_access_token}, {@code invalid_instance}, {@code quota_exceeded}, {@code
 * session_not_working}) never end a command: it waits until it expires. {@code wawp_upstream_error}
 * is tried again until {@code attempts_exhausted}. Stateless, thread-safe.
 */
final class Endings {
    /** The last look for a delivery may begin at its deadline, and takes a moment. */
    private static final Duration LAST_LOOK = Duration.ofHours(1);

    private final KeyMemory memory;
    private final Duration deliveryDeadline;

    Endings(KeyMemory memory, Duration deliveryDeadline) {
        this.memory = memory;
        this.deliveryDeadline = deliveryDeadline;
    }

    /**
     * It is sent.
     *
     * @param messageId null when nobody knows it (yet)
     * @param sentAt when the send that succeeded began
     * @param reconciled whether the answer was lost and the message was found in the chat
     */
    Append sent(
            CommandEntry entry,
            Attempts attempts,
            @Nullable MessageId messageId,
            int ack,
            Instant sentAt,
            boolean reconciled,
            Instant now) {
        var state = new CommandState.Sent(attempts, messageId, ack, sentAt, false);
        var outcome =
                outcome(entry, OutcomeStatus.SENT, attempts, messageId, ack, reconciled, null, now);
        Instant until =
                KeyMemory.later(
                        memory.forgetAfter(entry, state, now),
                        sentAt.plus(deliveryDeadline).plus(LAST_LOOK));
        return Append.of(
                entry.ended(state, until), new Publication.OfOutcome(outcome, entry.trace()));
    }

    /** It ended without being sent, or without anybody knowing; the code says as what. */
    Append ended(CommandEntry entry, Attempts attempts, OutcomeError error, Instant now) {
        OutcomeStatus status = OutcomeTable.statusOf(error.code(), attempts.begun());
        var state = new CommandState.Ended(attempts, status, error, now);
        var publications = new ArrayList<Publication>(2);
        var outcome = outcome(entry, status, attempts, null, null, false, error, now);
        publications.add(new Publication.OfOutcome(outcome, entry.trace()));
        Original original = entry.original();
        if (original != null && OutcomeTable.isDeadLettered(status)) {
            publications.add(
                    new Publication.OfDeadLetter(
                            original,
                            entry.source(),
                            error,
                            entry.commandId().value(),
                            attempts,
                            false));
        }
        CommandEntry ended = entry.ended(state, memory.forgetAfter(entry, state, now));
        return new Append(List.of(ended), null, publications);
    }

    Append expired(CommandEntry entry, Attempts attempts, Instant now) {
        return ended(
                entry,
                attempts,
                OutcomeError.of(ReasonCode.EXPIRED, "its time was over before it could be sent"),
                now);
    }

    /** It was tried until its time for trying was over. */
    Append exhausted(CommandEntry entry, Attempts attempts, OutcomeError last, Instant now) {
        var error =
                new OutcomeError(
                        ReasonCode.ATTEMPTS_EXHAUSTED,
                        "tried for as long as it may be; the last try ended with "
                                + last.codeText()
                                + ": "
                                + last.message(),
                        true,
                        last.httpStatus(),
                        null);
        return ended(entry, attempts, error, now);
    }

    Append unresolved(CommandEntry entry, Attempts attempts, String why, Instant now) {
        return ended(entry, attempts, OutcomeError.of(ReasonCode.IN_DOUBT, why), now);
    }

    Append unknownInstance(CommandEntry entry, Attempts attempts, Instant now) {
        return ended(entry, attempts, noCredentials(), now);
    }

    static OutcomeError noCredentials() {
        return OutcomeError.of(
                ReasonCode.UNKNOWN_INSTANCE,
                "no credentials of this instance are configured; configure them and redrive the"
                        + " command");
    }

    Append tooLarge(CommandEntry entry, Attempts attempts, Instant now) {
        return ended(
                entry,
                attempts,
                OutcomeError.of(
                        ReasonCode.COMMAND_TOO_LARGE,
                        "the command's state does not fit a record of the journal"),
                now);
    }

    /**
     * The same with less and less of the producer's record, where that is what does not fit: first
     * not in the entry, then without its value in the dead letter, then without a dead letter. The
     * outcome matters more.
     */
    static List<Append> smaller(Append append) {
        List<CommandEntry> entries =
                append.commands().stream().map(CommandEntry::withoutOriginal).toList();
        return List.of(
                new Append(entries, append.instance(), append.publications()),
                new Append(
                        entries,
                        append.instance(),
                        append.publications().stream().map(Endings::withoutValue).toList()),
                new Append(
                        entries,
                        append.instance(),
                        append.publications().stream()
                                .filter(each -> !(each instanceof Publication.OfDeadLetter))
                                .toList()));
    }

    private static Publication withoutValue(Publication publication) {
        return publication instanceof Publication.OfDeadLetter letter
                ? new Publication.OfDeadLetter(
                        letter.original().withoutValue(),
                        letter.source(),
                        letter.error(),
                        letter.commandId(),
                        letter.attempts(),
                        letter.unjournaled())
                : publication;
    }

    /** Writes an ending somewhere. */
    interface Writing {
        void write(Append append) throws TenureEnded, InterruptedException, EntryTooLarge;
    }

    /**
     * Writes as much of an ending as fits.
     *
     * @throws EntryTooLarge when not even the smallest does
     */
    static void writeWhatFits(Append append, Writing writing)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        Append next = append;
        for (Append smaller : smaller(append)) {
            try {
                writing.write(next);
                return;
            } catch (EntryTooLarge e) {
                next = smaller;
            }
        }
        writing.write(next);
    }

    /** Counts the endings of an append that is committed. */
    static void count(DispatchMeters meters, Append append) {
        for (CommandEntry entry : append.commands()) {
            if (entry.state() instanceof CommandState.Ended ended) {
                meters.ended(ended.status(), ended.error().code());
            } else if (entry.state() instanceof CommandState.Sent) {
                meters.ended(OutcomeStatus.SENT, null);
            }
        }
    }

    private static Outcome outcome(
            CommandEntry entry,
            OutcomeStatus status,
            Attempts attempts,
            @Nullable MessageId messageId,
            @Nullable Integer ack,
            boolean reconciled,
            @Nullable OutcomeError error,
            Instant now) {
        return new Outcome(
                EventIds.of(entry.source(), entry.run(), status.name()),
                entry.commandId(),
                entry.key().idempotencyKey(),
                entry.key().instanceId(),
                entry.chatId(),
                entry.type(),
                entry.run(),
                status,
                now,
                attempts.begun(),
                messageId,
                ack,
                reconciled,
                error,
                entry.source(),
                entry.metadata(),
                null,
                null);
    }
}
