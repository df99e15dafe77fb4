package io.wawp.benchmarks.takeover;

import io.wawp.sandbox.wawp.Call;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Who sent for which number, and when: fed by the simulator, asked by the measurement. A worker is
 * told from the others by the loopback address at which it calls. Thread-safe.
 */
final class Sends {
    private static final int KEPT = 400;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final AtomicLongArray counts;

    // Guarded by this.
    private final Map<String, Deque<Send>> latest = new HashMap<>();

    /**
     * @param at when the request arrived
     * @param slot which worker sent
     */
    record Send(Instant at, int slot) {}

    Sends(Iterable<String> instances) {
        for (String instance : instances) {
            numbers.put(instance, numbers.size());
            latest.put(instance, new ArrayDeque<>());
        }
        counts = new AtomicLongArray(numbers.size());
    }

    void heard(Call call) {
        Integer number = numbers.get(call.instanceId());
        if (number == null || !call.operation().isSend()) {
            return;
        }
        counts.incrementAndGet(number);
        var send = new Send(call.arrivedAt(), Workers.slotOf(call.header("host").orElse("")));
        synchronized (this) {
            Deque<Send> sends = of(call.instanceId());
            sends.addLast(send);
            if (sends.size() > KEPT) {
                sends.removeFirst();
            }
        }
    }

    /** How often an instance has sent so far. */
    long count(String instance) {
        Integer number = numbers.get(instance);
        return number == null ? 0 : counts.get(number);
    }

    /** The last send of an instance; null when there was none. */
    synchronized @Nullable Send last(String instance) {
        return of(instance).peekLast();
    }

    /** The instances whose latest send was this worker's. */
    synchronized Set<String> of(int slot) {
        Set<String> owned = new TreeSet<>();
        latest.forEach((instance, sends) -> {
            Send last = sends.peekLast();
            if (last != null && last.slot() == slot) {
                owned.add(instance);
            }
        });
        return owned;
    }

    /** The first send of an instance after a moment by another than this worker. */
    synchronized Optional<Send> firstAfter(String instance, Instant moment, int notBySlot) {
        return of(instance).stream()
                .filter(send -> send.at().isAfter(moment) && send.slot() != notBySlot)
                .findFirst();
    }

    /** The last send of an instance by this worker. */
    synchronized Optional<Send> lastBy(String instance, int slot) {
        return of(instance).reversed().stream().filter(send -> send.slot() == slot).findFirst();
    }

    private Deque<Send> of(String instance) {
        return latest.getOrDefault(instance, new ArrayDeque<>());
    }
}
