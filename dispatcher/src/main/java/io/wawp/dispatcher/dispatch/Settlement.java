package io.wawp.dispatcher.dispatch;

import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Time;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a send in doubt: found, it is sent; certainly not there, the policy says; no
 * look that could tell, it is unresolved. Until then it neither expires nor is cancelled.
 * Stateless, thread-safe.
 */
final class Settlement {
    private final DispatchRoles roles;
    private final DispatchSettings settings;
    private final Endings endings;
    private final RetryRule retry;
    private final Reconciler reconciler;
    private final Closing closing;
    private final Time time;

    Settlement(
            DispatchRoles roles,
            DispatchSettings settings,
            Endings endings,
            RetryRule retry,
            Reconciler reconciler,
            Closing closing) {
        this.roles = roles;
        this.settings = settings;
        this.endings = endings;
        this.retry = retry;
        this.reconciler = reconciler;
        this.closing = closing;
        this.time = roles.time();
    }

    /** Looks until it is known, or known that it will not be. */
    Fate settle(Step step, CommandState.Sending sending)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        step.line().landed(step.passage());
        roles.meters().doubted();
        Long from = step.passage().absenceCountsFrom;
        long countsFrom =
                from == null ? time.nanoTime() + settings.reconcileSettle().toNanos() : from;
        Reconciler.Verdict verdict =
                reconciler.settle(step.line(), step.passage().ticket(), sending, countsFrom);
        return switch (verdict) {
            case Reconciler.Verdict.Found found -> found(step, sending, found);
            case Reconciler.Verdict.Absent ignored -> absent(step, sending);
            case Reconciler.Verdict.Undecided ignored ->
                    unresolved(
                            step,
                            sending,
                            sending.attempts(),
                            "its answer was lost, and a message in the chat is either it or a late"
                                    + " copy of another one with the same content");
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
        return closing.sent(
                step,
                endings.sent(
                        step.entry(),
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
        if (step.isExpired(now)) {
            return closing.expire(step, attempts);
        }
        OutcomeError why = doubt(step.passage().answer);
        // a first absence says nothing against the command: the worker or the network was away, and
        // however long that was, the policy grants a resend
        Optional<Instant> next =
                attempts.unclear() == 1 ? Optional.of(now) : retry.next(attempts, null, now);
        if (next.isEmpty()) {
            return closing.end(step, endings.exhausted(step.entry(), attempts, why, now));
        }
        return closing.waitFor(step, attempts, next.get(), why);
    }

    private Fate unresolved(Step step, CommandState.Sending sending, Attempts attempts, String why)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        return closing.end(
                step,
                endings.unresolved(step.entry(), attempts, why, time.now()),
                sending.since(),
                attempts.unclear() + 1);
    }

    private static OutcomeError doubt(@Nullable SendResult answer) {
        return answer instanceof SendResult.Unclear unclear
                ? unclear.error()
                : OutcomeError.of(
                        ReasonCode.IN_DOUBT, "its answer was lost, and it is not in the chat");
    }
}
