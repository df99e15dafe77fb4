package io.wawp.dispatcher.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.sandbox.wawp.AckSchedule;
import io.wawp.sandbox.wawp.Answers;
import io.wawp.sandbox.wawp.Call;
import io.wawp.sandbox.wawp.ChatMessage;
import io.wawp.sandbox.wawp.FaultAction;
import io.wawp.sandbox.wawp.FaultRule;
import io.wawp.sandbox.wawp.Operation;
import io.wawp.sandbox.wawp.SuccessShape;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each type of command asks of Wawp, byte for byte where Wawp's pages say how. */
class TypesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CREDENTIALS =
            "instance_id=" + WorkerFixture.INSTANCE + "&access_token=" + WorkerFixture.TOKEN;
    private static final Map<String, String> METADATA = Map.of("tenant", "shop-7", "naïve", "ключ");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String NAMED_LATE = "named-late";

    private static WorkerFixture fixture;

    @BeforeAll
    static void sendOneOfEach() throws Exception {
        fixture = new WorkerFixture().set("DISPATCHER_DELIVERY_DEADLINE", "PT30S");
        // in no listing while the outcome waits for its id
        fixture.wawp
                .faults()
                .add(
                        FaultRule.sends()
                                .chat("4790000004")
                                .then(FaultAction.success(SuccessShape.EMPTY))
                                .visibleAfter(Duration.ofSeconds(13)));
        fixture.start();
        fixture.produce(text(NAMED_LATE, "4790000004", "Who am I?", ""));
        for (TypeSample sample : TypeSample.values()) {
            fixture.produceKeyed(
                    sample.chat,
                    command(
                            sample.id(),
                            "+" + sample.chat,
                            sample.content,
                            ",\"idempotencyKey\":\"key-of-"
                                    + sample.name()
                                    + "\""
                                    + ",\"metadata\":{\"tenant\":\"shop-7\",\"naïve\":\"ключ\"}"));
        }
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void eachTypeIsAskedForAsWawpDocumentsIt(TypeSample sample) throws Exception {
        Call call = sendOf(sample.chat);

        assertEquals(sample.operation, call.operation());
        assertEquals("POST", call.method());
        assertEquals("/wp-json/awp/v1" + sample.operation.path(), call.path());
        String chat = "&chatId=" + sample.chat + "%40c.us&";
        assertEquals(
                CREDENTIALS + (sample.query.isEmpty() ? "" : chat + sample.query), call.rawQuery());
        if (sample.query.isEmpty()) {
            assertEquals("application/json; charset=UTF-8", call.header("Content-Type").orElse(""));
        }
        var expected = (ObjectNode) JSON.readTree(sample.parameters);
        expected.put("chatId", sample.chat + "@c.us");
        assertEquals(expected, withoutCredentials(call));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void eachTypeIsSentOnceUnderItsKeyAndItsOutcomeSaysSo(TypeSample sample) {
        Outcome sent = fixture.outcomeOf(sample.id());

        assertEquals(OutcomeStatus.SENT, sent.status());
        assertEquals(METADATA, sent.metadata());
        assertEquals(1, sent.attempts());
        assertEquals(
                sample.name().toLowerCase(Locale.ROOT), Objects.requireNonNull(sent.type()).wire());
        List<ChatMessage> messages = fixture.wawp.messages(WorkerFixture.INSTANCE, sample.chat);
        assertEquals(1, messages.size());
        assertEquals(new MessageId(messages.getFirst().id()), sent.messageId());
        List<Call> sends = sendsOf(sample.chat);
        assertEquals(1, sends.size());
        assertEquals("key-of-" + sample.name(), sends.getFirst().idempotencyKey().orElse(""));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void eachTypeIsFollowedUntilItIsRead(TypeSample sample) {
        List<Delivery> deliveries = fixture.deliveriesOf(sample.id());

        Delivery last = deliveries.getLast();
        assertEquals(
                sample == TypeSample.VOICE ? DeliveryStatus.PLAYED : DeliveryStatus.READ,
                last.status());
        assertTrue(last.isFinal());
        assertEquals(METADATA, last.metadata());
        assertEquals(fixture.outcomeOf(sample.id()).messageId(), last.messageId());
        List<Integer> acks = deliveries.stream().map(Delivery::ack).toList();
        assertEquals(acks.stream().sorted().distinct().toList(), acks);
    }

    @Test
    void eachStepOfADeliveryIsToldOnceAndInOrder() throws Exception {
        fixture.wawp.faults().add(FaultRule.sends().chat("4790000001").acks(AckSchedule.never()));
        fixture.produce(text("steps", "4790000001", "Step by step", ""));
        String id = Objects.requireNonNull(fixture.outcomeOf("steps").messageId()).value();

        for (DeliveryStatus status :
                List.of(DeliveryStatus.SERVER, DeliveryStatus.DEVICE, DeliveryStatus.READ)) {
            fixture.wawp.setAck(WorkerFixture.INSTANCE, id, status.ack());
            fixture.deliveryOf("steps", status);
        }

        assertEquals(
                List.of(DeliveryStatus.SERVER, DeliveryStatus.DEVICE, DeliveryStatus.READ),
                fixture.deliveriesOf("steps").stream().map(Delivery::status).toList());
    }

    @Test
    void anIdThatComesTooLateForTheOutcomeFollowsInTheDeliveries() {
        Outcome sent = fixture.outcomeOf(NAMED_LATE);
        assertEquals(OutcomeStatus.SENT, sent.status());
        assertNull(sent.messageId());

        Delivery last = fixture.deliveriesOf(NAMED_LATE).getLast();

        assertEquals(DeliveryStatus.READ, last.status());
        String id = fixture.wawp.messages(WorkerFixture.INSTANCE, "4790000004").getFirst().id();
        assertEquals(new MessageId(id), last.messageId());
        assertEquals(1, sendsOf("4790000004").size());
    }

    @Test
    void aMessageThatNeverArrivesEndsUnconfirmed() throws Exception {
        try (var own = new WorkerFixture().set("DISPATCHER_DELIVERY_DEADLINE", "PT3S")) {
            own.wawp.faults().add(FaultRule.sends().acks(AckSchedule.never()));
            own.start();
            own.produce(WorkerFixture.text("lost", "Anybody there?"));

            List<Delivery> deliveries = own.deliveriesOf("lost");

            assertEquals(1, deliveries.size());
            assertEquals(DeliveryStatus.UNCONFIRMED, deliveries.getFirst().status());
        }
    }

    @Test
    void aReplyNamesTheMessageItQuotes() throws Exception {
        fixture.produce(
                text("reply", "4790000002", "Yes", ",\"replyTo\":\"true_4790000002@c.us_3EB0AA\""));

        Call call = sendOf("4790000002");
        assertEquals("true_4790000002@c.us_3EB0AA", call.parameters().path("reply_to").asText());
    }

    @Test
    void aTextTooLongForAnAddressGoesAsJson() throws Exception {
        String longText = "ж".repeat(2000) + "☺".repeat(100);
        fixture.produce(text("long", "4790000003", longText, ""));

        Call call = sendOf("4790000003");

        assertEquals("", call.rawQuery());
        assertEquals("application/json; charset=UTF-8", call.header("Content-Type").orElse(""));
        assertEquals(longText, call.parameters().path("message").asText());
        assertEquals(WorkerFixture.TOKEN, call.parameters().path("access_token").asText());
        assertEquals("long", call.idempotencyKey().orElse(""));
        assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("long").status());
    }

    @Test
    void groupsAndChannelsAreWrittenToAsTheyAreNamed() throws Exception {
        for (String chat : List.of("120363041234567890@g.us", "120363049999999999@newsletter")) {
            fixture.produce(text("to-" + chat.substring(13, 18), chat, "Hello all", ""));

            assertEquals(chat, sendOf(chat).parameters().path("chatId").asText());
        }
    }

    @Test
    void typingIsShownForAsLongAsItTakesAndThenItIsSent() throws Exception {
        try (var own = new WorkerFixture().set("DISPATCHER_TYPING", "true")) {
            own.start();
            own.produce(
                    typing("fixed", "4790000011", "{\"mode\":\"fixed\",\"duration\":\"PT1.5S\"}"));
            own.produce(typing("auto", "4790000012", "{\"mode\":\"auto\"}"));
            own.produce(typing("off", "4790000013", "{\"mode\":\"off\"}"));
            own.wawp
                    .faults()
                    .add(
                            FaultRule.on(Operation.START_TYPING)
                                    .chat("4790000014")
                                    .then(Answers.upstreamError(500)));
            own.produce(typing("failing", "4790000014", "{\"mode\":\"auto\"}"));

            for (String command : List.of("fixed", "auto", "off", "failing")) {
                assertEquals(OutcomeStatus.SENT, own.outcomeOf(command).status());
            }
            assertTrue(typed(own, "4790000011").compareTo(Duration.ofMillis(1500)) >= 0);
            assertTrue(typed(own, "4790000012").compareTo(Duration.ofSeconds(1)) >= 0);
            assertEquals(List.of(Operation.TEXT), operations(own, "4790000013"));
            assertEquals(
                    List.of(Operation.START_TYPING, Operation.TEXT), operations(own, "4790000014"));
            assertEquals(List.of(), own.wawp.calls().of(Operation.STOP_TYPING));
        }
    }

    // ----

    /** How long typing was shown before the one send that followed it. */
    private static Duration typed(WorkerFixture own, String chat) {
        assertEquals(List.of(Operation.START_TYPING, Operation.TEXT), operations(own, chat));
        List<Call> calls = chatCalls(own, chat).toList();
        return Duration.ofNanos(calls.get(1).arrivedNanos() - calls.get(0).arrivedNanos());
    }

    private static List<Operation> operations(WorkerFixture own, String chat) {
        return chatCalls(own, chat).map(Call::operation).toList();
    }

    private static Stream<Call> chatCalls(WorkerFixture own, String chat) {
        return own.wawp.calls().ofChat(chat).stream()
                .filter(call ->
                        call.operation().isSend()
                                || call.operation() == Operation.START_TYPING
                                || call.operation() == Operation.STOP_TYPING);
    }

    private static ObjectNode withoutCredentials(Call call) {
        ObjectNode parameters = call.parameters().deepCopy();
        assertNotNull(parameters.remove("instance_id"));
        assertNotNull(parameters.remove("access_token"));
        return parameters;
    }

    private static Call sendOf(String chat) throws Exception {
        String normal = chat.contains("@") ? chat : chat + "@c.us";
        return fixture.wawp
                .calls()
                .await(call -> call.operation().isSend() && call.chatId().equals(normal), PATIENCE);
    }

    private static List<Call> sendsOf(String chat) {
        return fixture.wawp.calls().ofChat(chat).stream()
                .filter(call -> call.operation().isSend())
                .toList();
    }

    private static String typing(String id, String chat, String typing) {
        return text(id, chat, "Soon", ",\"typing\":" + typing);
    }

    private static String text(String id, String chat, String message, String more) {
        return WorkerFixture.text(id, WorkerFixture.INSTANCE, chat, message, more);
    }

    private static String command(String id, String chat, String content, String more) {
        return """
        {"commandId":"%s","instanceId":"%s","chatId":"%s","content":%s%s}\
        """
                .formatted(id, WorkerFixture.INSTANCE, chat, content, more);
    }
}
