package io.wawp.dispatcher.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.InstanceId;
import io.wawp.dispatcher.model.Shards;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three hundred thousand commands of a paused number in the partition of a healthy one. */
@Tag("long")
class LargeBacklogIT {
    private static final int COUNT = Integer.getInteger("wawp.test.backlog", 300_000);
    private static final int BEATS = 200;

    @Test
    void aHealthyNumberKeepsItsPaceBesideABacklog(@TempDir Path folder) throws Exception {
        String paused = "paused000000";
        try (var fixture = new WorkerFixture(1)) {
            assertEquals(0, Shards.of(new InstanceId(paused), 1));
            // nobody but the file knows it: its gate closes with the first call
            fixture.set(
                            "WAWP_INSTANCES_FILE",
                            new InstancesFile(folder).with(paused, "wrong").write().toString())
                    .set("DISPATCHER_PROBE_BACKOFF", "PT10S")
                    .set("DISPATCHER_PROBE_BACKOFF_MAX", "PT10S");
            Worker worker = fixture.start();
            beat(fixture, "warm-up", BEATS);
            Pulse without = beat(fixture, "without", BEATS);
            long began = System.nanoTime();
            fixture.produceAll(paused, COUNT, i -> "4479" + (1_000_000 + i % 20_000), "");
            await().atMost(Duration.ofMinutes(20)).until(() -> worker.openCommands() >= COUNT);
            long taken = (System.nanoTime() - began) / 1_000_000_000;

            // the test reads, and holds to the contract, slower than the worker writes
            while (fixture.outcomes.seen().size() < COUNT) {
                int seen = fixture.outcomes.seen().size();
                fixture.outcomes.until(all -> all.size() > seen);
            }

            Pulse with = beat(fixture, "with", BEATS);

            System.gc();
            Runtime runtime = Runtime.getRuntime();
            System.out.printf(
                    "FIGURE %d waiting, taken over in %d s; %s; %s; heap %d MB of broker, simulator"
                            + " and worker%n",
                    COUNT,
                    taken,
                    without,
                    with,
                    (runtime.totalMemory() - runtime.freeMemory()) >> 20);
            Duration bound = without.median().multipliedBy(3).plusMillis(50);
            assertTrue(
                    with.median().compareTo(bound) < 0,
                    "slower than " + bound + " beside it: " + with);
            assertEquals(COUNT, worker.openCommands());
            assertEquals(
                    3 * BEATS,
                    fixture.wawp.calls().ofInstance(WorkerFixture.INSTANCE).stream()
                            .filter(call -> call.createdMessage())
                            .count());
        }
    }

    private static Pulse beat(WorkerFixture fixture, String name, int beats) {
        var pulse = new Pulse(fixture, name);
        for (int i = 0; i < beats; i++) {
            pulse.beat();
        }
        return pulse;
    }
}
