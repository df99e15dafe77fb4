package io.wawp.dispatcher.instance;

import io.wawp.dispatcher.model.SessionLook;
import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out when the number behind a closed gate works again. While the gate is not open it asks
 * for the session, at most once in each wait, and the waits double from one try to the next with
 * some jitter; they begin anew only when the gate has been open. Never writes the journal.
 *
 * <p>Thread-safe: alarms only start tasks, and what may block runs on a virtual thread with no lock
 * held, one task at a time.
 */
public final class GateProbe implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GateProbe.class);

    /** A wait is between this part of its full length and all of it. */
    private static final double SHORTEST = 0.75;

    private final Gate gate;
    private final GateListener listener;
    private final GateProbes shared;

    private final Object lock = new Object();
    private int steps;
    private boolean asking;
    private boolean ended;
    private Time.@Nullable Alarm alarm;

    GateProbe(Gate gate, GateListener listener, GateProbes shared) {
        this.gate = gate;
        this.listener = listener;
        this.shared = shared;
    }

    void begin() {
        gate.tell(this::closed);
        if (gate.state() != Gate.State.OPEN) {
            wake();
        }
    }

    /**
     * Something changed that may have mended it, such as a new access token: the waits begin anew.
     * Still at most one call in each.
     */
    public void nudge() {
        beginAnew();
        if (gate.state() != Gate.State.OPEN) {
            wake();
        }
    }

    /** Asks no more and tells no more; a call that is on its way ends without effect. */
    @Override
    public void close() {
        gate.tell(null);
        synchronized (lock) {
            ended = true;
            if (alarm != null) {
                alarm.cancel();
                alarm = null;
            }
        }
    }

    private void closed(boolean wasOpen) {
        if (wasOpen) {
            beginAnew();
        }
        wake();
    }

    private void beginAnew() {
        synchronized (lock) {
            steps = 0;
            if (alarm != null) {
                alarm.cancel();
                alarm = null;
            }
        }
    }

    /** Sets the alarm for the next look, unless one is set or a look is under way. */
    private void wake() {
        synchronized (lock) {
            if (!ended && !asking && alarm == null) {
                alarm = shared.time.after(nextWait(), this::ring);
            }
        }
    }

    private Duration nextWait() {
        Duration full = BackOff.wait(shared.settings.first(), shared.settings.max(), steps);
        double part = SHORTEST + (1 - SHORTEST) * shared.random.nextDouble();
        return Duration.ofNanos((long) (full.toNanos() * part));
    }

    private void ring() {
        synchronized (lock) {
            alarm = null;
            if (ended) {
                return;
            }
            asking = true;
        }
        try {
            shared.calls.execute(this::round);
        } catch (RuntimeException e) {
            // the worker is stopping, and its threads are gone
            log.debug("instance {} is not probed: {}", gate.instanceId(), e.toString());
        }
    }

    private void round() {
        boolean again = true;
        try {
            again = look();
        } catch (RuntimeException e) {
            log.error("probing instance {} failed; a bug of ours", gate.instanceId(), e);
        } finally {
            synchronized (lock) {
                asking = false;
            }
        }
        // the gate may have closed while we were busy and told us in vain
        if (again || gate.state() == Gate.State.CLOSED) {
            wake();
        }
    }

    /**
     * One look.
     *
     * @return whether there is more to look for
     */
    private boolean look() {
        if (gate.state() == Gate.State.OPEN) {
            return false;
        }
        if (gate.isPassTaken()) {
            return true; // a command is finding out
        }
        Optional<InstanceAccount> account = shared.accounts.find(gate.instanceId());
        if (account.isEmpty()) {
            return true; // nobody to ask as; the wait does not grow
        }
        SessionLook session = shared.gateway.session(account.get().account());
        synchronized (lock) {
            if (ended) {
                return false;
            }
            steps = Math.min(steps + 1, 30);
        }
        return switch (session) {
            case SessionLook.Working() -> works();
            case SessionLook.NotWorking ignored -> doesNotWork();
            case SessionLook.Unreadable ignored -> true;
        };
    }

    private boolean works() {
        gate.halfOpen();
        if (listener.halfOpen()) {
            return true;
        }
        if (gate.openUnproven()) {
            listener.opened();
            return false;
        }
        return gate.needsNoCommand();
    }

    private boolean doesNotWork() {
        gate.shut();
        return true;
    }
}
