package io.wawp.dispatcher.dispatch;

import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One tenure as dispatch sees it: whether work may begin, how many sends are on their way, and who
 * sleeps. Thread-safe.
 */
final class Holding {
    private final Tenure tenure;
    private final Time time;
    private final Instant rememberedSince;
    private final long takenAt;
    private final AtomicInteger onTheWire = new AtomicInteger();
    private final Set<Thread> sleepers = new HashSet<>();
    private volatile boolean open = true;

    /**
     * @param rememberedSince of what was sent before, not all was told
     */
    Holding(Tenure tenure, Instant rememberedSince, Time time) {
        this.tenure = tenure;
        this.rememberedSince = rememberedSince;
        this.time = time;
        this.takenAt = time.nanoTime();
    }

    Tenure tenure() {
        return tenure;
    }

    /** Of what was sent before that, not all is known. */
    Instant rememberedSince() {
        return rememberedSince;
    }

    /** When it was taken over, by the monotonic clock. */
    long takenAt() {
        return takenAt;
    }

    /** Whether work may begin: not winding down, and ours. */
    boolean isOpen() {
        return open && tenure.isCurrent();
    }

    /** Begins nothing more, and wakes who sleeps, so that they let go. */
    void shut() {
        synchronized (sleepers) {
            open = false;
            sleepers.forEach(Thread::interrupt);
        }
    }

    /**
     * A send begins: until {@link #landed} the tenure is not idle. Counted before it is looked
     * whether it may, so that nobody sees an idle tenure and a beginning send.
     *
     * @return false if it may not begin any more
     */
    boolean takeOff() {
        onTheWire.incrementAndGet();
        if (isOpen()) {
            return true;
        }
        onTheWire.decrementAndGet();
        return false;
    }

    void landed() {
        onTheWire.decrementAndGet();
    }

    boolean isIdle() {
        return onTheWire.get() == 0;
    }

    /**
     * Lets the calling thread wait.
     *
     * @throws InterruptedException at once, or as soon as nothing may begin any more
     */
    void sleep(Duration duration) throws InterruptedException {
        synchronized (sleepers) {
            if (!isOpen()) {
                throw new InterruptedException();
            }
            sleepers.add(Thread.currentThread());
        }
        try {
            time.sleep(duration);
        } finally {
            synchronized (sleepers) {
                sleepers.remove(Thread.currentThread());
            }
        }
    }
}
