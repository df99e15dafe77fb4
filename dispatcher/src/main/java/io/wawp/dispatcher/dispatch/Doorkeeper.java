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
import io.wawp.dispatcher.model.PastRun;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.Resolution;
import io.wawp.dispatcher.model.Run;
import io.wawp.dispatcher.model.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets each command in once: tells a new one from a duplicate, from a key that was used for another
 * message, from the same record read again, and from a later run that an operator asks for.
 * Immutable, thread-safe.
 *
 * <p>What it rests on, so that no run is ever a second copy: a later run is let in on the ground of
 * what is journaled of the run before, and of nothing else.
 *
 * <table>
 * <caption>A later run, by what is known of its command</caption>
 * <tr><th>known</th><th>redrive</th><th>resolved {@code not-sent}</th>
 *     <th>resolved {@code sent}</th></tr>
 * <tr><td>ended, certainly not sent</td><td>admitted if it is later</td><td>DUPLICATE</td>
 *     <td>DUPLICATE</td></tr>
 * <tr><td>ended, and may have been sent</td><td>DUPLICATE</td><td>admitted if it is the next</td>
 *     <td>SENT at once if it is the next</td></tr>
 * <tr><td>open, or sent</td><td>DUPLICATE</td><td>DUPLICATE</td><td>DUPLICATE</td></tr>
 * <tr><td>nothing, and no run was ever journaled</td><td>admitted</td><td>REJECTED</td>
 *     <td>REJECTED</td></tr>
 * <tr><td>nothing: it is forgotten</td><td>REJECTED</td><td>REJECTED</td><td>REJECTED</td></tr>
 * </table>
 *
 * <p>That no run was ever journaled is the word of the tool, which looked for an outcome of its
 * key, however old ({@link Run#unjournaled}). Everything else is journaled here, and the entry of a
 * run replaces that of the one before: of two records that ask for the same run the second is a
 * duplicate.
 */
public final class Doorkeeper implements Admission {
    /** How long a command that names no expiry may wait. */
    static final Duration DEFAULT_LIFE = Duration.ofHours(24);

    private final KeyMemory memory;

    public Doorkeeper(DispatchSettings settings) {
        this.memory = settings.memory();
    }

    @Override
    public Verdict judge(Arrival arrival, @Nullable CommandEntry known) {
        Run run = arrival.run();
        if (known == null) {
            return run.unjournaled() && run.resolution() == null
                    ? admit(arrival, List.of())
                    : forgotten(arrival);
        }
        if (known.knows(run.number(), arrival.source())) {
            return new Verdict.Replay();
        }
        if (!known.fingerprint().equals(Fingerprint.of(arrival.command()))) {
            return reused(arrival, known);
        }
        if (!mayFollow(run, known)) {
            return duplicate(arrival, known);
        }
        return run.resolution() == Resolution.SENT
                ? settle(arrival, known)
                : admit(arrival, known.runs());
    }

    /** Only if no earlier run was, or may have been, sent; or if a person has found out. */
    private static boolean mayFollow(Run run, CommandEntry known) {
        return run.resolution() == null
                ? run.number() > known.run() && known.isCertainlyUnsent()
                : run.number() == known.run() + 1 && known.isToBeResolved();
    }

    @Override
    public List<Publication> unreadable(
            Source source,
            Original original,
            Run run,
            Trace trace,
            Decoding.Invalid why,
            Instant now) {
        var outcome =
                new Outcome(
                        EventIds.of(source, run.number(), OutcomeStatus.REJECTED.name()),
                        why.commandId(),
                        why.idempotencyKey(),
                        why.instanceId(),
                        why.chatId(),
                        why.type(),
                        run.number(),
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
                new Publication.OfDeadLetter(
                        original,
                        source,
                        why.error(),
                        commandId,
                        Attempts.NONE,
                        run.unjournaled()));
    }

    private static Verdict admit(Arrival arrival, List<PastRun> earlier) {
        Outcome accepted = outcome(arrival, OutcomeStatus.ACCEPTED, null, null);
        return new Verdict.Admit(
                admitted(arrival, earlier),
                List.of(new Publication.OfOutcome(accepted, arrival.trace())));
    }

    /** A person found it in the chat: it counts as sent, and nobody follows it. */
    private Verdict settle(Arrival arrival, CommandEntry known) {
        CommandEntry next = admitted(arrival, known.runs());
        Instant first = known.state().attempts().first();
        var state =
                new CommandState.Sent(
                        Attempts.NONE, null, 0, first == null ? known.readAt() : first, true);
        CommandEntry settled = next.ended(state, memory.forgetAfter(next, state, arrival.readAt()));
        Outcome sent = outcome(arrival, OutcomeStatus.SENT, null, null);
        return new Verdict.Settle(
                settled, List.of(new Publication.OfOutcome(sent, arrival.trace())));
    }

    private static CommandEntry admitted(Arrival arrival, List<PastRun> earlier) {
        SendCommand command = arrival.command();
        return new CommandEntry(
                new CommandKey(command.instanceId(), command.idempotencyKey()),
                command.commandId(),
                arrival.run().number(),
                command.chatId(),
                command.content().type(),
                Fingerprint.of(command),
                arrival.source(),
                earlier,
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
        return rejected(arrival, error);
    }

    /** A later run of a command of which nothing is known: not let in, since it may be a copy. */
    private static Verdict forgotten(Arrival arrival) {
        return rejected(
                arrival,
                OutcomeError.of(
                        ReasonCode.IN_DOUBT,
                        "run "
                                + arrival.run().number()
                                + " of a command of which no earlier run is remembered: one may"
                                + " have been sent; look into the chat, and if the message is not"
                                + " there, send it as a new command with an idempotencyKey of its"
                                + " own"));
    }

    private static Verdict rejected(Arrival arrival, OutcomeError error) {
        Outcome rejected = outcome(arrival, OutcomeStatus.REJECTED, error, null);
        return new Verdict.TurnAway(
                List.of(
                        new Publication.OfOutcome(rejected, arrival.trace()),
                        new Publication.OfDeadLetter(
                                arrival.original(),
                                arrival.source(),
                                error,
                                arrival.command().commandId().value(),
                                Attempts.NONE,
                                false)));
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
                EventIds.of(arrival.source(), arrival.run().number(), status.name()),
                command.commandId(),
                command.idempotencyKey(),
                command.instanceId(),
                command.chatId(),
                command.content().type(),
                arrival.run().number(),
                status,
                arrival.readAt(),
                0,
                null,
                null,
                // a person looked into the chat, as we would have
                status == OutcomeStatus.SENT,
                error,
                arrival.source(),
                command.metadata(),
                repeats == null ? null : repeats.commandId(),
                repeats == null ? null : statusOf(repeats.state()));
    }
}
