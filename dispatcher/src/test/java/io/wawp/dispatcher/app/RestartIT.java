package io.wawp.dispatcher.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.cli.Main;
import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.TestBroker;
import io.wawp.sandbox.wawp.AckSchedule;
import io.wawp.sandbox.wawp.FaultAction;
import io.wawp.sandbox.wawp.FaultRule;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a worker knows when it, or the broker, was away. */
class RestartIT {
    private static final FaultRule SLOWLY =
            FaultRule.sends().then(FaultAction.usual()).after(Duration.ofMillis(300));

    @TempDir Path directory;

    @Test
    void knowsItsDuplicatesBeforeAndAfter() throws Exception {
        try (var fixture = new WorkerFixture(2).audited(rules -> rules.withRereads(true))) {
            Worker first = fixture.start();
            fixture.produce(WorkerFixture.text("c-1", "hello"));
            assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("c-1").status());
            requireDuplicate(
                    fixture, fixture.produce(WorkerFixture.text("c-1", "hello")), "before");

            first.close();
            readAllAgain(fixture);
            fixture.start();

            requireDuplicate(fixture, fixture.produce(WorkerFixture.text("c-1", "hello")), "after");
            fixture.produce(WorkerFixture.text("c-2", "another"));
            assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("c-2").status());
            fixture.outcomes.toEnd();
            // nothing is journaled of a duplicate: the same record is told again with the same
            // event id
            assertEquals(
                    4,
                    fixture.outcomesOf("c-1").stream().map(Outcome::eventId).distinct().count(),
                    "records read a second time led to no new event");
            assertEquals(
                    List.of(OutcomeStatus.ACCEPTED, OutcomeStatus.SENT),
                    fixture.outcomesOf("c-1").stream()
                            .map(Outcome::status)
                            .filter(status -> status != OutcomeStatus.DUPLICATE)
                            .toList(),
                    "the first record, read a second time, led to nothing new");
            assertEquals(2, fixture.wawp.calls().sends().size());
        }
    }

    private static void requireDuplicate(
            WorkerFixture fixture, RecordMetadata record, String when) {
        fixture.outcomes.until(
                all -> fixture.allOutcomes().stream().anyMatch(outcome -> isOf(outcome, record)));
        Outcome outcome =
                fixture.allOutcomes().stream()
                        .filter(each -> isOf(each, record))
                        .findFirst()
                        .orElseThrow();
        assertEquals(OutcomeStatus.DUPLICATE, outcome.status(), when);
        assertEquals("c-1", assertNotNullAnd(outcome.duplicateOf()).value(), when);
        assertEquals(OutcomeStatus.SENT, outcome.duplicateStatus(), when);
    }

    private static <T> T assertNotNullAnd(@org.jspecify.annotations.Nullable T value) {
        assertNotNull(value);
        return value;
    }

    private static boolean isOf(Outcome outcome, RecordMetadata record) {
        return outcome.source().partition() == record.partition()
                && outcome.source().offset() == record.offset();
    }

    /** As an operator does who resets the group's offsets while no worker runs. */
    private static void readAllAgain(WorkerFixture fixture) throws Exception {
        String commands = fixture.topics.commands().getFirst();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", fixture.broker()))) {
            int partitions =
                    fixture.topics.specs().stream()
                            .filter(spec -> spec.name().equals(commands))
                            .mapToInt(Topics.Spec::partitions)
                            .sum();
            Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
            for (int i = 0; i < partitions; i++) {
                start.put(new TopicPartition(commands, i), new OffsetAndMetadata(0));
            }
            admin.alterConsumerGroupOffsets(fixture.topics.dispatch() + "-intake", start)
                    .all()
                    .get();
        }
    }

    @Test
    void followsADeliveryOnThatAnotherBegan() throws Exception {
        try (var fixture = new WorkerFixture(2).audited()) {
            fixture.wawp
                    .faults()
                    .add(
                            FaultRule.sends()
                                    .acks(
                                            new AckSchedule(
                                                    Duration.ofMillis(50), null, null, null)));
            fixture.set("DISPATCHER_DELIVERY_DEADLINE", "PT60S");
            Worker first = fixture.start();
            fixture.produce(WorkerFixture.text("c-1", "hello"));
            String messageId = assertNotNullAnd(fixture.outcomeOf("c-1").messageId()).value();
            fixture.deliveries.count(1);
            first.close();

            fixture.start();
            fixture.wawp.setAck(WorkerFixture.INSTANCE, messageId, 3);

            assertEquals(
                    List.of(DeliveryStatus.SERVER, DeliveryStatus.READ),
                    fixture.deliveriesOf("c-1").stream().map(Delivery::status).toList());
            assertEquals(1, fixture.wawp.calls().sends().size());
        }
    }

    @Test
    void losesNothingAndSendsNothingTwiceWhenTheBrokerIsAway() throws Exception {
        try (TestBroker broker = TestBroker.start();
                var fixture = new WorkerFixture(broker.bootstrapServers(), 4).audited()) {
            fixture.wawp.faults().add(SLOWLY);
            Traffic traffic = Traffic.of(fixture, 4, directory);
            fixture.start();
            traffic.produce(100);
            fixture.wawp.calls().await(10, call -> call.operation().isSend(), LONG);

            broker.stop();
            broker.restart();
            traffic.produce(20);

            traffic.requireAllSentOnceAndInOrder();
        }
    }

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    @Timeout(120)
    void stopsInGoodOrderOnSigterm() throws Exception {
        try (var fixture = new WorkerFixture(4).audited()) {
            fixture.wawp.faults().add(SLOWLY);
            Traffic traffic = Traffic.of(fixture, 4, directory);
            Process worker = process(fixture.environment());
            try (BufferedReader output =
                    new BufferedReader(new InputStreamReader(worker.getInputStream(), UTF_8))) {
                assertEquals("READY", output.readLine());
                traffic.produce(60);
                fixture.wawp.calls().await(10, call -> call.operation().isSend(), LONG);

                // not the process's own destroy(), which closes its output
                assertTrue(worker.toHandle().destroy());

                assertTrue(worker.waitFor(60, TimeUnit.SECONDS), "it ends");
                assertEquals(0, worker.exitValue());
                assertEquals("", output.lines().collect(Collectors.joining()));
            } finally {
                worker.destroyForcibly();
            }
            long begun = fixture.wawp.calls().sends().size();
            fixture.outcomes.toEnd();
            assertEquals(
                    begun,
                    fixture.allOutcomes().stream()
                            .filter(outcome -> outcome.status() == OutcomeStatus.SENT)
                            .count(),
                    "what was begun was waited for and committed");

            fixture.start();
            traffic.requireAllSentOnceAndInOrder();
        }
    }

    private static Process process(Map<String, String> environment) throws Exception {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "worker");
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        return builder.start();
    }
}
