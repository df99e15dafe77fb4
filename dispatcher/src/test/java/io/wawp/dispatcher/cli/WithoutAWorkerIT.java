package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.json.CommandLimits;
import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.app.SystemTime;
import io.wawp.dispatcher.app.WorkerFixture;
import io.wawp.dispatcher.cli.Terminals.Ended;
import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.SharedBroker;
import io.wawp.dispatcher.testing.TestTopics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code watch} and {@code send} with a real broker and records that the test writes itself. */
@Timeout(60)
class WithoutAWorkerIT {
    private static final Topics TOPICS = TestTopics.create(2);
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS", SharedBroker.bootstrapServers(),
                    "DISPATCHER_TOPICS_COMMANDS", TOPICS.commands().getFirst(),
                    "DISPATCHER_TOPICS_OUTCOMES", TOPICS.outcomes(),
                    "DISPATCHER_TOPICS_DELIVERIES", TOPICS.deliveries(),
                    "DISPATCHER_TOPICS_INSTANCES", TOPICS.instances());
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void tellOutcomes() throws Exception {
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        int partitions = producer.partitionsFor(TOPICS.outcomes()).size();
        for (int partition = 0; partition < partitions; partition++) {
            tell(partition, "everywhere", OutcomeStatus.ACCEPTED);
        }
        tell(0, "sent", OutcomeStatus.SENT);
        tell(0, "failed", OutcomeStatus.FAILED);
    }

    @AfterAll
    static void disconnect() {
        producer.close();
    }

    @Test
    void aCommandIsFoundInEveryPartitionSinceSomeMayHaveBeenAdded() {
        int partitions = producer.partitionsFor(TOPICS.outcomes()).size();
        Ended seen = watch("--command", "everywhere", "--count", Integer.toString(partitions));

        assertEquals(0, seen.status(), seen.toString());
        assertEquals(partitions, seen.out().lines().count(), seen.out());
    }

    @Test
    void severalMayBeGivenWithCommas() {
        Ended seen = watch("--status", "failed,SENT", "--count", "2");
        assertEquals(0, seen.status(), seen.toString());
        assertTrue(seen.out().contains("  failed"), seen.out());
        assertTrue(seen.out().contains("  sent"), seen.out());

        Ended commands = watch("--command", "sent,failed", "--instance", "i1,i2", "--count", "2");
        assertEquals(0, commands.status(), commands.toString());
    }

    /** As behind {@code | head -1}: without an end of its own only the pipe's tells it. */
    @Test
    void watchEndsWhenNobodyReadsItAnyMore() {
        var err = new StringWriter();
        int status =
                Main.commandLine(Shell.unattended(ENVIRONMENT), config -> 1)
                        .setOut(new PrintWriter(new ClosedPipe(), true, UTF_8))
                        .setErr(new PrintWriter(err))
                        .execute("watch", "--from-beginning", "--for", "5s", "--count", "1000000");

        assertEquals(0, status, "it is not blamed for what did not come: " + err);
        assertEquals("", err.toString());
    }

    @Test
    void whatFailsPartWaySaysHowManyWereWritten() {
        var shell = Shell.unattended(ENVIRONMENT);
        var line = Main.commandLine(shell, config -> 1);
        Terminal terminal = Terminal.of(shell, line.getCommandSpec());
        try (Cluster cluster = Cluster.of(shell, new SettingsFile(), terminal, "send")) {
            var many =
                    new SendMany(
                            cluster,
                            new SystemTime(),
                            terminal,
                            new SendOptions(),
                            TOPICS.commands().getFirst());
            var failed =
                    assertThrows(
                            CommandFailed.class,
                            () -> many.send(10, 0, number -> parcel(number, number == 6)));

            assertTrue(failed.words().contains("\n9 of 10 were written."), failed.words());
        }
    }

    /** One that is too large is refused by the producer itself. */
    private static Parcel parcel(int number, boolean tooLarge) {
        try {
            Parcel parcel =
                    Parcel.check(
                            WorkerFixture.text("c-" + number, "Hi").getBytes(UTF_8),
                            CommandLimits.DEFAULTS,
                            Instant.now());
            return tooLarge ? new Parcel(parcel.command(), new byte[20_000_000]) : parcel;
        } catch (Parcel.Refused e) {
            throw new AssertionError(e);
        }
    }

    private static Ended watch(String... options) {
        var arguments = new java.util.ArrayList<String>();
        arguments.addAll(java.util.List.of("watch", "--from-beginning", "--for", "3s"));
        arguments.addAll(java.util.List.of(options));
        return Terminals.call(ENVIRONMENT, arguments.toArray(String[]::new));
    }

    private static void tell(int partition, String id, OutcomeStatus status) throws Exception {
        var outcome =
                new Outcome(
                        "e-" + partition,
                        new CommandId(id),
                        new IdempotencyKey(id),
                        new InstanceId("i1"),
                        new ChatId("447441429009@c.us"),
                        ContentType.TEXT,
                        1,
                        status,
                        Instant.now(),
                        0,
                        null,
                        null,
                        false,
                        null,
                        new Source("wawp.commands", 0, 0),
                        Map.of(),
                        null,
                        null);
        producer.send(
                        new ProducerRecord<>(
                                TOPICS.outcomes(),
                                partition,
                                id.getBytes(UTF_8),
                                new OutcomeJson().encode(outcome)))
                .get();
    }

    private static final class ClosedPipe extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
        }
    }
}
