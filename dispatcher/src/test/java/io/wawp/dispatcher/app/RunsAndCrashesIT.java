package io.wawp.dispatcher.app;

import static io.wawp.dispatcher.app.WorkerFixture.CHAT;
import static io.wawp.dispatcher.app.WorkerFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.cli.CommandCall;
import io.wawp.sandbox.wawp.Answers;
import io.wawp.sandbox.wawp.FaultAction;
import io.wawp.sandbox.wawp.FaultRule;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Later runs across the end of a worker, and their records read again. */
class RunsAndCrashesIT {
    private static final String TEXT = "This is the one.";
    private static final FaultRule FIRST = FaultRule.sends().containing(TEXT).first(1);

    @ParameterizedTest
    @CsvSource({
        "redrive --command c-1, admitted, FAILED, 1",
        "resolve c-1 sent --yes, sent, UNRESOLVED, 0"
    })
    @Execution(CONCURRENT)
    void aWorkerThatEndsBeforeTheCommitOfALaterRunLosesNothingAndDoublesNothing(
            String command, String state, OutcomeStatus first, int messages) throws Exception {
        try (var fixture =
                new WorkerFixture(1).audited().set("DISPATCHER_IN_DOUBT", "unresolved")) {
            fixture.wawp
                    .faults()
                    .add(
                            first == OutcomeStatus.FAILED
                                    ? FIRST.then(notSent()).unrecorded()
                                    : FIRST.then(FaultAction.noAnswer()).unrecorded());
            var stop = new StopAt();
            Worker killed =
                    fixture.start(stop.beforeCommitOf(secondRun(fixture.topics.journal(), state)));
            fixture.produce(text("c-1", TEXT));
            assertEquals(first, fixture.outcomeOf("c-1").status());

            CommandCall call = CommandCall.of(fixture.environment(), command.split(" ", -1));
            assertEquals(0, call.status(), call::toString);
            stop.awaitReached();
            killed.halt();
            fixture.start();

            assertEquals(2, fixture.outcomeOf("c-1", OutcomeStatus.SENT).run());
            fixture.produce(text("c-2", "The next one."));
            fixture.outcomeOf("c-2");
            assertEquals(
                    List.of(first, OutcomeStatus.SENT),
                    fixture.terminal("c-1").stream().map(Outcome::status).toList());
            assertEquals(messages, messages(fixture));
        }
    }

    @Test
    void recordsOfEveryRunThatAreReadAgainAreKnown() throws Exception {
        try (var fixture = new WorkerFixture(1).audited(rules -> rules.withRereads(true))) {
            fixture.wawp.faults().add(FIRST.then(notSent()).unrecorded());
            Worker worker = fixture.start();
            fixture.produce(text("c-1", TEXT));
            fixture.outcomeOf("c-1");
            CommandCall call = CommandCall.of(fixture.environment(), "redrive", "--all");
            assertEquals(0, call.status(), call::toString);
            fixture.outcomeOf("c-1", OutcomeStatus.SENT);
            worker.close();

            readAgainFromTheStart(fixture);
            fixture.start();
            for (int i = 0; i < 12; i++) {
                // to every partition: what stands before these was read again
                fixture.produceKeyed("k-" + i, text("marker-" + i, "marker " + i));
            }
            for (int i = 0; i < 12; i++) {
                fixture.outcomeOf("marker-" + i);
            }

            assertEquals(
                    List.of(OutcomeStatus.FAILED, OutcomeStatus.SENT),
                    fixture.terminal("c-1").stream().map(Outcome::status).toList());
            assertEquals(1, messages(fixture));
        }
    }

    private static void readAgainFromTheStart(WorkerFixture fixture) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) fixture.broker()))) {
            String group = fixture.topics.dispatch() + "-intake";
            Map<TopicPartition, OffsetAndMetadata> start =
                    admin
                            .listConsumerGroupOffsets(group)
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .keySet()
                            .stream()
                            .collect(
                                    Collectors.toMap(
                                            partition -> partition,
                                            partition -> new OffsetAndMetadata(0)));
            admin.alterConsumerGroupOffsets(group, start).all().get();
        }
    }

    private static Predicate<ProducerRecord<byte[], byte[]>> secondRun(
            String journal, String state) {
        return StopAt.entry(journal, state)
                .and(record -> new String(record.value(), UTF_8).contains("\"run\":2,\"chat\""));
    }

    private static FaultAction notSent() {
        return Answers.wordpress(400, "not_sent", "This message didn't send");
    }

    private static long messages(WorkerFixture fixture) {
        return fixture.wawp.messages(WorkerFixture.INSTANCE, CHAT).stream()
                .filter(message -> message.body().equals(TEXT))
                .count();
    }
}
