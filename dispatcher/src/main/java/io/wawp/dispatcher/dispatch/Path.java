package io.wawp.dispatcher.dispatch;

import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.Claims;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.model.TypingResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The path of a command, from the turnstile to one of its endings: blocking code from top to
 * bottom, run by one virtual thread a command. What it does next follows from what is journaled, so
 * a new owner walks the same way. Stateless, thread-safe.
 *
 * <p>No send begins before its SENDING is committed (I2); and none whose right to send has lapsed
 * in the meantime.
 */
final class Path {
    private final DispatchRoles roles;
    private final DispatchSettings settings;
    private final Endings endings;
    private final RetryRule retry;
    private final Reconciler reconciler;
    private final Time time;

    Path(
            DispatchRoles roles,
            DispatchSettings settings,
            Endings endings,
            RetryRule retry,
            Reconciler reconciler) {
        this.roles = roles;
        this.settings = settings;
        this.endings = endings;
        this.retry = retry;
        this.reconciler = reconciler;
        this.time = roles.time();
    }

    /** Walks on from where the command stands. */
    Fate walk(Line line, Passage passage) throws TenureEnded, InterruptedException {
        LoadedCommand read = passage.readAhead;
        passage.readAhead = null;
        LoadedCommand loaded = read == null ? roles.journal().read(passage.ticket()) : read;
        var step = new Step(line, passage, loaded.entry(), loaded);
        try {
            return switch (loaded.entry().state()) {
                case CommandState.Admitted admitted -> send(step, admitted.attempts());
                case CommandState.Waiting waiting -> send(step, waiting.attempts());
                case CommandState.Sending sending -> goOn(step, sending);
                case CommandState.Accepted accepted -> name(step, accepted, 0);
                case CommandState.Sent ignored -> Fate.OVER;
                case CommandState.Ended ignored -> Fate.OVER;
            };
        } catch (EntryTooLarge e) {
            return tooLarge(step);
        }
    }

    /**
     * One command on its way.
     *
     * @param entry as journaled when the walk began
     */
    private record Step(Line line, Passage passage, CommandEntry entry, LoadedCommand loaded) {

        void write(Append append) throws TenureEnded, InterruptedException, EntryTooLarge {
            line.ledger().write(append);
        }
    }

    private Fate send(Step step, Attempts before)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        if (isExpired(step)) {
            return expire(step, before);
        }
        Optional<Account> account = step.line.account();
        if (account.isEmpty()) {
            return standAgain();
        }
        boolean typed = type(step, account.get());
        if (!awaitOpening(step)) {
            return standAgain();
        }
        if (isExpired(step)) {
            if (typed) {
                roles.gateway().stopTyping(account.get(), step.entry.chatId());
            }
            return expire(step, before);
        }
        long begun = time.nanoTime();
        if (!step.line.begin(step.passage)) {
            return standAgain();
        }
        CommandState.Sending sending = journalSending(step, before);
        BooleanSupplier mayWrite = () -> mayWrite(step, sending, begun);
        roles.meters().sendBegun();
        step.passage.absenceCountsFrom = absenceCountsFrom();
        SendResult result = roles.gateway().send(account.get(), step.loaded.command(), mayWrite);
        step.passage.absenceCountsFrom = absenceCountsFrom();
        step.passage.answer = result;
        roles.meters().sendEnded(answerOf(result), Duration.ofNanos(time.nanoTime() - begun));
        return goOn(step, sending);
    }

    /** A send was begun; its answer is known, or it is in doubt. */
    private Fate goOn(Step step, CommandState.Sending sending)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        SendResult answer = step.passage.answer;
        if (answer == null) {
            return settle(step, sending);
        }
        return switch (answer) {
            case SendResult.Accepted accepted -> accepted(step, sending, accepted);
            case SendResult.Refused refused -> refused(step, sending, refused.error());
            case SendResult.NotSent notSent -> notSent(step, sending, notSent);
            case SendResult.Unclear ignored -> settle(step, sending);
            case SendResult.InstanceTrouble trouble -> trouble(step, sending, trouble.error());
            case SendResult.Lapsed ignored -> lapsed(step, sending);
        };
    }

    // ---- before the send

    /**
     * Shows the typing indicator for as long as this message takes to type.
     *
     * @return whether it was shown
     */
    private boolean type(Step step, Account account)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        Duration typing = step.passage.typing;
        if (typing == null) {
            var command = step.loaded.command();
            typing = roles.typing().before(command.typing(), command.content());
        }
        Instant now = time.now();
        boolean inTime = now.plus(typing).isBefore(step.entry.expiresAt());
        if (typing.isZero() || !inTime || step.line.opensAt(step.passage, now).isEmpty()) {
            return false;
        }
        switch (roles.gateway().startTyping(account, step.entry.chatId())) {
            case TypingResult.Shown ignored -> {}
            case TypingResult.NotShown ignored -> {
                roles.meters().typingFailed();
                return false;
            }
            case TypingResult.InstanceTrouble trouble -> {
                closeGate(step, trouble.error(), null);
                return false;
            }
        }
        step.line.holding().sleep(typing);
        return true;
    }

    /** Waits the moment that is left until its pace allows; false if it has to stand again. */
    private boolean awaitOpening(Step step) throws InterruptedException {
        while (true) {
            Instant now = time.now();
            Optional<Instant> opens = step.line.opensAt(step.passage, now);
            if (opens.isEmpty()) {
                return false;
            }
            if (!opens.get().isAfter(now)) {
                return true;
            }
            Duration wait = Duration.between(now, opens.get());
            // the pace may have become another one in the meantime
            if (wait.compareTo(Duration.ofMinutes(1)) > 0) {
                return false;
            }
            step.line.holding().sleep(wait);
        }
    }

    private CommandState.Sending journalSending(Step step, Attempts before)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        Instant now = time.now();
        Claims claims = step.line.sends().before(step.entry, step.loaded.command().content(), now);
        var sending =
                new CommandState.Sending(
                        before.begin(now), now, now.plus(settings.sendBy()), claims);
        step.passage.attempts = sending.attempts();
        var append = Append.of(step.entry.open(sending));
        if (step.line.isPaced(step.passage)) {
            step.line.ledger().writeWithInstance(append, null);
        } else {
            step.write(append);
        }
        return sending;
    }

    private boolean mayWrite(Step step, CommandState.Sending sending, long begun) {
        boolean may =
                step.line.holding().isOpen()
                        && time.nanoTime() - begun < settings.sendBy().toNanos()
                        && time.now().isBefore(sending.sendBy());
        if (may) {
            step.line.written(step.passage);
        }
        return may;
    }

    // ---- by its answer

    private Fate accepted(Step step, CommandState.Sending sending, SendResult.Accepted answer)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        step.line.slowdown().succeeded();
        if (answer.messageId() == null) {
            var accepted =
                    new CommandState.Accepted(
                            sending.attempts(), sending.since(), sending.claims());
            try {
                writeProof(step, Append.of(step.entry.open(accepted)));
            } catch (EntryTooLarge e) {
                // sent is sent: without this entry a crash would leave it in doubt, no more
                return name(step, accepted, answer.ack());
            }
            return name(step, accepted, answer.ack());
        }
        return sent(
                step,
                endings.sent(
                        step.entry,
                        sending.attempts(),
                        answer.messageId(),
                        answer.ack(),
                        sending.since(),
                        false,
                        time.now()));
    }

    /** It is sent, and Wawp gave no id: looks for it in the chat for a moment. */
    private Fate name(Step step, CommandState.Accepted accepted, int ack)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        step.line.landed(step.passage);
        Optional<ChatSearch.Finding.Found> found =
                reconciler.nameOf(step.line, step.loaded, accepted);
        return sent(
                step,
                endings.sent(
                        step.entry,
                        accepted.attempts(),
                        found.map(ChatSearch.Finding.Found::id).orElse(null),
                        found.map(ChatSearch.Finding.Found::ack).orElse(ack),
                        accepted.since(),
                        false,
                        time.now()));
    }

    private Fate refused(Step step, CommandState.Sending sending, OutcomeError error)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        step.line.slowdown().succeeded();
        return end(step, endings.ended(step.entry, sending.attempts(), error, time.now()));
    }

    private Fate notSent(Step step, CommandState.Sending sending, SendResult.NotSent answer)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        Instant now = time.now();
        ReasonCode code = answer.error().code();
        roles.meters().triedInVain(code);
        if (code == ReasonCode.WAWP_UNREACHABLE || code == ReasonCode.RATE_LIMITED) {
            // not this command's fault: all of the instance waits, and no attempt is used up
            Instant until = step.line.slowdown().failed(now, answer.retryAfter(), roles.random());
            return waitFor(step, sending.attempts().withdrawn(), until, answer.error());
        }
        Optional<Instant> next = retry.next(sending.attempts(), answer.retryAfter(), now);
        if (next.isEmpty()) {
            return end(
                    step, endings.exhausted(step.entry, sending.attempts(), answer.error(), now));
        }
        return waitFor(step, sending.attempts(), next.get(), answer.error());
    }

    private Fate trouble(Step step, CommandState.Sending sending, OutcomeError error)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        Instant now = time.now();
        roles.meters().triedInVain(error.code());
        var waiting = new CommandState.Waiting(sending.attempts().withdrawn(), now, error);
        closeGate(step, error, Append.of(step.entry.open(waiting)));
        step.passage.answer = null;
        return new Fate.Again(now);
    }

    /**
     * Nothing left this machine, and the right to send is over. It passes the turnstile again, for
     * its pace may have been given to others; if the shard is on its way, its next owner sends it.
     */
    private Fate lapsed(Step step, CommandState.Sending sending)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        var why =
                OutcomeError.of(
                        ReasonCode.WAWP_UNREACHABLE,
                        "the request could not be written within "
                                + settings.sendBy()
                                + " after it was journaled");
        return waitFor(step, sending.attempts().withdrawn(), time.now(), why);
    }

    // ---- in doubt

    private Fate settle(Step step, CommandState.Sending sending)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        step.line.landed(step.passage);
        roles.meters().doubted();
        Long from = step.passage.absenceCountsFrom;
        long countsFrom = from == null ? absenceCountsFrom() : from;
        Reconciler.Verdict verdict =
                reconciler.settle(step.line, step.passage.ticket(), sending, countsFrom);
        return switch (verdict) {
            case Reconciler.Verdict.Found found -> found(step, sending, found);
            case Reconciler.Verdict.Absent ignored -> absent(step, sending);
            case Reconciler.Verdict.Unknown ignored ->
                    unresolved(
                            step,
                            sending,
                            sending.attempts(),
                            "it may have been sent, and no look into the chat could tell within "
                                    + settings.reconcileDeadline());
        };
    }

    private Fate found(Step step, CommandState.Sending sending, Reconciler.Verdict.Found found)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        return sent(
                step,
                endings.sent(
                        step.entry,
                        sending.attempts(),
                        found.id(),
                        found.ack(),
                        sending.since(),
                        true,
                        time.now()));
    }

    private Fate absent(Step step, CommandState.Sending sending)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        Attempts attempts = sending.attempts().notFound();
        Instant now = time.now();
        if (settings.inDoubt() == InDoubtPolicy.UNRESOLVED) {
            return unresolved(
                    step,
                    sending,
                    sending.attempts(),
                    "its answer was lost and it is not in the chat; it may have been sent, and"
                            + " the policy forbids a second try");
        }
        if (isExpired(step)) {
            return expire(step, attempts);
        }
        OutcomeError why = doubt(step.passage.answer);
        Optional<Instant> next = retry.next(attempts, null, now);
        if (next.isEmpty()) {
            return end(step, endings.exhausted(step.entry, attempts, why, now));
        }
        return waitFor(step, attempts, next.get(), why);
    }

    private Fate unresolved(Step step, CommandState.Sending sending, Attempts attempts, String why)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        return end(
                step,
                endings.unresolved(step.entry, attempts, why, time.now()),
                sending.since(),
                attempts.unclear() + 1);
    }

    private static OutcomeError doubt(@Nullable SendResult answer) {
        return answer instanceof SendResult.Unclear unclear
                ? unclear.error()
                : OutcomeError.of(
                        ReasonCode.IN_DOUBT, "its answer was lost, and it is not in the chat");
    }

    // ---- its endings

    private Fate sent(Step step, Append append)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        writeProof(step, append);
        CommandEntry entry = append.commands().getFirst();
        if (entry.state() instanceof CommandState.Sent sent) {
            int unnamed = sent.attempts().unclear() + (sent.messageId() == null ? 1 : 0);
            remember(step, sent.sentAt(), entry, unnamed);
        }
        Endings.count(roles.meters(), append);
        roles.follower().follow(step.line.holding().tenure(), entry);
        return Fate.OVER;
    }

    private Fate expire(Step step, Attempts attempts)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        return end(step, endings.expired(step.entry, attempts, time.now()));
    }

    private Fate end(Step step, Append append)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        CommandState state = append.commands().getFirst().state();
        Instant since = state.attempts().first();
        return end(step, append, since == null ? time.now() : since, state.attempts().unclear());
    }

    private Fate end(Step step, Append append, Instant since, int unnamed)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        boolean opened = step.passage.answer instanceof SendResult.Refused && opensGate(step);
        try {
            write(step, append, opened);
        } catch (EntryTooLarge e) {
            // the dead letter is what makes it too large, and the outcome matters more
            write(step, Endings.withoutDeadLetter(append), opened);
        }
        remember(step, since, append.commands().getFirst(), unnamed);
        Endings.count(roles.meters(), append);
        return Fate.OVER;
    }

    /** Journals that it was not sent and waits, before it does. */
    private Fate waitFor(Step step, Attempts attempts, Instant notBefore, OutcomeError error)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        step.write(
                Append.of(step.entry.open(new CommandState.Waiting(attempts, notBefore, error))));
        step.passage.answer = null;
        return new Fate.Again(notBefore);
    }

    /** Nothing happened: what is journaled stays. */
    private Fate standAgain() {
        return new Fate.Again(time.now());
    }

    /** No record of the journal holds its next state: the one way out needs the smallest. */
    private Fate tooLarge(Step step) throws TenureEnded, InterruptedException {
        Attempts attempts = step.passage.attempts;
        if (attempts == null) {
            attempts = step.entry.state().attempts();
        }
        try {
            return end(step, endings.tooLarge(step.entry, attempts, time.now()));
        } catch (EntryTooLarge e) {
            throw new IllegalStateException("an ending does not fit a record", e);
        }
    }

    // ----

    /** Whether the call that it ended, which showed that the number can send, opened its gate. */
    private boolean opensGate(Step step) {
        boolean opened = step.line.spendProbe(step.passage) && step.line.gate().proven();
        if (opened) {
            roles.meters().resumed();
        }
        return opened;
    }

    private void writeProof(Step step, Append append)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        write(step, append, opensGate(step));
    }

    private static void write(Step step, Append append, boolean opened)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        if (opened) {
            step.line.ledger().writeWithInstance(append, InstanceEvent.State.RESUMED);
        } else {
            step.write(append);
        }
    }

    private void closeGate(Step step, OutcomeError error, @Nullable Append append)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        step.line.spendProbe(step.passage);
        step.line.closeGate(error, append);
    }

    private void remember(Step step, Instant since, CommandEntry ended, int unnamed) {
        var id = ended.state() instanceof CommandState.Sent sent ? sent.messageId() : null;
        step.line
                .sends()
                .over(ended, step.loaded.command().content(), since, id, unnamed, time.now());
    }

    private boolean isExpired(Step step) {
        return !time.now().isBefore(step.entry.expiresAt());
    }

    private long absenceCountsFrom() {
        return time.nanoTime() + settings.reconcileSettle().toNanos();
    }

    private static String answerOf(SendResult result) {
        return switch (result) {
            case SendResult.Accepted ignored -> "accepted";
            case SendResult.Refused ignored -> "refused";
            case SendResult.NotSent ignored -> "not_sent";
            case SendResult.Unclear ignored -> "unclear";
            case SendResult.InstanceTrouble ignored -> "instance_trouble";
            case SendResult.Lapsed ignored -> "lapsed";
        };
    }
}
