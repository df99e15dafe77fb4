package io.wawp.dispatcher.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.wawp.sandbox.wawp.FaultAction;
import io.wawp.sandbox.wawp.FaultRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers that share the numbers, one that leaves and one that joins while commands are under way:
 * each command ends once, is sent once and in its chat's order, and whoever stays goes on.
 */
class SharingIT {
    private static final Logger log = LoggerFactory.getLogger(SharingIT.class);
    private static final int INSTANCES = 8;

    /** What a worker that stays may stand still while others come and go, on a loaded machine. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    /**
     * Where the killed worker's intake had a transaction under way, whose records are for anybody's
     * numbers, readers wait for its time-out, 5 s, and the broker's next look for such, 1 s.
     */
    private static final Duration LONGEST_AFTER_A_KILL = LONGEST_PAUSE.plusSeconds(6);

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({"classic,false", "classic,true", "consumer,false", "consumer,true"})
    void oneLeavesAndAnotherJoins(String groupProtocol, boolean killed) throws Exception {
        try (WorkerFixture fixture = fixture(groupProtocol)) {
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
            requireNoPause(
                    staying,
                    from,
                    killed ? LONGEST_AFTER_A_KILL : LONGEST_PAUSE,
                    groupProtocol + (killed ? ", killed" : ", left"));

            var joining = new CallsOf();
            from = System.nanoTime();
            fixture.start(joining.around(Hooks.NONE));
            untilAtWork(traffic, joining, 10);
            requireNoPause(staying, from, LONGEST_PAUSE, groupProtocol + ", joined");

            traffic.requireAllSentOnceAndInOrder();
            assertTrue(traffic.produced() >= 200);
        }
    }

    /**
     * A transaction that a killed worker left open is waited for by the next owner of the shards
     * that are in it, and by nobody else.
     */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    @Execution(CONCURRENT)
    void anOpenTransactionOfTheKilledHoldsUpItsOwnNumbersAlone(String groupProtocol)
            throws Exception {
        try (WorkerFixture fixture = fixture(groupProtocol)) {
            // longer than the session, so that it is still open when its shards have a new owner
            fixture.set("KAFKA_TRANSACTION_TIMEOUT_MS", "14000");
            Traffic traffic = Traffic.of(fixture, INSTANCES, directory);
            var staying = new CallsOf();
            var stop = new StopAt();
            fixture.start(staying.around(Hooks.NONE));
            Worker second =
                    fixture.start(
                            stop.beforeCommitOf(StopAt.entry(fixture.topics.journal(), "sending")));
            untilAtWork(traffic, staying, 20);
            steadily(traffic).until(stop::isReached);
            long stopped = System.nanoTime();
            untilAtWork(traffic, staying, 20);
            Set<String> own = instancesOf(staying, stopped);
            // so that intake has no transaction under way: its records are everybody's
            fixture.wawp.calls().awaitQuiet(Duration.ofSeconds(1), Duration.ofSeconds(30));

            second.halt();

            long from = System.nanoTime();
            steadily(traffic).until(() -> !own.containsAll(instancesOf(staying, from)));
            requireNoPause(staying, from, LONGEST_PAUSE, groupProtocol + ", open transaction");
            traffic.requireAllSentOnceAndInOrder();
        }
    }

    private static WorkerFixture fixture(String groupProtocol) {
        var fixture = new WorkerFixture(8).audited().set("KAFKA_GROUP_PROTOCOL", groupProtocol);
        if (groupProtocol.equals("consumer")) {
            fixture.unset("KAFKA_SESSION_TIMEOUT_MS").unset("KAFKA_HEARTBEAT_INTERVAL_MS");
        }
        fixture.wawp
                .faults()
                .add(FaultRule.sends().then(FaultAction.usual()).after(Duration.ofMillis(200)));
        return fixture;
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

    /** Not from that moment until now. */
    private static void requireNoPause(CallsOf worker, long from, Duration bound, String when) {
        long to = System.nanoTime();
        long longest = 0;
        long last = from;
        for (CallsOf.Begun send : worker.sends()) {
            if (send.nanos() - from >= 0 && send.nanos() - to <= 0) {
                longest = Math.max(longest, send.nanos() - last);
                last = send.nanos();
            }
        }
        Duration pause = Duration.ofNanos(Math.max(longest, to - last));
        log.info("{}: longest pause of the worker that stays: {}", when, pause);
        assertTrue(pause.compareTo(bound) < 0, () -> when + ": a pause of " + pause);
    }
}
