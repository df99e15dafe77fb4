package io.wawp.dispatcher.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.audit.Audit;
import io.wawp.dispatcher.audit.AuditReport;
import io.wawp.dispatcher.audit.AuditTopics;
import io.wawp.dispatcher.testing.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A worker, in a process of its own with little memory, under an attack by its own input: random
 * and spoiled records of every kind, and sound commands beside them. {@code -Dwawp.test.seed=N}
 * draws the records of an earlier run again.
 */
class HostileTrafficIT {
    private static final int PARTITIONS = 4;
    private static final String HEAP = "-Xmx256m";

    /**
     * What a command that has ended may leave in memory, and the worker's own comings and goings.
     */
    private static final long KEPT_OF_A_RECORD = 600;

    /** Each of two producers keeps up to 32 MB of buffers that it has once needed. */
    private static final long COMINGS_AND_GOINGS = 96L << 20;

    private final long seed = Long.getLong("wawp.test.seed", new Random().nextLong());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final OutcomeJson json = new OutcomeJson();
    private final EveryEnding endings = new EveryEnding();
    private final Map<String, Integer> sends = new ConcurrentHashMap<>();
    private int outcomesRead;

    @Test
    @Timeout(600)
    void everyHostileRecordOfThousandsEndsAsItDeserves() throws Exception {
        attack(4_000, 200, 1);
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void everyHostileRecordOfAHundredThousandEndsAsItDeservesAndSoundOnesKeepHalfOfTheirPace()
            throws Exception {
        double kept = attack(100_000, 1_000, 5);
        assertTrue(kept >= 0.5, () -> "sound commands kept " + kept + " of their throughput");
    }

    /**
     * @param good how many sound commands are produced at a time
     * @param rounds how often their throughput is taken, alone and beside as many hostile ones
     * @return what part of it is left beside hostile ones, in the median
     */
    private double attack(int hostile, int good, int rounds) throws Exception {
        System.out.println("hostile traffic with -Dwawp.test.seed=" + seed);
        try (var fixture = new WorkerFixture(PARTITIONS)) {
            takeEverything(fixture);
            fixture.set("DISPATCHER_DELIVERY_SCHEDULE", "PT2S");
            fixture.set("DISPATCHER_DELIVERY_DEADLINE", "PT3S");
            // a machine at its limits must not make a send look lost
            fixture.set("WAWP_REQUEST_TIMEOUT", "PT30S");
            fixture.set("DISPATCHER_RECONCILE_SETTLE", "PT30S");
            fixture.set("DISPATCHER_RECONCILE_DEADLINE", "PT10M");
            fixture.set("KAFKA_TRANSACTION_TIMEOUT_MS", "30000");
            fixture.set("KAFKA_SESSION_TIMEOUT_MS", "30000");
            fixture.wawp
                    .calls()
                    .onCall(call -> {
                        if (call.createdMessage()) {
                            sends.merge(call.idempotencyKey().orElse("none"), 1, Integer::sum);
                        }
                    });
            try (var worker = new WorkerProcess(fixture.environment(), HEAP);
                    var producers = new HostileProducers(fixture.broker(), random)) {
                var records = new HostileRecords(random, Instant.now(), topic(fixture), PARTITIONS);
                sound(fixture, producers, "warm", good, null);
                var kept = new ArrayList<Double>();
                long before = worker.heapInUse();
                for (int i = 0; i < rounds; i++) {
                    double alone = sound(fixture, producers, "alone" + i, good, null);
                    double beside = sound(fixture, producers, "beside" + i, good, records);
                    System.out.printf(
                            "sound commands %.0f/s alone, %.0f/s beside as many hostile%n",
                            alone, beside);
                    kept.add(beside / alone);
                }
                for (int i = good * rounds; i < hostile; i++) {
                    producers.send(records.next());
                }
                producers.flush();
                sound(fixture, producers, "after", good, null);
                readCommands(fixture);
                awaitEndings(fixture);
                requireNoFault(fixture);
                requireCleanAudit(fixture);
                awaitDeliveries(fixture);
                long after = worker.heapInUse();
                System.out.println(worker.mostOfTheHeap());
                System.out.printf(
                        "%d records, %d aborted: %s%nheap %d kB before, %d kB after; kept of the"
                                + " throughput: %s%n",
                        endings.owed(),
                        producers.aborted(),
                        endings.counts(),
                        before >> 10,
                        after >> 10,
                        kept);
                assertTrue(worker.isAlive());
                assertTrue(
                        after - before < COMINGS_AND_GOINGS + KEPT_OF_A_RECORD * hostile,
                        () ->
                                "the heap grew from "
                                        + before
                                        + " to "
                                        + after
                                        + "; most of it:\n"
                                        + worker.mostOfTheHeap());
                return kept.stream().sorted().toList().get(rounds / 2);
            }
        }
    }

    /**
     * Produces sound commands, each followed by a hostile record if there is a source of them, and
     * waits for the sound ones.
     *
     * @return the sound commands that were sent a second
     */
    private double sound(
            WorkerFixture fixture,
            HostileProducers producers,
            String name,
            int count,
            @Nullable HostileRecords records) {
        var all = new ArrayList<Runnable>();
        for (int i = 0; i < count; i++) {
            var command = command(fixture, name + "-" + i, i);
            all.add(() -> producers.sendPlainly(command));
            if (records != null) {
                var hostile = records.next();
                all.add(() -> producers.sendAtOnce(hostile));
            }
        }
        int from = fixture.outcomes.toEnd().size();
        long begun = System.nanoTime();
        all.forEach(Runnable::run);
        producers.flush();
        awaitSent(fixture, name + "-", count, from);
        return count * 1e9 / (System.nanoTime() - begun);
    }

    private static ProducerRecord<byte[], byte[]> command(
            WorkerFixture fixture, String commandId, int number) {
        String chat = "4790" + (100_000 + number);
        return new ProducerRecord<>(
                topic(fixture),
                number % PARTITIONS,
                chat.getBytes(UTF_8),
                WorkerFixture.text(commandId, WorkerFixture.INSTANCE, chat, "Hi", "")
                        .getBytes(UTF_8));
    }

    private void awaitSent(WorkerFixture fixture, String prefix, int count, int from) {
        var next = new int[] {from};
        var sent = new int[1];
        until(
                fixture,
                all -> {
                    for (; next[0] < all.size(); next[0]++) {
                        Outcome outcome = json.decodeOutcome(all.get(next[0]).value());
                        if (outcome.status() == OutcomeStatus.SENT
                                && outcome.commandId() != null
                                && outcome.commandId().value().startsWith(prefix)) {
                            sent[0]++;
                        }
                    }
                    return sent[0] >= count;
                });
    }

    private interface Condition {
        boolean holds(List<ConsumerRecord<byte[], byte[]>> outcomes);
    }

    /** As long as outcomes keep coming. */
    private static void until(WorkerFixture fixture, Condition condition) {
        while (!condition.holds(fixture.outcomes.seen())) {
            int seen = fixture.outcomes.seen().size();
            fixture.outcomes.until(all -> all.size() > seen);
        }
    }

    private void readCommands(WorkerFixture fixture) {
        try (var commands = fixture.read(topic(fixture))) {
            commands.toEnd().forEach(endings::produced);
        }
    }

    private void awaitEndings(WorkerFixture fixture) {
        until(
                fixture,
                all -> {
                    for (; outcomesRead < all.size(); outcomesRead++) {
                        endings.outcome(json.decodeOutcome(all.get(outcomesRead).value()));
                    }
                    return endings.ended() >= endings.owed();
                });
    }

    private void requireNoFault(WorkerFixture fixture) {
        try (TopicReader letters = fixture.read(fixture.topics.deadLetters())) {
            letters.toEnd().forEach(endings::letter);
        }
        List<String> faults = endings.faults();
        assertTrue(faults.isEmpty(), () -> String.join("\n", faults));
        Map<String, Integer> repeated = new HashMap<>(sends);
        repeated.values().removeIf(times -> times == 1);
        assertEquals(Map.of(), repeated, "keys that were sent more than once");
        assertEquals(
                sends.size(),
                endings.counts().getOrDefault("SENT", 0),
                () -> "commands whose message reached a chat, and " + endings.counts());
    }

    /** By the instrument that deployments have, too: it must neither complain nor stumble. */
    private void requireCleanAudit(WorkerFixture fixture) {
        var topics =
                new AuditTopics(
                        fixture.topics.commands(),
                        fixture.topics.outcomes(),
                        fixture.topics.deliveries(),
                        fixture.topics.deadLetters());
        AuditReport report =
                Audit.of(topics, Map.of("bootstrap.servers", fixture.broker()))
                        .run(InstantSource.system());
        assertTrue(report.isClean(), report::toString);
        assertEquals(endings.produced(), report.counts().commands());
    }

    /** Nothing of what was sent is followed any more. */
    private static void awaitDeliveries(WorkerFixture fixture) throws Exception {
        fixture.wawp.calls().awaitQuiet(Duration.ofSeconds(4), Duration.ofSeconds(120));
    }

    /** A topic whose owners forbid nothing: any time, and records larger than ours may be. */
    private static void takeEverything(WorkerFixture fixture) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic(fixture));
        Map<String, String> settings =
                Map.of(
                        "message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE),
                        "message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE),
                        "segment.ms", Long.toString(Long.MAX_VALUE),
                        "retention.ms", "-1",
                        "max.message.bytes", Integer.toString(4 << 20));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", fixture.broker()))) {
            admin.incrementalAlterConfigs(
                            Map.of(
                                    resource,
                                    settings.entrySet().stream()
                                            .map(each ->
                                                    new AlterConfigOp(
                                                            new ConfigEntry(
                                                                    each.getKey(), each.getValue()),
                                                            AlterConfigOp.OpType.SET))
                                            .toList()))
                    .all()
                    .get();
        }
    }

    private static String topic(WorkerFixture fixture) {
        return fixture.topics.commands().getFirst();
    }
}
