package io.wawp.dispatcher.testing;

import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A clock that a test owns: it stands still until {@link #advance}. Alarms ring on the thread that
 * advances, in their order, each at its own time; sleepers wake likewise. Thread-safe.
 */
public final class ManualTime implements Time {
    private final PriorityQueue<Due> dues =
            new PriorityQueue<>(
                    Comparator.comparingLong((Due due) -> due.at).thenComparingLong(d -> d.number));
    private Instant wall;
    private long nanos = 1_000_000_000L;
    private long numbers;

    public ManualTime() {
        this(Instant.parse("2026-11-22T10:00:00Z"));
    }

    public ManualTime(Instant start) {
        this.wall = start;
    }

    @Override
    public synchronized Instant now() {
        return wall;
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        var over = new CountDownLatch(1);
        Due due;
        synchronized (this) {
            if (duration.isNegative() || duration.isZero()) {
                return;
            }
            due = add(duration, over::countDown, true);
        }
        try {
            over.await();
        } finally {
            due.cancel();
        }
    }

    @Override
    public synchronized Alarm after(Duration delay, Runnable task) {
        return add(delay, task, false);
    }

    /** Moves both clocks on, step by step: whatever falls due in between sees its own time. */
    public void advance(Duration duration) {
        long end;
        synchronized (this) {
            end = nanos + duration.toNanos();
        }
        while (true) {
            Due due;
            synchronized (this) {
                due = dues.peek();
                if (due == null || due.at > end) {
                    move(end);
                    return;
                }
                dues.remove(due);
                move(due.at);
                notifyAll();
            }
            due.task.run();
        }
    }

    /** The wall clock alone jumps, as it does when somebody sets it. */
    public synchronized void jumpWallClock(Duration by) {
        wall = wall.plus(by);
    }

    /** How many threads are inside {@link #sleep}. */
    public synchronized int sleepers() {
        return (int) dues.stream().filter(due -> due.sleeper).count();
    }

    /** Blocks until that many threads sleep; fails after ten seconds of real time. */
    public synchronized void awaitSleepers(int count) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (sleepers() < count) {
            long left = TimeUnit.NANOSECONDS.toMillis(limit - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("expected " + count + " sleepers, saw " + sleepers());
            }
            wait(left);
        }
    }

    /** How long until the next alarm or sleeper is due; empty when there is none. */
    public synchronized List<Duration> dueIn() {
        var all = new ArrayList<Duration>();
        dues.stream()
                .mapToLong(due -> due.at)
                .sorted()
                .forEach(at -> all.add(Duration.ofNanos(at - nanos)));
        return all;
    }

    private Due add(Duration delay, Runnable task, boolean sleeper) {
        var due = new Due(nanos + Math.max(0, delay.toNanos()), numbers++, task, sleeper);
        dues.add(due);
        notifyAll();
        return due;
    }

    private void move(long to) {
        wall = wall.plusNanos(to - nanos);
        nanos = to;
    }

    private final class Due implements Alarm {
        private final long at;
        private final long number;
        private final Runnable task;
        private final boolean sleeper;

        Due(long at, long number, Runnable task, boolean sleeper) {
            this.at = at;
            this.number = number;
            this.task = task;
            this.sleeper = sleeper;
        }

        @Override
        public void cancel() {
            synchronized (ManualTime.this) {
                dues.remove(this);
                ManualTime.this.notifyAll();
            }
        }
    }
}
