package io.wawp.common.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SalvageTest {
    private static final InstanceId FALLBACK = new InstanceId("fallback");
    private static final CommandLimits WITH_FALLBACK =
            new CommandLimits(4096, 262_144, false, FALLBACK);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    colour    | "red"
                    priority  | "urgent"
                    notBefore | "soon"
                    replyTo   | 7
                    typing    | []
                    content   | {"type":"text"}
                    content   | {"type":"text","message":7,"x":1}
                    """)
    void aWrongFieldLeavesTheOthersKnown(String name, String json) {
        Decoding.Invalid invalid = full().with(name, json).invalid();
        assertEquals(new CommandId("c-1"), invalid.commandId());
        assertEquals(new IdempotencyKey("k-1"), invalid.idempotencyKey());
        assertEquals(new InstanceId("inst1"), invalid.instanceId());
        assertEquals(new ChatId("447441429009@c.us"), invalid.chatId());
        assertEquals(ContentType.TEXT, invalid.type());
        assertEquals(Map.of("tenant", "shop-7"), invalid.metadata());
    }

    @Test
    void whatIsWrongItselfIsNotSalvaged() {
        assertNull(full().with("commandId", "\"\"").invalid().commandId());
        assertNull(full().with("idempotencyKey", "\"\"").invalid().idempotencyKey());
        assertNull(full().with("instanceId", "\"\"").invalid().instanceId());
        assertNull(full().with("chatId", "\"\"").invalid().chatId());
        assertNull(full().with("content", "{\"type\":\"fax\"}").invalid().type());
        assertEquals(
                Map.of(), full().with("metadata", "{\"a\":\"b\",\"c\":1}").invalid().metadata());
    }

    @Test
    void reportsTheFirstFaultInTheContractsOrder() {
        Decoding.Invalid invalid =
                Drafts.text().with("priority", "7").with("chatId", "\"\"").invalid();
        assertEquals("chatId", invalid.error().field());
    }

    @Test
    void defaultsAreSalvagedToo() {
        Decoding.Invalid invalid =
                Drafts.invalid(
                        Drafts.text()
                                .without("instanceId")
                                .with("priority", "7")
                                .decode(WITH_FALLBACK));
        assertEquals(FALLBACK, invalid.instanceId());
        assertEquals(new IdempotencyKey("c-1"), invalid.idempotencyKey());
    }

    @Test
    void malformedJsonLeavesWhatStandsBeforeTheFaultAndNoDefaults() {
        Decoding.Invalid invalid =
                Drafts.invalid(
                        Drafts.decode(
                                "{\"commandId\":\"c-1\",\"chatId\":\"447441429009\","
                                        + "\"content\":{\"type\":\"text\",\"message\":oops",
                                WITH_FALLBACK));
        assertEquals("malformed_json", invalid.error().code().wire());
        assertEquals(new CommandId("c-1"), invalid.commandId());
        assertEquals(new ChatId("447441429009@c.us"), invalid.chatId());
        assertEquals(ContentType.TEXT, invalid.type());
        assertNull(invalid.idempotencyKey());
        assertNull(invalid.instanceId());
    }

    @Test
    void aFieldThatIsThereTwiceIsNotSalvaged() {
        Decoding.Invalid invalid = full().with("comm\\u0061ndId", "\"c-2\"").invalid();
        assertEquals("malformed_json", invalid.error().code().wire());
        assertNull(invalid.commandId());
        assertEquals(new IdempotencyKey("k-1"), invalid.idempotencyKey());
    }

    private static Drafts full() {
        return Drafts.text()
                .with("idempotencyKey", "\"k-1\"")
                .with("metadata", "{\"tenant\":\"shop-7\"}");
    }
}
