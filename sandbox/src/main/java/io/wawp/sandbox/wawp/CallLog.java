package io.wawp.sandbox.wawp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The calls so far, oldest first; beyond its bound the oldest are forgotten. A call is in it before
 * its answer leaves. Requests that name no operation of Wawp, or cannot be read, are not in it.
 * Safe for use by any thread.
 */
public final class CallLog {
    private final int bound;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();

    // Guarded by the lock.
    private final ArrayDeque<Call> calls = new ArrayDeque<>();

    private final CopyOnWriteArrayList<Consumer<Call>> listeners = new CopyOnWriteArrayList<>();

    CallLog(int bound) {
        this.bound = bound;
    }

    public List<Call> all() {
        return matching(call -> true);
    }

    public List<Call> of(Operation operation) {
        return matching(call -> call.operation() == operation);
    }

    /** Those that sent, or tried to send, a message. */
    public List<Call> sends() {
        return matching(call -> call.operation().isSend());
    }

    public List<Call> ofInstance(String instanceId) {
        return matching(call -> call.instanceId().equals(instanceId));
    }

    /** The chat in any form. */
    public List<Call> ofChat(String chatId) {
        String normal = Chats.normal(chatId);
        return matching(call -> call.chatId().equals(normal));
    }

    public List<Call> matching(Predicate<Call> condition) {
        lock.lock();
        try {
            return calls.stream().filter(condition).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the first call, past or to come, that matches. */
    public Call await(Predicate<Call> condition, Duration patience)
            throws InterruptedException, TimeoutException {
        return await(1, condition, patience).getFirst();
    }

    /** Returns the calls that match as soon as there are so many. */
    public List<Call> await(int count, Predicate<Call> condition, Duration patience)
            throws InterruptedException, TimeoutException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (true) {
                List<Call> found = calls.stream().filter(condition).toList();
                if (found.size() >= count) {
                    return found;
                }
                if (left <= 0) {
                    throw new TimeoutException(
                            "%d of %d calls came within %s; all calls: %s"
                                    .formatted(found.size(), count, patience, calls));
                }
                left = added.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing has been called for so long. */
    public void awaitQuiet(Duration quiet, Duration patience)
            throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + patience.toNanos();
        lock.lock();
        try {
            while (added.await(quiet.toNanos(), TimeUnit.NANOSECONDS)) {
                if (System.nanoTime() - end > 0) {
                    throw new TimeoutException("Still being called after " + patience);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Calls back for every call from now on, on the thread that answers it and before the answer
     * leaves: quick listeners only, unless holding up the simulator is the point.
     */
    public void onCall(Consumer<Call> listener) {
        listeners.add(listener);
    }

    public void clear() {
        lock.lock();
        try {
            calls.clear();
        } finally {
            lock.unlock();
        }
    }

    boolean isKept() {
        return bound > 0;
    }

    void add(Call call) {
        if (bound > 0) {
            lock.lock();
            try {
                if (calls.size() == bound) {
                    calls.removeFirst();
                }
                calls.addLast(call);
                added.signalAll();
            } finally {
                lock.unlock();
            }
        }
        listeners.forEach(listener -> listener.accept(call));
    }
}
