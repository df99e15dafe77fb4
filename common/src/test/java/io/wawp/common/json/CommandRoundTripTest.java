package io.wawp.common.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wawp.common.RandomCommands;
import io.wawp.common.Seeds;
import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.Content;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.Priority;
import io.wawp.common.command.SendCommand;
import io.wawp.common.command.Typing;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CommandRoundTripTest {
    private static final CommandDecoder DECODER = new CommandDecoder(CommandLimits.DEFAULTS);
    private static final CommandEncoder ENCODER = new CommandEncoder();

    @Test
    void everyValidCommandSurvivesEncodingAndDecoding() {
        Seeds.forAll(
                3000,
                random -> {
                    SendCommand command = new RandomCommands(random, Drafts.NOW).next();
                    byte[] json = ENCODER.encode(command);
                    SendCommand again = Drafts.valid(DECODER.decode(json, Drafts.NOW));
                    assertEquals(command, again);
                    assertArrayEquals(json, ENCODER.encode(again));
                });
    }

    @Test
    void writesTheContractsJson() {
        SendCommand command = text("Hi", Map.of("b", "2", "a", "1", "c", "3"));
        assertEquals(
                """
                {"commandId":"c-1","instanceId":"i1","chatId":"447441429009@c.us",\
                "content":{"type":"text","message":"Hi"},"idempotencyKey":"k-1",\
                "typing":{"mode":"auto"},"priority":"low",\
                "notBefore":"2026-11-22T09:00:00Z","metadata":{"a":"1","b":"2","c":"3"}}\
                """,
                new String(ENCODER.encode(command), StandardCharsets.UTF_8));
    }

    @Test
    void halfOfASurrogatePairCannotBeWritten() {
        SendCommand command = text("Hi \ud83d", Map.of());
        assertThrows(IllegalArgumentException.class, () -> ENCODER.encode(command));
        SendCommand last = text("x".repeat(10_000) + "\ud83d", Map.of());
        assertThrows(IllegalArgumentException.class, () -> ENCODER.encode(last));
        SendCommand key = text("x", Map.of("\ude42", "x"));
        assertThrows(IllegalArgumentException.class, () -> ENCODER.encode(key));
    }

    private static SendCommand text(String message, Map<String, String> metadata) {
        return new SendCommand(
                new CommandId("c-1"),
                new InstanceId("i1"),
                ChatId.parse("447441429009"),
                new Content.Text(message),
                new IdempotencyKey("k-1"),
                new Typing.Auto(),
                Priority.LOW,
                Drafts.NOW,
                null,
                null,
                metadata);
    }
}
