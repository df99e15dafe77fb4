package io.wawp.common.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.RandomCommands;
import io.wawp.common.RandomOutcomes;
import io.wawp.common.Seeds;
import io.wawp.common.command.SendCommand;
import io.wawp.common.json.CommandDraft;
import io.wawp.common.json.CommandEncoder;
import io.wawp.common.json.CommandLimits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class SerdesTest {
    private static final List<Serde<?>> ALL =
            List.of(
                    WawpSerdes.sendCommands(),
                    WawpSerdes.outcomes(),
                    WawpSerdes.deliveries(),
                    WawpSerdes.instanceEvents());

    @Test
    void whatIsReadEqualsWhatWasWritten() {
        Seeds.forAll(
                200,
                random -> {
                    var outcomes = new RandomOutcomes(random);
                    returns(
                            WawpSerdes.sendCommands(),
                            new RandomCommands(random, Instant.now()).next());
                    returns(WawpSerdes.outcomes(), outcomes.outcome());
                    returns(WawpSerdes.deliveries(), outcomes.delivery());
                    returns(WawpSerdes.instanceEvents(), outcomes.instanceEvent());
                });
    }

    @Test
    void aTombstoneIsNullInBothDirections() {
        for (Serde<?> serde : ALL) {
            assertNull(serde.deserializer().deserialize("t", null));
            assertNull(serde.serializer().serialize("t", null));
        }
    }

    @Test
    void clientsCanMakeThemByTheirNames() throws Exception {
        for (Serde<?> serde : ALL) {
            for (Object named : List.of(serde, serde.serializer(), serde.deserializer())) {
                Object made = Utils.newInstance(named.getClass().getName(), Object.class);
                assertEquals(named.getClass(), made.getClass());
            }
        }
    }

    @Test
    void whatIsSomethingElseIsRefusedWithTheTopicAndTheRule() {
        var words =
                String.valueOf(
                        assertThrows(
                                        SerializationException.class,
                                        () ->
                                                new SendCommandDeserializer()
                                                        .deserialize(
                                                                "orders", "{}".getBytes(UTF_8)))
                                .getMessage());
        assertEquals(
                "a record of orders is no send-command: missing_field: commandId is missing",
                words);
        assertEquals(
                "a record of told is not an outcome: eventId is missing",
                assertThrows(
                                SerializationException.class,
                                () ->
                                        new OutcomeDeserializer()
                                                .deserialize("told", "{}".getBytes(UTF_8)))
                        .getMessage());
    }

    @Test
    void aRefusalRepeatsNothingOfWhatWasWritten() {
        String secret = "+447441429009";
        byte[] bad =
                """
                {"commandId":"%1$s !","chatId":"%1$s","state":"%1$s","eventId":5,"%1$s":"%1$s",
                 "instanceId":"%1$s"}\
                """
                        .formatted(secret)
                        .getBytes(UTF_8);
        for (Serde<?> serde : ALL) {
            var refusal =
                    assertThrows(
                            SerializationException.class,
                            () -> serde.deserializer().deserialize("t", bad));
            for (Throwable at = refusal; at != null; at = at.getCause()) {
                assertFalse(String.valueOf(at.getMessage()).contains("447441"), at::toString);
            }
        }
    }

    @Test
    void aStringThatCannotBeSentIsNamedAndNotShown() {
        SendCommand good = CommandDraft.text("1", "447441429009", "Hi").build();
        var bad =
                new SendCommand(
                        good.commandId(),
                        good.instanceId(),
                        good.chatId(),
                        new io.wawp.common.command.Content.Text("secret\ud800"),
                        good.idempotencyKey(),
                        good.typing(),
                        good.priority(),
                        null,
                        null,
                        null,
                        Map.of());
        String words =
                String.valueOf(
                        assertThrows(
                                        SerializationException.class,
                                        () -> new SendCommandSerializer().serialize("orders", bad))
                                .getMessage());
        assertTrue(words.contains("message holds") && !words.contains("secret"), words);
    }

    @Test
    void whatADeploymentMayAllowIsRead() {
        var lenient = new CommandLimits(10_000, 256 * 1024, true, null);
        SendCommand command =
                CommandDraft.image("1", "447441429009", "http://127.0.0.1/a.png")
                        .caption("x".repeat(9_000))
                        .build(lenient, Instant.now());
        returns(WawpSerdes.sendCommands(), command);
    }

    @Test
    void aRecordHasItsChatAsKeySoThatTheChatStaysInOrder() {
        SendCommand one = CommandDraft.text("1", "+44 7441 429009", "Hi").build();
        SendCommand two = CommandDraft.text("1", "447441429009@c.us", "Hi again").build();
        var record = CommandRecords.of("wawp.commands", one);
        assertEquals("447441429009@c.us", record.key());
        assertEquals(record.key(), CommandRecords.of("wawp.commands", two).key());
        assertEquals("wawp.commands", record.topic());
        assertEquals(one, record.value());
        assertNull(record.partition());
    }

    @Test
    void aCommandIsWrittenAsTheEncoderWritesIt() {
        SendCommand command = CommandDraft.text("1", "447441429009", "Hi").build();
        assertArrayEquals(
                new CommandEncoder().encode(command),
                new SendCommandSerializer().serialize("t", command));
    }

    private static <T> void returns(Serde<T> serde, T value) {
        byte[] bytes = serde.serializer().serialize("t", value);
        assertEquals(value, serde.deserializer().deserialize("t", bytes));
    }
}
