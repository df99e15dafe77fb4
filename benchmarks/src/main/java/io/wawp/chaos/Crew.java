package io.wawp.chaos;

import io.wawp.sandbox.LocalPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The workers of a run. Every other one has a stable id, as a StatefulSet's pods have; the others
 * have a new one at each start. Safe for use by any thread.
 */
final class Crew implements AutoCloseable {
    private final List<WorkerSlot> slots = new ArrayList<>();

    private Crew() {}

    /** Starts so many workers and returns at once. */
    static Crew start(int count, WorkerPlan plan, Chronicle chronicle) {
        var crew = new Crew();
        List<Integer> ports = LocalPort.free(count);
        for (int i = 0; i < count; i++) {
            crew.slots.add(
                    new WorkerSlot("worker-" + (i + 1), i % 2 == 0, ports.get(i), plan, chronicle));
        }
        return crew;
    }

    List<WorkerSlot> slots() {
        return slots;
    }

    int size() {
        return slots.size();
    }

    /** The one that was drawn, or the next one that is at work. */
    Optional<WorkerSlot> atWork(int drawn) {
        for (int i = 0; i < slots.size(); i++) {
            WorkerSlot slot = slots.get((drawn + i) % slots.size());
            if (slot.isAtWork()) {
                return Optional.of(slot);
            }
        }
        return Optional.empty();
    }

    long ready() {
        return slots.stream().filter(WorkerSlot::isReady).count();
    }

    int starts() {
        return slots.stream().mapToInt(WorkerSlot::starts).sum();
    }

    /** Tells all to stop, and returns when they have. */
    void retire() throws InterruptedException {
        List<Thread> stopping = new ArrayList<>();
        for (WorkerSlot slot : slots) {
            stopping.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    slot.retire();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            }));
        }
        for (Thread each : stopping) {
            each.join();
        }
    }

    @Override
    public void close() {
        slots.forEach(WorkerSlot::close);
    }
}
