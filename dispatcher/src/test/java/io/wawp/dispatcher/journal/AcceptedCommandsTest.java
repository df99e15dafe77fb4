package io.wawp.dispatcher.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wawp.common.command.InstanceId;
import io.wawp.common.command.SendCommand;
import io.wawp.common.json.CommandDecoder;
import io.wawp.common.json.CommandLimits;
import io.wawp.common.json.Decoding;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedCommandsTest {
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
    private static final InstanceId OWNER = new InstanceId("inst1");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a text beyond the limit | {'type':'text','message':'LONG'}",
                "a private address       | {'type':'image','file':{'url':'http://10.0.0.1/a.png'}}"
            })
    void whatWasAcceptedUnderWiderLimitsStaysAccepted(String what, String content) {
        byte[] value =
                ("{'commandId':'c','instanceId':'inst1','chatId':'447441429009','content':"
                                + content
                                + "}")
                        .replace('\'', '"')
                        .replace("LONG", "x".repeat(5_000))
                        .getBytes(UTF_8);
        assertInstanceOf(
                Decoding.Invalid.class,
                new CommandDecoder(CommandLimits.DEFAULTS).decode(value, AT),
                "the limits of today refuse it");

        assertInstanceOf(Decoding.Valid.class, AcceptedCommands.decode(value, OWNER, AT));
    }

    @ParameterizedTest
    @CsvSource({"'', inst1", "'\"instanceId\":\"inst2\",', inst2"})
    void aCommandThatNamesNoInstanceBelongsToTheOneItWasAcceptedFor(String named, String owner) {
        byte[] value =
                ("{\"commandId\":\"c\","
                                + named
                                + "\"chatId\":\"447441429009\","
                                + "\"content\":{\"type\":\"text\",\"message\":\"x\"}}")
                        .getBytes(UTF_8);

        var decoded =
                assertInstanceOf(Decoding.Valid.class, AcceptedCommands.decode(value, OWNER, AT));

        SendCommand command = decoded.command();
        assertEquals(owner, command.instanceId().value());
    }
}
