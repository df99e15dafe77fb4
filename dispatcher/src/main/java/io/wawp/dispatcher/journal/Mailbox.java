package io.wawp.dispatcher.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Where others leave what they want of the loop, and how they wake it. As many entries as there are
 * threads that wait, at most.
 */
final class Mailbox {
    private final ConcurrentLinkedQueue<PendingAppend> appends = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private volatile boolean knocked;
    private volatile Runnable wakeUp = () -> {};

    /** How the loop is woken while it sleeps: once for each sleep, whoever knocks first. */
    void wakeUpWith(Runnable action) {
        wakeUp = action;
    }

    void post(PendingAppend append) {
        appends.add(append);
        knock();
    }

    /** Something else is there to be done. */
    void knock() {
        knocked = true;
        if (asleep.compareAndSet(true, false)) {
            wakeUp.run();
        }
    }

    /**
     * The loop is about to sleep.
     *
     * @return false when there is something to do already, and no sleep is to be begun
     */
    boolean fallAsleep() {
        asleep.set(true);
        if (knocked) {
            asleep.set(false);
            return false;
        }
        return true;
    }

    void awake() {
        asleep.set(false);
    }

    boolean isEmpty() {
        return appends.isEmpty();
    }

    /**
     * Waits for something to do without polling, for the hand-over inside a rebalance.
     *
     * @param longest no longer than this
     */
    void awaitKnock(Duration longest) {
        Thread waiting = Thread.currentThread();
        Runnable before = wakeUp;
        wakeUp = () -> LockSupport.unpark(waiting);
        try {
            if (fallAsleep()) {
                LockSupport.parkNanos(this, longest.toNanos());
            }
        } finally {
            awake();
            wakeUp = before;
        }
    }

    /** Takes up to so many, in the order in which they came. */
    List<PendingAppend> drain(int most) {
        knocked = false;
        List<PendingAppend> drained = new ArrayList<>();
        PendingAppend next;
        while (drained.size() < most && (next = appends.poll()) != null) {
            drained.add(next);
        }
        return drained;
    }
}
