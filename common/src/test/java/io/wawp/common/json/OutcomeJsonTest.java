package io.wawp.common.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.RandomOutcomes;
import io.wawp.common.Seeds;
import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutcomeJsonTest {
    private static final OutcomeJson JSON = new OutcomeJson();
    private static final Instant AT = Instant.parse("2026-11-22T10:11:12.345Z");
    private static final Source SOURCE = new Source("wawp.commands", 0, 42);

    @Test
    void writesAnOutcomeAsTheContractShowsIt() {
        assertEquals(
                """
                {"eventId":"e-1","commandId":"order-8841-shipped",\
                "idempotencyKey":"order-8841-shipped","instanceId":"123456789012",\
                "chatId":"447441429009@c.us","type":"text","run":1,"status":"SENT",\
                "at":"2026-11-22T10:11:12.345Z","attempts":1,\
                "messageId":"true_447441429009@c.us_3EB0","ack":0,"reconciled":false,\
                "error":null,"source":{"topic":"wawp.commands","partition":0,"offset":42},\
                "metadata":{"tenant":"shop-7"}}\
                """,
                string(JSON.encode(outcome(OutcomeStatus.SENT, null))));
    }

    @Test
    void saysNullForWhatARecordDidNotSay() {
        OutcomeError error =
                new OutcomeError(ReasonCode.MALFORMED_JSON, "no", false, 400, "content.type");
        Outcome outcome =
                new Outcome(
                        "e-1",
                        null,
                        null,
                        null,
                        null,
                        null,
                        1,
                        OutcomeStatus.REJECTED,
                        AT,
                        0,
                        null,
                        null,
                        false,
                        error,
                        SOURCE,
                        Map.of(),
                        null,
                        null);
        assertEquals(
                """
                {"eventId":"e-1","commandId":null,"idempotencyKey":null,"instanceId":null,\
                "chatId":null,"type":null,"run":1,"status":"REJECTED",\
                "at":"2026-11-22T10:11:12.345Z","attempts":0,"messageId":null,"ack":null,\
                "reconciled":false,"error":{"code":"malformed_json","message":"no",\
                "retryable":false,"httpStatus":400,"field":"content.type"},\
                "source":{"topic":"wawp.commands","partition":0,"offset":42},"metadata":{}}\
                """,
                string(JSON.encode(outcome)));
    }

    @Test
    void aDuplicateNamesTheFirst() {
        String json = string(JSON.encode(outcome(OutcomeStatus.DUPLICATE, new CommandId("first"))));
        assertTrue(
                json.endsWith("},\"duplicateOf\":\"first\",\"duplicateStatus\":\"SENT\"}"), json);
    }

    @Test
    void writesADeliveryAndAnInstanceEventAsTheContractSays() {
        Delivery delivery =
                new Delivery(
                        "e-2",
                        new CommandId("c-1"),
                        new InstanceId("i1"),
                        new ChatId("447441429009@c.us"),
                        null,
                        0,
                        DeliveryStatus.UNCONFIRMED,
                        AT,
                        true,
                        Map.of());
        assertEquals(
                """
                {"eventId":"e-2","commandId":"c-1","instanceId":"i1",\
                "chatId":"447441429009@c.us","messageId":null,"ack":0,"status":"UNCONFIRMED",\
                "at":"2026-11-22T10:11:12.345Z","final":true,"metadata":{}}\
                """,
                string(JSON.encode(delivery)));
        InstanceEvent event =
                new InstanceEvent(
                        new InstanceId("i1"),
                        InstanceEvent.State.PAUSED,
                        ReasonCode.QUOTA_EXCEEDED,
                        null,
                        AT);
        assertEquals(
                """
                {"instanceId":"i1","state":"PAUSED","code":"quota_exceeded","message":null,\
                "at":"2026-11-22T10:11:12.345Z"}\
                """,
                string(JSON.encode(event)));
    }

    @Test
    void everyRecordSurvivesEncodingAndDecoding() {
        Seeds.forAll(
                2000,
                random -> {
                    RandomOutcomes records = new RandomOutcomes(random);
                    Outcome outcome = records.outcome();
                    assertEquals(outcome, JSON.decodeOutcome(JSON.encode(outcome)));
                    Delivery delivery = records.delivery();
                    assertEquals(delivery, JSON.decodeDelivery(JSON.encode(delivery)));
                    InstanceEvent event = records.instanceEvent();
                    assertEquals(event, JSON.decodeInstanceEvent(JSON.encode(event)));
                });
    }

    @Test
    void anErrorMayQuoteWhatACommandMustNotHold() {
        InstanceEvent event =
                new InstanceEvent(
                        new InstanceId("i1"),
                        InstanceEvent.State.PAUSED,
                        ReasonCode.WAWP_REJECTED,
                        "cut in the middle: \ud83d \u0000",
                        AT);
        assertEquals(event, JSON.decodeInstanceEvent(JSON.encode(event)));
    }

    @Test
    void readsACodeOfANewerVersionAndKeepsItsText() {
        InstanceEvent event =
                new InstanceEvent(
                        new InstanceId("i1"),
                        InstanceEvent.State.PAUSED,
                        ReasonCode.QUOTA_EXCEEDED,
                        null,
                        AT);
        String newer = string(JSON.encode(event)).replace("quota_exceeded", "number_on_leave");
        InstanceEvent read = JSON.decodeInstanceEvent(newer.getBytes(StandardCharsets.UTF_8));
        assertEquals(ReasonCode.UNRECOGNIZED, read.code());
        assertEquals("number_on_leave", read.codeText());
        assertEquals(newer, string(JSON.encode(read)));
    }

    @Test
    void readsATypeOfANewerVersionAsNone() {
        String newer =
                string(JSON.encode(outcome(OutcomeStatus.SENT, null)))
                        .replace("\"type\":\"text\"", "\"type\":\"sticker\"");
        assertNull(JSON.decodeOutcome(newer.getBytes(StandardCharsets.UTF_8)).type());
    }

    @Test
    void nobodyCanWriteThatACodeIsUnrecognized() {
        assertThrows(
                IllegalArgumentException.class,
                () -> OutcomeError.of(ReasonCode.UNRECOGNIZED, "no"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new OutcomeError(ReasonCode.EXPIRED, "other", "no", false, null, null));
    }

    @Test
    void passesOverFieldsOfNewerVersions() {
        Outcome outcome = outcome(OutcomeStatus.SENT, null);
        String newer =
                string(JSON.encode(outcome))
                        .replace("\"run\"", "\"later\":{\"a\":[1,{}]},\"run\"")
                        .replace("\"partition\"", "\"cluster\":\"x\",\"partition\"");
        assertEquals(outcome, JSON.decodeOutcome(newer.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"eventId\":1}",
                "{\"eventId\":\"e\",\"run\":1e9}",
                "{\"eventId\":\"e\",\"eventId\":\"e\"}"
            })
    void saysInWordsThatSomethingIsNoRecordOfOurs(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        assertSaid("not an outcome: ", () -> JSON.decodeOutcome(bytes));
        assertSaid("not a delivery: ", () -> JSON.decodeDelivery(bytes));
        assertSaid("not an instance event: ", () -> JSON.decodeInstanceEvent(bytes));
    }

    @Test
    void namesTheFieldThatIsWrong() {
        String json = string(JSON.encode(outcome(OutcomeStatus.SENT, null)));
        for (String[] change :
                new String[][] {
                    {"\"SENT\"", "\"LOST\"", "status"},
                    {"\"run\":1", "\"run\":99999999999", "run"},
                    {"\"partition\":0", "\"partition\":\"0\"", "source.partition"},
                    {"\"offset\":42", "\"offset\":1e1", "source.offset"},
                    {"false", "null", "reconciled"}
                }) {
            byte[] changed = json.replace(change[0], change[1]).getBytes(StandardCharsets.UTF_8);
            assertSaid("not an outcome: " + change[2] + " ", () -> JSON.decodeOutcome(changed));
        }
    }

    private static void assertSaid(String words, Runnable decoding) {
        String message = assertThrows(IllegalArgumentException.class, decoding::run).getMessage();
        assertTrue(message != null && message.startsWith(words), message);
    }

    private static Outcome outcome(OutcomeStatus status, @Nullable CommandId duplicateOf) {
        return new Outcome(
                "e-1",
                new CommandId("order-8841-shipped"),
                new IdempotencyKey("order-8841-shipped"),
                new InstanceId("123456789012"),
                new ChatId("447441429009@c.us"),
                ContentType.TEXT,
                1,
                status,
                AT,
                1,
                new MessageId("true_447441429009@c.us_3EB0"),
                0,
                false,
                null,
                SOURCE,
                Map.of("tenant", "shop-7"),
                duplicateOf,
                duplicateOf == null ? null : OutcomeStatus.SENT);
    }

    private static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
