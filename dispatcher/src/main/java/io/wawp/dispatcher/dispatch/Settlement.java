package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.dispatch.ChatSearch.Finding;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a send in doubt: found, it is sent; certainly not there, the policy says; no
 * look that could tell, it is unresolved. Until then it neither expires nor is cancelled.
 * Stateless, thread-safe.
 */
final class Settlement {
    private static final String UNSURE =
            "its answer was lost, and the chat shows a message that may be it or another one; look"
                    + " there, then resolve it";

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
        step.line().inDoubt(step.passage(), step.loaded());
        roles.meters().doubted();
        Long from = step.passage().absenceCountsFrom;
        long countsFrom =
                from == null ? time.nanoTime() + settings.reconcileSettle().toNanos() : from;
        Reconciler.Verdict verdict =
                reconciler.settle(step.line(), step.passage().ticket(), sending, countsFrom);
        return switch (verdict) {
            case Reconciler.Verdict.Found found ->
                    found(step, sending.attempts(), found.id(), found.ack(), sending.since());
            case Reconciler.Verdict.Absent ignored -> absent(step, sending);
            case Reconciler.Verdict.Unknown ignored ->
                    unresolved(step, sending.attempts(), blindFor(settings.reconcileDeadline()));
            case Reconciler.Verdict.Unsure ignored -> unresolved(step, sending.attempts(), UNSURE);
        };
    }

    /**
     * Before another send of what was not found earlier: by now it may be there after all, for it
     * may have waited for hours since that look. Nobody waits for the look: the turn is given back
     * for it, unless an earlier look was in vain because the next turn came too late.
     *
     * @return where that leads; empty when it was absent a moment ago, and may be sent
     */
    Optional<Fate> lookAgain(Step step, Attempts before)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        Recheck recheck = recheckOf(step.passage().waiter);
        if (recheck.isFresh(time.nanoTime())) {
            return Optional.empty();
        }
        boolean keepsTurn = recheck.isStale(time.nanoTime());
        if (!keepsTurn) {
            step.line().landed(step.passage());
        }
        Finding finding = reconciler.lookAgain(step.line(), step.loaded(), before);
        if (finding instanceof Finding.Absent) {
            recheck.absent(time.nanoTime());
            return keepsTurn ? Optional.empty() : Optional.of(new Fate.Again(time.now()));
        }
        step.line().landed(step.passage());
        return Optional.of(afterLook(step, before, finding, recheck));
    }

    private Fate afterLook(Step step, Attempts before, Finding finding, Recheck recheck)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        return switch (finding) {
            case Finding.Absent ignored -> new Fate.Again(time.now());
            case Finding.Found found -> {
                roles.meters().settled("found");
                Instant first = before.first();
                Instant sentAt = first == null ? time.now() : first;
                yield found(step, before, found.id(), found.ack(), sentAt);
            }
            case Finding.Unsure ignored -> {
                roles.meters().settled("unresolved");
                yield unresolved(step, before, UNSURE);
            }
            case Finding.NoLook ignored -> {
                Duration blind = recheck.blind(time.nanoTime());
                if (blind.compareTo(settings.reconcileDeadline()) >= 0) {
                    roles.meters().settled("unresolved");
                    yield unresolved(step, before, blindFor(settings.reconcileDeadline()));
                }
                yield new Fate.Again(time.now().plus(Reconciler.LONGEST_WAIT));
            }
            case Finding.InstanceTrouble trouble -> {
                closing.closeGate(step, trouble.error(), null);
                yield new Fate.Again(time.now());
            }
        };
    }

    private static Recheck recheckOf(Waiter waiter) {
        Recheck recheck = waiter.recheck;
        if (recheck == null) {
            recheck = new Recheck();
            waiter.recheck = recheck;
        }
        return recheck;
    }

    private static String blindFor(Duration deadline) {
        return "it may have been sent, and no look into the chat could tell within " + deadline;
    }

    private Fate found(
            Step step, Attempts attempts, @Nullable MessageId id, int ack, Instant sentAt)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        return closing.sent(
                step, endings.sent(step.entry(), attempts, id, ack, sentAt, true, time.now()));
    }

    private Fate absent(Step step, CommandState.Sending sending)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        Attempts attempts = sending.attempts().notFound();
        Instant now = time.now();
        if (settings.inDoubt() == InDoubtPolicy.UNRESOLVED) {
            return unresolved(
                    step,
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

    private Fate unresolved(Step step, Attempts attempts, String why)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        return closing.end(step, endings.unresolved(step.entry(), attempts, why, time.now()));
    }

    private static OutcomeError doubt(@Nullable SendResult answer) {
        return answer instanceof SendResult.Unclear unclear
                ? unclear.error()
                : OutcomeError.of(
                        ReasonCode.IN_DOUBT, "its answer was lost, and it is not in the chat");
    }
}
