package io.wawp.dispatcher.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one time of a simulation, event by event: after each event it waits until every thread is
 * parked or has ended, so nothing happens at the same time as anything else, and the same plan
 * gives the same history on every machine. Events of one moment happen in the order in which they
 * were asked for. {@link #run} belongs to the test's thread; the rest is thread-safe.
 */
final class SimulatedTime {
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Looks at the threads before it sleeps between them; most events are over by then. */
    private static final int SPINS = 1_000;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong((Event event) -> event.at)
                            .thenComparingLong(event -> event.number));
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private long nanos;
    private long numbers;

    /** Something that is to happen. */
    final class Event {
        private final long at;
        private final long number;
        private final Runnable task;

        private Event(long at, long number, Runnable task) {
            this.at = at;
            this.number = number;
            this.task = task;
        }

        void cancel() {
            synchronized (SimulatedTime.this) {
                events.remove(this);
            }
        }
    }

    /** Nanoseconds since the beginning. */
    synchronized long nanos() {
        return nanos;
    }

    synchronized Instant now() {
        return START.plusNanos(nanos);
    }

    synchronized Event after(Duration delay, Runnable task) {
        var event = new Event(nanos + Math.max(0, delay.toNanos()), numbers++, task);
        events.add(event);
        return event;
    }

    /** Begins a virtual thread. From an event only, so that it runs alone. */
    void start(Runnable task) {
        Thread thread =
                Thread.ofVirtual()
                        .unstarted(() -> {
                            try {
                                task.run();
                            } finally {
                                threads.remove(Thread.currentThread());
                            }
                        });
        threads.add(thread);
        thread.start();
    }

    /**
     * Lets time pass, event by event.
     *
     * @return whether it was done before that much time was over
     */
    boolean run(Duration most, BooleanSupplier done) {
        long end = nanos() + most.toNanos();
        while (true) {
            settle();
            if (done.getAsBoolean()) {
                return true;
            }
            Event next = next(end);
            if (next == null) {
                return false;
            }
            next.task.run();
        }
    }

    private synchronized @Nullable Event next(long end) {
        Event first = events.peek();
        if (first == null || first.at > end) {
            nanos = end;
            return null;
        }
        nanos = first.at;
        return events.remove();
    }

    @SuppressWarnings("ThreadPriorityCheck") // only to be quick: nothing rests on who runs next
    private void settle() {
        long limit = System.nanoTime() + STUCK_NANOS;
        int calm = 0;
        int looks = 0;
        while (calm < 2) {
            calm = isCalm() ? calm + 1 : 0;
            if (calm > 0) {
                continue;
            }
            if (System.nanoTime() > limit) {
                throw new AssertionError("a thread neither parks nor ends: " + threads);
            }
            if (++looks < SPINS) {
                Thread.yield(); // what is waited for takes less than the shortest sleep
            } else {
                LockSupport.parkNanos(1_000);
            }
        }
    }

    private boolean isCalm() {
        for (Thread thread : threads) {
            Thread.State state = thread.getState();
            if (state != Thread.State.WAITING && state != Thread.State.TERMINATED) {
                return false;
            }
        }
        return true;
    }

    /** Ends all threads; those who ask must give up when they are interrupted. */
    void close() {
        synchronized (this) {
            events.clear();
        }
        long limit = System.nanoTime() + STUCK_NANOS;
        while (!threads.isEmpty()) {
            threads.forEach(Thread::interrupt);
            settle();
            if (System.nanoTime() > limit) {
                throw new AssertionError("threads that do not end: " + threads);
            }
        }
    }
}
