package io.wawp.dispatcher.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.sandbox.wawp.FaultAction;
import io.wawp.sandbox.wawp.FaultRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Workers that share the numbers, one that leaves and one that joins while commands are under way:
 * each command ends once, is sent once and in its chat's order, and whoever stays goes on.
 */
class SharingIT {
    private static final int INSTANCES = 8;

    /** What a worker that stays may stand still while others come and go, on a loaded machine. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({"classic,false", "classic,true", "consumer,false", "consumer,true"})
    void oneLeavesAndAnotherJoins(String groupProtocol, boolean killed) throws Exception {
        try (var fixture = new WorkerFixture(8)) {
            fixture.set("KAFKA_GROUP_PROTOCOL", groupProtocol);
            if (groupProtocol.equals("consumer")) {
                fixture.unset("KAFKA_SESSION_TIMEOUT_MS").unset("KAFKA_HEARTBEAT_INTERVAL_MS");
            }
            fixture.wawp
                    .faults()
                    .add(FaultRule.sends().then(FaultAction.usual()).after(Duration.ofMillis(200)));
            Traffic traffic = Traffic.of(fixture, INSTANCES, directory);
            long begun = System.nanoTime();
            var staying = new CallsOf();
            var leaving = new CallsOf();
            fixture.start(staying.around(Hooks.NONE));
            Worker second = fixture.start(leaving.around(Hooks.NONE));
            untilAtWork(traffic, staying, 1);
            untilAtWork(traffic, leaving, 1);
            traffic.produce(200);
            untilAtWork(traffic, leaving, 20);

            long from = System.nanoTime();
            Set<String> left = instancesOf(leaving, begun);
            if (killed) {
                second.halt();
            } else {
                second.close();
            }
            untilAllAreServed(traffic, staying, left, from);
            System.err.println(
                    left.size()
                            + " numbers are served again after "
                            + Duration.ofNanos(System.nanoTime() - from));
            requireNoPause(staying, from, System.nanoTime(), groupProtocol, "leave");

            var joining = new CallsOf();
            from = System.nanoTime();
            fixture.start(joining.around(Hooks.NONE));
            untilAtWork(traffic, joining, 10);
            requireNoPause(staying, from, System.nanoTime(), groupProtocol, "join");

            traffic.requireAllSentOnceAndInOrder();
            assertTrue(traffic.produced() >= 200);
        }
    }

    private static void untilAtWork(Traffic traffic, CallsOf worker, int more) {
        int before = worker.sends().size();
        steadily(traffic).until(() -> worker.sends().size() >= before + more);
    }

    /** Produces a little at a time until the condition holds. */
    private static org.awaitility.core.ConditionFactory steadily(Traffic traffic) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(100))
                .conditionEvaluationListener(any -> traffic.produce(4));
    }

    private static void untilAllAreServed(
            Traffic traffic, CallsOf worker, Set<String> instances, long since) {
        steadily(traffic).until(() -> instancesOf(worker, since).containsAll(instances));
    }

    private static Set<String> instancesOf(CallsOf worker, long since) {
        Set<String> instances = new HashSet<>();
        worker.sends().stream()
                .filter(call -> call.nanos() - since >= 0)
                .forEach(call -> instances.add(call.instance()));
        return instances;
    }

    private static void requireNoPause(
            CallsOf worker, long from, long to, String groupProtocol, String what) {
        List<Long> times =
                worker.sends().stream()
                        .map(CallsOf.Begun::nanos)
                        .filter(at -> at - from >= 0 && at - to <= 0)
                        .sorted()
                        .toList();
        long longest = 0;
        long last = from;
        for (long at : times) {
            longest = Math.max(longest, at - last);
            last = at;
        }
        longest = Math.max(longest, to - last);
        Duration pause = Duration.ofNanos(longest);
        System.err.printf(
                "%s, %s: %d sends of the worker that stays in %s, its longest pause %s%n",
                groupProtocol, what, times.size(), Duration.ofNanos(to - from), pause);
        assertTrue(pause.compareTo(LONGEST_PAUSE) < 0, () -> "a pause of " + pause);
    }
}
