package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.SendCommand;
import io.wawp.common.json.Decoding;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.Admission;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.EventIds;
import io.wawp.dispatcher.model.Fingerprint;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets each command in once: tells a new one from a duplicate, from a key that was used for another
 * message, from the same record read again, and from a redrive. Stateless.
 */
public final class Doorkeeper implements Admission {
    /** How long a command that names no expiry may wait. */
    static final Duration DEFAULT_LIFE = Duration.ofHours(24);

    @Override
    public Verdict judge(Arrival arrival, @Nullable CommandEntry known) {
        if (known == null) {
            return admit(arrival);
        }
        if (known.source().equals(arrival.source()) && known.run() == arrival.run()) {
            return new Verdict.Replay();
        }
        if (!known.fingerprint().equals(Fingerprint.of(arrival.command()))) {
            return reused(arrival, known);
        }
        if (arrival.run() > known.run() && mayRunAgain(known.state())) {
            return admit(arrival);
        }
        return duplicate(arrival, known);
    }

    @Override
    public List<Publication> unreadable(
            Source source, Original original, Trace trace, Decoding.Invalid why, Instant now) {
        var outcome =
                new Outcome(
                        EventIds.of(source, 1, OutcomeStatus.REJECTED.name()),
                        why.commandId(),
                        why.idempotencyKey(),
                        why.instanceId(),
                        why.chatId(),
                        why.type(),
                        1,
                        OutcomeStatus.REJECTED,
                        now,
                        0,
                        null,
                        null,
                        false,
                        why.error(),
                        source,
                        why.metadata(),
                        null,
                        null);
        String commandId = why.commandId() == null ? null : why.commandId().value();
        return List.of(
                new Publication.OfOutcome(outcome, trace),
                new Publication.OfDeadLetter(original, source, why.error(), commandId, 0));
    }

    private static Verdict admit(Arrival arrival) {
        SendCommand command = arrival.command();
        var entry =
                new CommandEntry(
                        new CommandKey(command.instanceId(), command.idempotencyKey()),
                        command.commandId(),
                        arrival.run(),
                        command.chatId(),
                        command.content().type(),
                        Fingerprint.of(command),
                        arrival.source(),
                        arrival.readAt(),
                        arrival.sequence(),
                        command.priority(),
                        command.notBefore(),
                        expiresAt(arrival),
                        command.metadata(),
                        arrival.trace(),
                        new CommandState.Admitted(),
                        arrival.original(),
                        null);
        Outcome accepted = outcome(arrival, OutcomeStatus.ACCEPTED, null, null);
        return new Verdict.Admit(
                entry, List.of(new Publication.OfOutcome(accepted, arrival.trace())));
    }

    /** What the command says, or 24 hours after the later of its record's time and notBefore. */
    private static Instant expiresAt(Arrival arrival) {
        Instant said = arrival.command().expiresAt();
        if (said != null) {
            return said;
        }
        Instant from = arrival.readAt();
        long written = arrival.original().timestamp();
        if (written >= 0 && written < from.toEpochMilli()) {
            from = Instant.ofEpochMilli(written);
        }
        Instant notBefore = arrival.command().notBefore();
        if (notBefore != null && notBefore.isAfter(from)) {
            from = notBefore;
        }
        return from.plus(DEFAULT_LIFE);
    }

    /** Only if no earlier run was, or may have been, sent. */
    private static boolean mayRunAgain(CommandState state) {
        return state instanceof CommandState.Ended(Attempts attempts, OutcomeStatus status, _, _)
                && status != OutcomeStatus.UNRESOLVED
                && attempts.unclear() == 0;
    }

    private static Verdict reused(Arrival arrival, CommandEntry known) {
        var error =
                new OutcomeError(
                        ReasonCode.IDEMPOTENCY_KEY_REUSED,
                        "the idempotency key belongs to the command "
                                + known.commandId()
                                + ", which is another message; give this one a key of its own",
                        false,
                        null,
                        "idempotencyKey");
        Outcome rejected = outcome(arrival, OutcomeStatus.REJECTED, error, null);
        return new Verdict.TurnAway(
                List.of(
                        new Publication.OfOutcome(rejected, arrival.trace()),
                        new Publication.OfDeadLetter(
                                arrival.original(),
                                arrival.source(),
                                error,
                                arrival.command().commandId().value(),
                                0)));
    }

    private static Verdict duplicate(Arrival arrival, CommandEntry known) {
        Outcome duplicate = outcome(arrival, OutcomeStatus.DUPLICATE, null, known);
        return new Verdict.TurnAway(List.of(new Publication.OfOutcome(duplicate, arrival.trace())));
    }

    private static OutcomeStatus statusOf(CommandState state) {
        return switch (state) {
            case CommandState.Sent _ -> OutcomeStatus.SENT;
            case CommandState.Ended ended -> ended.status();
            case CommandState.Admitted _,
                    CommandState.Sending _,
                    CommandState.Waiting _,
                    CommandState.Accepted _ ->
                    OutcomeStatus.ACCEPTED;
        };
    }

    private static Outcome outcome(
            Arrival arrival,
            OutcomeStatus status,
            @Nullable OutcomeError error,
            @Nullable CommandEntry repeats) {
        SendCommand command = arrival.command();
        return new Outcome(
                EventIds.of(arrival.source(), arrival.run(), status.name()),
                command.commandId(),
                command.idempotencyKey(),
                command.instanceId(),
                command.chatId(),
                command.content().type(),
                arrival.run(),
                status,
                arrival.readAt(),
                0,
                null,
                null,
                false,
                error,
                arrival.source(),
                command.metadata(),
                repeats == null ? null : repeats.commandId(),
                repeats == null ? null : statusOf(repeats.state()));
    }
}
