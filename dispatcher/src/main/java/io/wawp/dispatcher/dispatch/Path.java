package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.Content;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.Claims;
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
    private final Settlement settlement;
    private final Closing closing;
    private final Time time;

    Path(
            DispatchRoles roles,
            DispatchSettings settings,
            Endings endings,
            RetryRule retry,
            Reconciler reconciler,
            Settlement settlement,
            Closing closing) {
        this.roles = roles;
        this.settings = settings;
        this.endings = endings;
        this.retry = retry;
        this.reconciler = reconciler;
        this.settlement = settlement;
        this.closing = closing;
        this.time = roles.time();
    }

    /** Walks on from where the command stands. */
    Fate walk(Line line, Passage passage) throws TenureEnded, InterruptedException {
        LoadedCommand read = passage.readAhead;
        passage.readAhead = null;
        LoadedCommand loaded = read == null ? roles.journal().read(passage.ticket()) : read;
        var step = new Step(line, passage, loaded);
        try {
            return switch (loaded.entry().state()) {
                case CommandState.Admitted admitted -> begin(step, admitted.attempts());
                case CommandState.Waiting waiting -> begin(step, waiting.attempts());
                case CommandState.Sending sending -> goOn(step, sending);
                case CommandState.Accepted accepted -> name(step, accepted, 0);
                case CommandState.Sent ignored -> Fate.OVER;
                case CommandState.Ended ignored -> Fate.OVER;
            };
        } catch (EntryTooLarge e) {
            return closing.tooLarge(step);
        }
    }

    /** Who comes from a walk that broke has given its turn back, and stands again for another. */
    private Fate begin(Step step, Attempts before)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        boolean hasTurn = step.passage().absenceCountsFrom == null;
        return hasTurn ? send(step, before) : standAgain();
    }

    private Fate send(Step step, Attempts before)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        if (step.isExpired(time.now())) {
            return closing.expire(step, before);
        }
        Optional<Account> account = step.line().account();
        if (account.isEmpty()) {
            return standAgain();
        }
        if (before.unclear() > 0) {
            Optional<Fate> known = settlement.lookAgain(step, before);
            if (known.isPresent()) {
                return known.get();
            }
        }
        boolean typed = type(step, account.get());
        if (!awaitOpening(step)) {
            return standAgain();
        }
        if (step.isExpired(time.now())) {
            if (typed) {
                roles.gateway().stopTyping(account.get(), step.entry().chatId());
            }
            return closing.expire(step, before);
        }
        long begun = time.nanoTime();
        if (!step.line().begin(step.passage())) {
            return standAgain();
        }
        step.passage().waiter.recheck = null;
        step.passage().absenceCountsFrom = absenceCountsFrom();
        CommandState.Sending sending = journalSending(step, before);
        BooleanSupplier mayWrite = () -> mayWrite(step, sending, begun);
        roles.meters().sendBegun();
        SendResult result = roles.gateway().send(account.get(), step.loaded().command(), mayWrite);
        step.passage().absenceCountsFrom = absenceCountsFrom();
        step.passage().answer = result;
        roles.meters().sendEnded(answerOf(result), Duration.ofNanos(time.nanoTime() - begun));
        return goOn(step, sending);
    }

    /** A send was begun; its answer is known, or it is in doubt. */
    private Fate goOn(Step step, CommandState.Sending sending)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        SendResult answer = step.passage().answer;
        if (answer == null) {
            return settlement.settle(step, sending);
        }
        return switch (answer) {
            case SendResult.Accepted accepted -> accepted(step, sending, accepted);
            case SendResult.Refused refused -> refused(step, sending, refused.error());
            case SendResult.NotSent notSent -> notSent(step, sending, notSent);
            case SendResult.Unclear ignored -> settlement.settle(step, sending);
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
        Duration typing = step.passage().typing;
        if (typing == null) {
            var command = step.loaded().command();
            typing = roles.typing().before(command.typing(), command.content());
        }
        Instant now = time.now();
        boolean inTime = now.plus(typing).isBefore(step.entry().expiresAt());
        if (typing.isZero() || !inTime || step.line().opensAt(step.passage(), now).isEmpty()) {
            return false;
        }
        switch (roles.gateway().startTyping(account, step.entry().chatId())) {
            case TypingResult.Shown ignored -> {}
            case TypingResult.NotShown ignored -> {
                roles.meters().typingFailed();
                return false;
            }
            case TypingResult.InstanceTrouble trouble -> {
                closing.closeGate(step, trouble.error(), null);
                return false;
            }
        }
        step.line().holding().sleep(typing);
        return true;
    }

    /** Waits the moment that is left until its pace allows; false if it has to stand again. */
    private boolean awaitOpening(Step step) throws InterruptedException {
        while (true) {
            Instant now = time.now();
            Optional<Instant> opens = step.line().opensAt(step.passage(), now);
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
            step.line().holding().sleep(wait);
        }
    }

    private CommandState.Sending journalSending(Step step, Attempts before)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        Instant now = time.now();
        Content content = step.loaded().command().content();
        Attempts attempts = before.begin(now);
        ChatSends sends = step.line().sends();
        Claims claims = sends.before(step.entry(), content, Wanted.from(attempts, now), now);
        var sending = new CommandState.Sending(attempts, now, now.plus(settings.sendBy()), claims);
        sends.begun(step.entry(), content, now);
        step.passage().attempts = sending.attempts();
        var append = Append.of(step.entry().open(sending));
        if (step.line().isPaced(step.passage())) {
            step.line().ledger().writeWithInstance(append, null);
        } else {
            step.write(append);
        }
        return sending;
    }

    private boolean mayWrite(Step step, CommandState.Sending sending, long begun) {
        boolean may =
                step.line().holding().isOpen()
                        && time.nanoTime() - begun < settings.sendBy().toNanos()
                        && time.now().isBefore(sending.sendBy());
        if (may) {
            step.line().written(step.passage());
        }
        return may;
    }

    // ---- by its answer

    private Fate accepted(Step step, CommandState.Sending sending, SendResult.Accepted answer)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        step.line().slowdown().succeeded();
        if (answer.messageId() == null) {
            var accepted =
                    new CommandState.Accepted(
                            sending.attempts(), sending.since(), sending.claims());
            try {
                closing.writeProof(step, Append.of(step.entry().open(accepted)));
            } catch (EntryTooLarge e) {
                // sent is sent: without this entry a crash would leave it in doubt, no more
                return name(step, accepted, answer.ack());
            }
            return name(step, accepted, answer.ack());
        }
        return closing.sent(
                step,
                endings.sent(
                        step.entry(),
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
        step.line().landed(step.passage());
        step.line().inDoubt(step.passage(), step.loaded());
        Optional<ChatSearch.Finding.Found> found =
                reconciler.nameOf(step.line(), step.loaded(), accepted);
        return closing.sent(
                step,
                endings.sent(
                        step.entry(),
                        accepted.attempts(),
                        found.map(ChatSearch.Finding.Found::id).orElse(null),
                        found.map(ChatSearch.Finding.Found::ack).orElse(ack),
                        accepted.since(),
                        false,
                        time.now()));
    }

    private Fate refused(Step step, CommandState.Sending sending, OutcomeError error)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        step.line().slowdown().succeeded();
        return closing.end(
                step, endings.ended(step.entry(), sending.attempts(), error, time.now()));
    }

    private Fate notSent(Step step, CommandState.Sending sending, SendResult.NotSent answer)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        Instant now = time.now();
        ReasonCode code = answer.error().code();
        roles.meters().triedInVain(code);
        if (code == ReasonCode.WAWP_UNREACHABLE || code == ReasonCode.RATE_LIMITED) {
            // not this command's fault: all of the instance waits, and no attempt is used up
            Duration wait =
                    step.line()
                            .slowdown()
                            .failed(time.nanoTime(), answer.retryAfter(), roles.random());
            return closing.waitFor(
                    step, sending.attempts().withdrawn(), now.plus(wait), answer.error());
        }
        Optional<Instant> next = retry.next(sending.attempts(), answer.retryAfter(), now);
        if (next.isEmpty()) {
            return closing.end(
                    step, endings.exhausted(step.entry(), sending.attempts(), answer.error(), now));
        }
        return closing.waitFor(step, sending.attempts(), next.get(), answer.error());
    }

    private Fate trouble(Step step, CommandState.Sending sending, OutcomeError error)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        Instant now = time.now();
        roles.meters().triedInVain(error.code());
        var waiting = new CommandState.Waiting(sending.attempts().withdrawn(), now, error);
        closing.closeGate(step, error, Append.of(step.entry().open(waiting)));
        closing.withdraw(step, waiting.attempts());
        step.passage().answer = null;
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
        return closing.waitFor(step, sending.attempts().withdrawn(), time.now(), why);
    }

    /** Nothing happened: what is journaled stays. */
    private Fate standAgain() {
        return new Fate.Again(time.now());
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
