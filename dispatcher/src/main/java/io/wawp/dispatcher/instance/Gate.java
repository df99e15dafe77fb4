package io.wawp.dispatcher.instance;

import io.wawp.common.command.InstanceId;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.InstanceEntry;
import io.wawp.dispatcher.model.PaceMemory;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether one instance's commands may go out. Thread-safe; no method blocks.
 *
 * <pre>
 *          close                    session works
 *   OPEN ─────────► CLOSED ──────────────────────► HALF_OPEN
 *     ▲               ▲            close               │  │
 *     │               └────────────────────────────────┘  │
 *     └───────────────────────────────────────────────────┘
 *        proven by a command, or by a session that works while
 *        nothing waits (unless the quota was exhausted)
 * </pre>
 *
 * <p>How {@code dispatch} uses it, per instance and tenure:
 *
 * <ol>
 *   <li>It makes the gate from the restored {@link InstanceEntry} (or a fresh one) and has it
 *       probed: {@link GateProbes#watch}. A gate that is restored closed stays closed and is not
 *       announced again.
 *   <li>Before a command goes through the turnstile: {@link #mayPass()}. In half-open {@code true}
 *       takes the one pass there is; who does not use it, or ends without having shown anything,
 *       gives it back.
 *   <li>A call ends in {@code InstanceTrouble}: {@link #close}. If that says {@code true}, {@link
 *       #entry} and a PAUSED event go into the very append of the command's WAITING entry.
 *   <li>A call shows that the number can send (Accepted, Refused, found when in doubt): {@link
 *       #proven}. If that says {@code true}, {@link #entry} and a RESUMED event go into the very
 *       append of the command's next entry.
 *   <li>Any other ending (not sent, lapsed, expired, taken by nobody): {@link #giveBack()}, best in
 *       a {@code finally}: after the others it does nothing.
 *   <li>The probe moves the gate to half-open, or open, and tells {@link GateListener}.
 * </ol>
 *
 * Appends that carry {@link #entry} must reach the journal in the order in which the entries were
 * taken: the last one written is what the next owner finds.
 */
public final class Gate {

    /** What a gate lets through. */
    public enum State {
        /** Everything. */
        OPEN,
        /** Nothing. */
        CLOSED,
        /** One command at a time, as the probe. */
        HALF_OPEN
    }

    private final InstanceId instanceId;
    private State state;
    private boolean passTaken;
    private @Nullable OutcomeError pausedFor;
    private @Nullable Instant pausedAt;
    private @Nullable Closings closings;

    /** As its instance was journaled last. */
    public Gate(InstanceEntry restored) {
        instanceId = restored.instanceId();
        pausedFor = restored.pausedFor();
        pausedAt = restored.pausedAt();
        state = pausedFor == null ? State.OPEN : State.CLOSED;
    }

    public InstanceId instanceId() {
        return instanceId;
    }

    public synchronized State state() {
        return state;
    }

    /** Why it does not stand open; null when it does. */
    public synchronized @Nullable OutcomeError pausedFor() {
        return pausedFor;
    }

    /** Since when it does not stand open; null when it does. */
    public synchronized @Nullable Instant pausedAt() {
        return pausedAt;
    }

    /** The gate as it is to be journaled, with the pace that dispatch keeps. */
    public synchronized InstanceEntry entry(PaceMemory pace) {
        return new InstanceEntry(instanceId, pausedFor, pausedAt, pace);
    }

    /**
     * Whether a command may pass now. In half-open {@code true} takes the pass: it is used until
     * {@link #close}, {@link #proven} or {@link #giveBack()}.
     */
    public synchronized boolean mayPass() {
        return switch (state) {
            case OPEN -> true;
            case CLOSED -> false;
            case HALF_OPEN -> {
                boolean free = !passTaken;
                passTaken = true;
                yield free;
            }
        };
    }

    /**
     * The pass is not needed any more. In half-open the next command may take it; else nothing
     * happens. To be called only by who was let through.
     */
    public synchronized void giveBack() {
        passTaken = false;
    }

    /**
     * The number cannot send.
     *
     * @return whether that is news, to be journaled and published: it was open, or paused for
     *     another reason
     */
    public boolean close(OutcomeError why, Instant now) {
        boolean news;
        Closings told;
        boolean wasOpen;
        synchronized (this) {
            OutcomeError before = pausedFor;
            news = before == null || before.code() != why.code();
            if (news) {
                pausedFor = why;
            }
            if (before == null) {
                pausedAt = now;
            }
            told = state == State.CLOSED ? null : closings;
            wasOpen = state == State.OPEN;
            state = State.CLOSED;
            passTaken = false;
        }
        if (told != null) {
            told.closed(wasOpen);
        }
        return news;
    }

    /**
     * A call showed that the number can send. Counts only when half-open with the pass taken: a
     * call that began before the gate closed shows nothing about what came after.
     *
     * @return whether this opened the gate: to be journaled and published
     */
    public synchronized boolean proven() {
        return state == State.HALF_OPEN && passTaken && open();
    }

    /** For the probe: the session works. */
    synchronized void halfOpen() {
        if (state == State.CLOSED) {
            state = State.HALF_OPEN;
            passTaken = false;
        }
    }

    /** For the probe: the session works, and nothing waits that could prove more. */
    synchronized boolean openUnproven() {
        return state == State.HALF_OPEN && !passTaken && needsNoCommand() && open();
    }

    /** For the probe: the session does not work after all. Nothing of it is news. */
    synchronized void shut() {
        if (state == State.HALF_OPEN && !passTaken) {
            state = State.CLOSED;
        }
    }

    /** Whether a session that works is proof enough: it says nothing about a quota. */
    synchronized boolean needsNoCommand() {
        return pausedFor == null || pausedFor.code() != ReasonCode.QUOTA_EXCEEDED;
    }

    synchronized boolean isPassTaken() {
        return passTaken;
    }

    /** For the probe: whom to tell that the gate has closed; null for nobody. */
    synchronized void tell(@Nullable Closings listener) {
        closings = listener;
    }

    /** Is told, outside of the gate's lock, when it goes from open or half-open to closed. */
    interface Closings {
        void closed(boolean wasOpen);
    }

    private boolean open() {
        state = State.OPEN;
        passTaken = false;
        pausedFor = null;
        pausedAt = null;
        return true;
    }
}
