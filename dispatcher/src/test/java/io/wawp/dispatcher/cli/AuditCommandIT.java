package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.SharedBroker;
import io.wawp.dispatcher.testing.TestTopics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code audit} on topics in which one command has not ended. */
class AuditCommandIT {
    private static final Topics TOPICS = TestTopics.create(1);
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS", SharedBroker.bootstrapServers(),
                    "DISPATCHER_TOPICS_COMMANDS", TOPICS.commands().getFirst(),
                    "DISPATCHER_TOPICS_OUTCOMES", TOPICS.outcomes(),
                    "DISPATCHER_TOPICS_DELIVERIES", TOPICS.deliveries(),
                    "DISPATCHER_TOPICS_DEAD_LETTERS", TOPICS.deadLetters(),
                    "DISPATCHER_TOPICS_INSTANCES", TOPICS.instances());

    @BeforeAll
    static void produceOne() throws Exception {
        String command =
                """
                {"commandId":"c-1","instanceId":"1","chatId":"447441429009",\
                "content":{"type":"text","message":"Hi"}}\
                """;
        try (var producer =
                new KafkaProducer<byte[], byte[]>(
                        Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(
                            new ProducerRecord<>(
                                    TOPICS.commands().getFirst(), 0, null, command.getBytes(UTF_8)))
                    .get();
        }
    }

    @Test
    void whatIsOpenIsNoViolation() {
        CommandCall call = CommandCall.of(ENVIRONMENT, "audit");
        assertEquals(0, call.status(), call::toString);
        assertTrue(call.out().contains("1 commands read: 1 open"), call::toString);
        assertTrue(call.out().contains("no promise broken"), call::toString);
        assertTrue(call.out().contains("not checked  I3"), call::toString);
    }

    /** Its group has no position, and three things only Wawp's side knows. */
    @Test
    void theVerdictCountsWhatCouldNotBeChecked() {
        CommandCall call = CommandCall.of(ENVIRONMENT, "audit");
        String last = call.out().lines().reduce("", (before, line) -> line);
        assertEquals("no promise broken; 4 not checked", last, call::toString);
        CommandCall drained = CommandCall.of(ENVIRONMENT, "audit", "--drained");
        String verdict = drained.out().lines().reduce("", (before, line) -> line);
        assertEquals("1 broken: 1 I1 lost; 3 not checked", verdict, drained::toString);
    }

    @Test
    void whatIsOpenInADrainedDeploymentIsLost() {
        CommandCall call = CommandCall.of(ENVIRONMENT, "audit", "--drained");
        assertEquals(1, call.status(), call::toString);
        assertTrue(
                call.out().contains("broken  I1 lost " + TOPICS.commands().getFirst() + "-0@0 c-1"),
                call::toString);
        assertTrue(call.out().contains("1 broken: 1 I1 lost"), call::toString);
    }

    @Test
    void whatIsOlderThanAskedForIsNotRead() {
        CommandCall call =
                CommandCall.of(
                        ENVIRONMENT, "audit", "--drained", "--since", "2126-01-01T00:00:00Z");
        assertEquals(0, call.status(), call::toString);
        assertTrue(call.out().contains("0 commands read"), call::toString);
    }

    @Test
    void jsonHasOneObjectALine() {
        CommandCall call = CommandCall.of(ENVIRONMENT, "audit", "--drained", "--json");
        assertEquals(1, call.status(), call::toString);
        String first = call.out().lines().findFirst().orElse("");
        assertTrue(
                first.startsWith(
                        "{\"kind\":\"violation\",\"invariant\":\"I1\",\"rule\":\"lost\",\"topic\":\""),
                call::toString);
        String last = call.out().lines().reduce("", (before, line) -> line);
        assertTrue(
                last.startsWith("{\"kind\":\"total\",\"violations\":1,\"byRule\":{\"lost\":1}"),
                call::toString);
        assertTrue(last.endsWith("\"unchecked\":3,\"uncheckedRecords\":0}"), call::toString);
    }

    @Test
    void whatIsNoTimeIsWrongUse() {
        assertEquals(2, CommandCall.of(ENVIRONMENT, "audit", "--since", "soon").status());
    }

    @Test
    void aMissingTopicIsNamed() {
        var environment = new HashMap<>(ENVIRONMENT);
        environment.put("DISPATCHER_TOPICS_DELIVERIES", "there-is-none");
        CommandCall call = CommandCall.of(environment, "audit");
        assertEquals(1, call.status(), call::toString);
        assertTrue(call.err().contains("there-is-none"), call::toString);
    }
}
