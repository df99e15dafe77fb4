package io.wawp.common.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wawp.common.command.SendCommand;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RoundTripTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    @Test
    void aCommandIsTheSameAfterEncodingAndDecoding() {
        String json =
                """
                {"commandId":"order-1","instanceId":"123456789012","chatId":"+44 7441 429009",
                 "content":{"type":"text","message":"On its way."},
                 "metadata":{"tenant":"shop-7"}}
                """;
        CommandDecoder decoder = new CommandDecoder(CommandLimits.DEFAULTS);
        SendCommand command = valid(decoder, json.getBytes(StandardCharsets.UTF_8));
        assertEquals("447441429009@c.us", command.chatId().value());
        assertEquals(command, valid(decoder, new CommandEncoder().encode(command)));
    }

    private static SendCommand valid(CommandDecoder decoder, byte[] bytes) {
        return assertInstanceOf(Decoding.Valid.class, decoder.decode(bytes, NOW)).command();
    }
}
