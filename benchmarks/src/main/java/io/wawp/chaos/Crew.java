package io.wawp.chaos;

import io.wawp.sandbox.ChildJvm;
import io.wawp.sandbox.LocalPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a run. Every other one has a stable id, as a StatefulSet's pods have; the others
 * have a new one at each start. Safe for use by any thread.
 */
final class Crew implements AutoCloseable {
    private static final Duration TRAINING = Duration.ofSeconds(60);
    private static final Duration READING = Duration.ofSeconds(3);

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

    /**
     * Runs one worker for a moment, so that the JVM can keep what it learned of the classes; every
     * later start takes half the time.
     *
     * @return the plan with the cache; without one where the JVM makes none
     */
    static WorkerPlan trained(WorkerPlan plan) throws InterruptedException {
        Path cache = plan.directory().resolve("worker.aot");
        ChildJvm trainee = ChildJvm.start(plan.training(cache));
        try {
            if (trainee.awaitReady(TRAINING)) {
                Thread.sleep(READING);
                trainee.terminate();
                trainee.awaitEnd(TRAINING);
            }
        } finally {
            trainee.kill();
        }
        return Files.exists(cache) ? plan.with(cache) : plan;
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

    @Nullable WorkerSlot named(String name) {
        return slots.stream().filter(slot -> slot.name().equals(name)).findFirst().orElse(null);
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
