package io.wawp.chaos;

import io.wawp.sandbox.ChildJvm;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A place at which a worker runs: one process after the other, under one name. What ends by the
 * conductor's will is started again after a while; what ends by itself is a violation. Safe for use
 * by any thread.
 */
final class WorkerSlot implements AutoCloseable {
    /** A worker drains for 20 s at the most, and waits for a broker that is away. */
    private static final Duration STOPPING = Duration.ofSeconds(75);

    private static final long LOOK_NANOS = 50_000_000;

    private final String name;
    private final boolean stable;
    private final int adminPort;
    private final WorkerPlan plan;
    private final Chronicle chronicle;
    private final Thread keeper;

    // Guarded by this.
    private @Nullable ChildJvm child;
    private long startAt;
    private boolean expected;
    private boolean frozen;
    private int starts;

    private volatile boolean closing;

    WorkerSlot(String name, boolean stable, int adminPort, WorkerPlan plan, Chronicle chronicle) {
        this.name = name;
        this.stable = stable;
        this.adminPort = adminPort;
        this.plan = plan;
        this.chronicle = chronicle;
        this.startAt = System.nanoTime();
        this.keeper = Thread.ofVirtual().name("keeper-of-" + name).start(this::keep);
    }

    String name() {
        return name;
    }

    int adminPort() {
        return adminPort;
    }

    private void keep() {
        while (!closing) {
            LockSupport.parkNanos(LOOK_NANOS);
            keepOnce();
        }
    }

    private synchronized void keepOnce() {
        if (closing) {
            return;
        }
        ChildJvm current = child;
        if (current == null) {
            if (System.nanoTime() - startAt >= 0) {
                child = ChildJvm.start(plan.worker(name, stable, adminPort));
                starts++;
            }
        } else if (!current.isAlive() && !expected) {
            chronicle.violation(
                    "%s ended by itself with status %d; see its log %s.log"
                            .formatted(name, current.exitStatus(), name));
            child = null;
            startAt = System.nanoTime();
        }
    }

    /** Whether a worker runs here that nobody has frozen. */
    synchronized boolean isAtWork() {
        ChildJvm current = child;
        return current != null && current.isAlive() && !expected && !frozen;
    }

    /** Whether one runs that has said that it is ready. */
    synchronized boolean isReady() {
        ChildJvm current = child;
        return isAtWork() && current != null && current.isReady();
    }

    synchronized int starts() {
        return starts;
    }

    /**
     * SIGKILL; the next one starts after a while.
     *
     * @return false when there is none to be killed
     */
    synchronized boolean kill(Duration away) {
        ChildJvm current = child;
        if (current == null || !isAtWork()) {
            return false;
        }
        current.kill();
        gone(away);
        return true;
    }

    private void gone(Duration away) {
        chronicle.endedAWorker();
        child = null;
        startAt = System.nanoTime() + away.toNanos();
    }

    /**
     * SIGTERM; returns when it has ended, and sees that it does so in time and well. The next one
     * starts after a while.
     *
     * @return false when there is none to be stopped
     */
    boolean stop(Duration away) throws InterruptedException {
        ChildJvm stopping;
        synchronized (this) {
            if (!isAtWork() || child == null) {
                return false;
            }
            stopping = child;
            expected = true;
        }
        boolean wasReady = stopping.isReady();
        stopping.terminate();
        if (!stopping.awaitEnd(STOPPING)) {
            chronicle.violation(
                    "%s did not end within %d s of SIGTERM".formatted(name, STOPPING.toSeconds()));
            stopping.kill();
        } else if (stopping.exitStatus() != 0 && wasReady) {
            chronicle.violation(
                    "%s ended with status %d after SIGTERM".formatted(name, stopping.exitStatus()));
        }
        synchronized (this) {
            expected = false;
            if (!closing) {
                gone(away);
            }
        }
        return true;
    }

    /**
     * SIGSTOP.
     *
     * @return what ends it; null when there is none to be frozen
     */
    synchronized @Nullable Runnable freeze() {
        ChildJvm current = child;
        if (current == null || !isAtWork()) {
            return null;
        }
        frozen = true;
        current.freeze();
        return () -> thaw(current);
    }

    private synchronized void thaw(ChildJvm zombie) {
        frozen = false;
        zombie.thaw();
    }

    /** Nothing starts here any more; what runs is killed. */
    @Override
    public void close() {
        closing = true;
        synchronized (this) {
            ChildJvm current = child;
            if (current != null) {
                current.kill();
            }
        }
        keeper.interrupt();
    }

    /** Nothing starts here any more; what runs is told to stop. */
    void retire() throws InterruptedException {
        closing = true;
        stop(Duration.ZERO);
    }
}
