package io.wawp.dispatcher.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.Priority;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.app.Pulse;
import io.wawp.dispatcher.app.Worker;
import io.wawp.dispatcher.app.WorkerFixture;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Fingerprint;
import io.wawp.dispatcher.model.InstanceEntry;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.PaceMemory;
import io.wawp.dispatcher.model.Shards;
import io.wawp.dispatcher.model.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal of a million entries is read while a neighbour goes on sending. */
@Tag("long")
class LargeRestoreIT {
    private static final int ENTRIES = Integer.getInteger("wawp.test.entries", 1_000_000);

    /** Every fifth is still open, of a number that is paused. */
    private static final int OPEN_EACH = 5;

    @Test
    void aMillionEntriesAreRestoredWhileANeighbourGoesOn(@TempDir Path folder) throws Exception {
        try (var fixture = new WorkerFixture(2)) {
            int neighbour = Shards.of(new InstanceId(WorkerFixture.INSTANCE), 2);
            String paused = instanceOf(1 - neighbour);
            Path instances = folder.resolve("instances.json");
            Files.writeString(
                    instances,
                    "[{\"instanceId\":\"" + paused + "\",\"accessToken\":\"nobody-knows-it\"}]");
            fixture.set("WAWP_INSTANCES_FILE", instances.toString())
                    .set("DISPATCHER_PROBE_BACKOFF", "PT10M")
                    .set("DISPATCHER_PROBE_BACKOFF_MAX", "PT10M");
            long filling = System.nanoTime();
            fill(fixture, 1 - neighbour, paused);
            System.out.printf("FIGURE filled in %d s%n", seconds(filling));

            long began = System.nanoTime();
            Worker worker = fixture.begin();
            // joining the group is not what is measured
            new Pulse(fixture, "first").beat();
            var pulse = new Pulse(fixture, "during");
            while (!worker.isReady()) {
                pulse.beat();
            }
            System.out.printf(
                    "FIGURE restored %d entries in %d ms, meanwhile %s%n",
                    ENTRIES, (System.nanoTime() - began) / 1_000_000, pulse);
            var after = new Pulse(fixture, "after");
            for (int i = 0; i < 100; i++) {
                after.beat();
            }
            System.out.printf("FIGURE afterwards %s; heap %d MB%n", after, usedHeap());

            assertTrue(pulse.beats() > 0, "nothing was sent while it was restored");
            assertTrue(
                    pulse.slowest().compareTo(Duration.ofSeconds(5)) < 0, "stood still: " + pulse);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> worker.openCommands() == ENTRIES / OPEN_EACH);
            assertEquals(0, fixture.wawp.calls().ofInstance(paused).size());
        }
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    private static long seconds(long since) {
        return (System.nanoTime() - since) / 1_000_000_000;
    }

    private static String instanceOf(int shard) {
        for (int i = 0; ; i++) {
            String id = "paused" + i;
            if (Shards.of(new InstanceId(id), 2) == shard) {
                return id;
            }
        }
    }

    private static void fill(WorkerFixture fixture, int shard, String instance) {
        Instant now = Instant.now();
        try (var producer =
                new KafkaProducer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers",
                                fixture.broker(),
                                "linger.ms",
                                20,
                                "batch.size",
                                500_000),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            var gate =
                    new InstanceEntry(
                            new InstanceId(instance),
                            OutcomeError.of(ReasonCode.INVALID_ACCESS_TOKEN, "refused"),
                            now,
                            PaceMemory.NONE);
            write(
                    producer,
                    fixture,
                    shard,
                    EntryKeys.of(gate.instanceId()),
                    EntryFormat.encode(gate));
            for (int i = 0; i < ENTRIES; i++) {
                CommandEntry entry = entry(instance, i, now);
                write(
                        producer,
                        fixture,
                        shard,
                        EntryKeys.of(entry.key()),
                        EntryFormat.encode(entry));
            }
        }
    }

    private static void write(
            KafkaProducer<byte[], byte[]> producer,
            WorkerFixture fixture,
            int shard,
            String key,
            byte[] value) {
        var _ =
                producer.send(
                        new ProducerRecord<>(
                                fixture.topics.journal(), shard, key.getBytes(UTF_8), value));
    }

    @SuppressWarnings("NullAway") // a record's key may be null
    private static CommandEntry entry(String instance, int i, Instant now) {
        String id = "order-" + i;
        boolean open = i % OPEN_EACH == 0;
        byte[] command =
                WorkerFixture.text(id, "Your order " + i + " is on its way.")
                        .replace(WorkerFixture.INSTANCE, instance)
                        .getBytes(UTF_8);
        CommandState state =
                open
                        ? new CommandState.Admitted()
                        : new CommandState.Ended(
                                Attempts.NONE.begin(now),
                                OutcomeStatus.FAILED,
                                OutcomeError.of(ReasonCode.WAWP_REJECTED, "no"),
                                now);
        return new CommandEntry(
                new CommandKey(new InstanceId(instance), new IdempotencyKey(id)),
                new CommandId(id),
                1,
                new ChatId("44744" + (1_000_000 + i % 50_000) + "@c.us"),
                ContentType.TEXT,
                new Fingerprint(Long.toHexString(Shards.hash(id))),
                new Source("wawp.commands", i % 6, i),
                List.of(),
                now,
                i,
                Priority.NORMAL,
                null,
                now.plus(Duration.ofHours(24)),
                Map.of(),
                Trace.NONE,
                state,
                open ? new Original(null, command, List.of(), now.toEpochMilli()) : null,
                open ? null : now.plus(Duration.ofHours(24)));
    }
}
