package io.wawp.dispatcher.app;

import static io.wawp.dispatcher.app.WorkerFixture.CHAT;
import static io.wawp.dispatcher.app.WorkerFixture.TOKEN;
import static io.wawp.dispatcher.app.WorkerFixture.header;
import static io.wawp.dispatcher.app.WorkerFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.sandbox.wawp.Answers;
import io.wawp.sandbox.wawp.Call;
import io.wawp.sandbox.wawp.FaultRule;
import io.wawp.sandbox.wawp.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which commands are let in, when they may go, and who goes first. */
class AdmissionIT {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static WorkerFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new WorkerFixture();
        fixture.start();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void aCommandOfAnUnknownInstanceIsRejectedAfterTheGrace() {
        fixture.produce(text("stray", "nobody000000", CHAT, "Hi", ""));

        Outcome rejected = fixture.outcomeOf("stray");

        assertEquals(OutcomeStatus.REJECTED, rejected.status());
        assertEquals(ReasonCode.UNKNOWN_INSTANCE, codeOf(rejected));
        assertEquals(0, rejected.attempts());
        Outcome accepted = fixture.outcomeOf("stray", OutcomeStatus.ACCEPTED);
        Duration waited = Duration.between(accepted.at(), rejected.at());
        assertTrue(waited.compareTo(Duration.ofSeconds(1)) >= 0, "waited " + waited);
        assertEquals("unknown_instance", header(fixture.deadLetterOf("stray"), "wawp-reason-code"));
        assertEquals(List.of(), fixture.wawp.calls().ofInstance("nobody000000"));
    }

    @Test
    void theSameUnderTheSameKeyIsADuplicateOfTheFirst() {
        String key = ",\"idempotencyKey\":\"order-1\"";
        fixture.produceKeyed("k", text("first", WorkerFixture.INSTANCE, "4790000101", "Hi", key));
        assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("first").status());
        fixture.produceKeyed(
                "k", text("second", WorkerFixture.INSTANCE, "+47 9000 0101", "Hi", key));

        Outcome duplicate = fixture.outcomeOf("second");

        assertEquals(OutcomeStatus.DUPLICATE, duplicate.status());
        assertEquals("first", Objects.requireNonNull(duplicate.duplicateOf()).value());
        assertEquals(OutcomeStatus.SENT, duplicate.duplicateStatus());
        assertEquals(
                1,
                fixture.wawp.calls().ofChat("4790000101").stream()
                        .filter(AdmissionIT::isSend)
                        .count());
        assertEquals(1, fixture.terminal("first").size());
    }

    @Test
    void anotherMessageUnderTheSameKeyIsRejected() {
        String key = ",\"idempotencyKey\":\"order-2\"";
        fixture.produceKeyed("k", text("one", WorkerFixture.INSTANCE, "4790000102", "Hi", key));
        fixture.produceKeyed("k", text("other", WorkerFixture.INSTANCE, "4790000102", "Bye", key));

        Outcome rejected = fixture.outcomeOf("other");

        assertEquals(OutcomeStatus.REJECTED, rejected.status());
        assertEquals(ReasonCode.IDEMPOTENCY_KEY_REUSED, codeOf(rejected));
        assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("one").status());
        assertEquals(
                text("other", WorkerFixture.INSTANCE, "4790000102", "Bye", key),
                new String(fixture.deadLetterOf("other").value(), UTF_8));
        assertEquals(List.of("Hi"), textsTo(fixture, "4790000102"));
    }

    @Test
    void whatIsTooLateIsNotSent() {
        String past = ",\"expiresAt\":\"" + Instant.now().minusSeconds(1) + "\"";
        fixture.produce(text("late", WorkerFixture.INSTANCE, "4790000103", "Hi", past));

        Outcome expired = fixture.outcomeOf("late");

        assertEquals(OutcomeStatus.EXPIRED, expired.status());
        assertEquals(ReasonCode.EXPIRED, codeOf(expired));
        assertEquals(List.of(), textsTo(fixture, "4790000103"));
    }

    @Test
    void whatIsTooEarlyWaitsAndHoldsUpNobodyInItsChat() {
        Instant later = Instant.now().plusSeconds(3);
        String notBefore = ",\"notBefore\":\"" + later + "\"";
        fixture.produceKeyed(
                "c", text("later", WorkerFixture.INSTANCE, "4790000104", "Later", notBefore));
        fixture.produceKeyed("c", text("now", WorkerFixture.INSTANCE, "4790000104", "Now", ""));

        assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("now").status());
        assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("later").status());
        assertEquals(List.of("Now", "Later"), textsTo(fixture, "4790000104"));
        Call call = callsTo(fixture, "4790000104").getLast();
        assertFalse(call.arrivedAt().isBefore(later), "sent at " + call.arrivedAt());
    }

    @Test
    void aCommandThatNamesNoInstanceGoesToTheDefaultOne() throws Exception {
        try (var own =
                new WorkerFixture().set("DISPATCHER_DEFAULT_INSTANCE_ID", WorkerFixture.INSTANCE)) {
            own.start();
            own.produce(
                    text("nameless", "Hi")
                            .replace("\"instanceId\":\"" + WorkerFixture.INSTANCE + "\",", ""));

            Outcome sent = own.outcomeOf("nameless");

            assertEquals(OutcomeStatus.SENT, sent.status());
            assertEquals(WorkerFixture.INSTANCE, Objects.requireNonNull(sent.instanceId()).value());
        }
    }

    @Test
    void aTraceIsCarriedToEveryRecordThatItsCommandCauses() {
        fixture.wawp
                .faults()
                .add(FaultRule.sends().chat("4790000106").then(Answers.badFormat(400)));
        traced("traced", text("traced", WorkerFixture.INSTANCE, "4790000105", "Hi", ""));
        traced("refused", text("refused", WorkerFixture.INSTANCE, "4790000106", "Hi", ""));
        traced("broken", text("broken", WorkerFixture.INSTANCE, "4790000107", "Hi", ",\"x\":1"));

        fixture.deliveriesOf("traced");
        for (String command : List.of("traced", "refused", "broken")) {
            fixture.outcomeOf(command);
        }
        assertEquals(OutcomeStatus.FAILED, fixture.outcomeOf("refused").status());
        var caused = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        caused.addAll(keyed(fixture.outcomes.seen()));
        assertEquals(5, caused.size());
        caused.addAll(keyed(fixture.deliveries.seen()));
        caused.add(fixture.deadLetterOf("refused"));
        caused.add(fixture.deadLetterOf("broken"));
        for (ConsumerRecord<byte[], byte[]> record : caused) {
            assertEquals(TRACE, header(record, "traceparent"), record.topic());
            assertEquals("vendor=1", header(record, "tracestate"), record.topic());
        }
    }

    @Test
    void theMoreUrgentGoFirstWhileAllWait(@TempDir Path folder) throws Exception {
        var instances =
                new InstancesFile(folder).withPacing("paced0000000", "token-of-paced", "standard");
        try (var own = new WorkerFixture()) {
            own.wawp.addInstance("paced0000000", "token-of-paced");
            var refusal =
                    own.wawp
                            .faults()
                            .add(
                                    FaultRule.calls()
                                            .instance("paced0000000")
                                            .then(Answers.invalidAccessToken()));
            own.set("WAWP_INSTANCES_FILE", instances.write().toString()).start();
            own.produceKeyed("p", text("first", "paced0000000", "4790000201", "First", ""));
            own.eventsOf("paced0000000", 1);
            List<String> waiting = List.of("low", "normal", "high");
            for (String priority : waiting) {
                own.produceKeyed(
                        "p",
                        text(
                                priority,
                                "paced0000000",
                                "47900003" + priority.length(),
                                priority,
                                ",\"priority\":\"" + priority + "\""));
            }
            for (String priority : waiting) {
                own.outcomeOf(priority, OutcomeStatus.ACCEPTED);
            }
            own.wawp.faults().remove(refusal);

            assertEquals(OutcomeStatus.SENT, own.outcomeOf("low").status());

            List<Call> sent =
                    own.wawp.calls().matching(call -> isSend(call) && call.createdMessage());
            assertEquals(
                    List.of("high", "First", "normal", "low"),
                    sent.stream().map(Call::text).toList());
            for (int i = 1; i < sent.size(); i++) {
                long gap = sent.get(i).arrivedNanos() - sent.get(i - 1).arrivedNanos();
                // a gap of 2 s less its jitter, and as much as a call may be quicker than another
                assertTrue(gap > Duration.ofMillis(900).toNanos(), "a gap of only " + gap);
            }
        }
    }

    @Test
    void anInstanceNamedDirectlyAndThoseOfTheFileGoTogether(@TempDir Path folder) throws Exception {
        var instances = new InstancesFile(folder).with("another00000", "token-of-another");
        try (var own = new WorkerFixture()) {
            own.wawp.addInstance("another00000", "token-of-another");
            own.set("WAWP_INSTANCES_FILE", instances.write().toString()).start();
            own.produce(text("a", WorkerFixture.INSTANCE, CHAT, "Hi", ""));
            own.produce(text("b", "another00000", CHAT, "Hi", ""));

            assertEquals(OutcomeStatus.SENT, own.outcomeOf("a").status());
            assertEquals(OutcomeStatus.SENT, own.outcomeOf("b").status());
            assertEquals(TOKEN, tokenOf(own, WorkerFixture.INSTANCE));
            assertEquals("token-of-another", tokenOf(own, "another00000"));
        }
    }

    // ----

    private static void traced(String key, String command) {
        var record =
                new ProducerRecord<>(
                        fixture.topics.commands().getFirst(),
                        key.getBytes(UTF_8),
                        command.getBytes(UTF_8));
        record.headers()
                .add("traceparent", TRACE.getBytes(UTF_8))
                .add("tracestate", "vendor=1".getBytes(UTF_8));
        fixture.produce(record);
    }

    private static List<ConsumerRecord<byte[], byte[]>> keyed(
            List<ConsumerRecord<byte[], byte[]>> records) {
        List<String> commands = List.of("traced", "refused", "broken");
        return records.stream()
                .filter(record -> record.key() != null)
                .filter(record -> commands.contains(new String(record.key(), UTF_8)))
                .toList();
    }

    private static String tokenOf(WorkerFixture own, String instance) {
        return own.wawp
                .calls()
                .ofInstance(instance)
                .getFirst()
                .parameters()
                .path("access_token")
                .asText();
    }

    private static List<String> textsTo(WorkerFixture own, String chat) {
        return callsTo(own, chat).stream().map(Call::text).toList();
    }

    private static List<Call> callsTo(WorkerFixture own, String chat) {
        return own.wawp.calls().ofChat(chat).stream().filter(AdmissionIT::isSend).toList();
    }

    private static boolean isSend(Call call) {
        return call.operation() == Operation.TEXT;
    }

    private static @Nullable ReasonCode codeOf(Outcome outcome) {
        return outcome.error() == null ? null : outcome.error().code();
    }
}
