package io.wawp.common.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.Priority;
import io.wawp.common.command.SendCommand;
import io.wawp.common.command.Typing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"commandId", "instanceId", "chatId", "content"})
    void namesARequiredFieldThatIsMissingOrNull(String name) {
        for (Drafts draft :
                new Drafts[] {Drafts.text().without(name), Drafts.text().with(name, "null")}) {
            Decoding.Invalid invalid = draft.invalid();
            assertEquals("missing_field", invalid.error().code().wire());
            assertEquals(name, invalid.error().field());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    commandId      | ""                                   | invalid_field | commandId
                    commandId      | "a b"                                | invalid_field | commandId
                    commandId      | "ä"                                  | invalid_field | commandId
                    commandId      | 17                                   | invalid_field | commandId
                    commandId      | ["a"]                                | invalid_field | commandId
                    commandId      | "a\\u0000"                           | invalid_field | commandId
                    instanceId     | "a/b"                                | invalid_field | instanceId
                    instanceId     | 123456789012                         | invalid_field | instanceId
                    chatId         | "1234"                               | invalid_field | chatId
                    chatId         | "nobody"                             | invalid_field | chatId
                    chatId         | "447441429009@example.com"           | invalid_field | chatId
                    chatId         | 447441429009                         | invalid_field | chatId
                    chatId         | "status@broadcast"                   | invalid_field | chatId
                    content        | "Hi"                                 | invalid_field | content
                    content        | []                                   | invalid_field | content
                    idempotencyKey | "a/b"                                | invalid_field | idempotencyKey
                    idempotencyKey | ""                                   | invalid_field | idempotencyKey
                    typing         | "auto"                               | invalid_field | typing
                    typing         | true                                 | invalid_field | typing
                    typing         | {}                                   | missing_field | typing.mode
                    typing         | {"mode":"slow"}                      | invalid_field | typing.mode
                    typing         | {"mode":"AUTO"}                      | invalid_field | typing.mode
                    typing         | {"mode":"fixed"}                     | missing_field | typing.duration
                    typing         | {"mode":"fixed","duration":3}        | invalid_field | typing.duration
                    typing         | {"mode":"fixed","duration":"3s"}     | invalid_field | typing.duration
                    typing         | {"mode":"fixed","duration":"pt3s"}   | invalid_field | typing.duration
                    typing         | {"mode":"fixed","duration":"-PT3S"}  | invalid_field | typing.duration
                    typing         | {"mode":"fixed","duration":"PT"}     | invalid_field | typing.duration
                    typing         | {"mode":"fixed","duration":"PT0S"}   | invalid_field | typing.duration
                    typing         | {"mode":"fixed","duration":"PT61S"}  | invalid_field | typing.duration
                    typing         | {"mode":"fixed","duration":"P999D"}  | invalid_field | typing.duration
                    typing         | {"mode":"auto","duration":"PT3S"}    | invalid_field | typing.duration
                    typing         | {"mode":"off","seconds":3}           | unknown_field | typing.seconds
                    priority       | "urgent"                             | invalid_field | priority
                    priority       | "HIGH"                               | invalid_field | priority
                    priority       | 1                                    | invalid_field | priority
                    notBefore      | "tomorrow"                           | invalid_field | notBefore
                    notBefore      | "2026-11-22T09:00:00"                | invalid_field | notBefore
                    notBefore      | 1795338000                           | invalid_field | notBefore
                    notBefore      | "2027-12-27T09:00:00.001Z"           | invalid_field | notBefore
                    expiresAt      | "2027-12-27T10:00:01+01:00"          | invalid_field | expiresAt
                    expiresAt      | "2026-11-22"                         | invalid_field | expiresAt
                    replyTo        | ""                                   | invalid_field | replyTo
                    replyTo        | 5                                    | invalid_field | replyTo
                    replyTo        | "a\\nb"                              | invalid_field | replyTo
                    metadata       | []                                   | invalid_field | metadata
                    metadata       | "x"                                  | invalid_field | metadata
                    metadata       | {"tenant":7}                         | invalid_field | metadata.tenant
                    metadata       | {"tenant":{"a":"b"}}                 | invalid_field | metadata.tenant
                    metadata       | {"ok":"1","tenant":"\\ud800"}        | invalid_field | metadata.tenant
                    metadata       | {"":"x"}                             | invalid_field | metadata
                    metadata       | {"a\\u0000":"x"}                     | invalid_field | metadata
                    metadata       | {"two words":7}                      | invalid_field | metadata.*
                    metadata       | {"t447441429009":7}                  | invalid_field | metadata.*
                    colour         | "red"                                | unknown_field | colour
                    chat_id        | "447441429009"                       | unknown_field | chat_id
                    447441429009   | "Hi"                                 | unknown_field | *
                    """)
    void refusesWhatBreaksARule(String name, String json, String code, String path) {
        Decoding.Invalid invalid = Drafts.text().with(name, json).invalid();
        assertEquals(code, invalid.error().code().wire());
        assertEquals(path, invalid.error().field());
        assertTrue(invalid.error().message().startsWith(path + " "), invalid.error()::message);
    }

    @ParameterizedTest
    @CsvSource({
        "chatID, chatId",
        "chatid, chatId",
        "chat_id, chatId",
        "expriesAt, expiresAt",
        "commandID, commandId",
        "replyto, replyTo",
        "metaData, metadata"
    })
    void guessesWhatATypoMeant(String typo, String meant) {
        Decoding.Invalid invalid = Drafts.text().with(typo, "\"x\"").invalid();
        assertEquals(
                typo + " is not a field; did you mean " + meant + "?", invalid.error().message());
    }

    @Test
    void aTypoExplainsWhatIsMissing() {
        Decoding.Invalid invalid =
                Drafts.text().without("chatId").with("chatID", "\"447441429009\"").invalid();
        assertEquals("unknown_field", invalid.error().code().wire());
    }

    @Test
    void guessesNothingWhereNothingIsNear() {
        assertTrue(
                Drafts.text()
                        .with("colour", "1")
                        .invalid()
                        .error()
                        .message()
                        .startsWith("colour is not a field; there are commandId, "));
    }

    @Test
    void aNullIsTheSameAsAnAbsentField() {
        Drafts draft = Drafts.text();
        for (String name :
                new String[] {
                    "idempotencyKey",
                    "typing",
                    "priority",
                    "notBefore",
                    "expiresAt",
                    "replyTo",
                    "metadata",
                    "colour"
                }) {
            draft.with(name, "null");
        }
        assertEquals(Drafts.text().valid(), draft.valid());
        assertEquals(
                Map.of("a", "b"),
                Drafts.text().with("metadata", "{\"a\":\"b\",\"c\":null}").valid().metadata());
    }

    @Test
    void fillsInTheContractsDefaults() {
        SendCommand command = Drafts.text().valid();
        assertEquals(new IdempotencyKey("c-1"), command.idempotencyKey());
        assertEquals(new Typing.Auto(), command.typing());
        assertEquals(Priority.NORMAL, command.priority());
        assertNull(command.notBefore());
        assertNull(command.expiresAt());
        assertNull(command.replyTo());
        assertEquals(Map.of(), command.metadata());
    }

    @Test
    void readsEveryOptionalField() {
        SendCommand command =
                Drafts.text()
                        .with("idempotencyKey", "\"k:1\"")
                        .with("typing", "{\"mode\":\"fixed\",\"duration\":\"PT3.5S\"}")
                        .with("priority", "\"high\"")
                        .with("notBefore", "\"2026-11-22T10:00:00+01:00\"")
                        .with("expiresAt", "\"2027-12-27t09:00:00z\"")
                        .with("replyTo", "\"true_447441429009@c.us_3EB0\"")
                        .with("metadata", "{\"tenant\":\"shop-7\",\"two words\":\"\"}")
                        .valid();
        assertEquals(new IdempotencyKey("k:1"), command.idempotencyKey());
        assertEquals(new Typing.Fixed(Duration.ofMillis(3500)), command.typing());
        assertEquals(Priority.HIGH, command.priority());
        assertEquals(Drafts.NOW, command.notBefore());
        assertEquals(Drafts.NOW.plus(Duration.ofDays(400)), command.expiresAt());
        assertEquals(Map.of("tenant", "shop-7", "two words", ""), command.metadata());
    }

    @Test
    void takesTheDefaultInstanceOnlyWhereNoneIsNamed() {
        CommandLimits limits = new CommandLimits(4096, 262_144, false, new InstanceId("other"));
        SendCommand named = Drafts.valid(Drafts.text().decode(limits));
        assertEquals("inst1", named.instanceId().value());
        SendCommand unnamed = Drafts.valid(Drafts.text().without("instanceId").decode(limits));
        assertEquals("other", unnamed.instanceId().value());
        Decoding.Invalid wrong =
                Drafts.invalid(Drafts.text().with("instanceId", "\"\"").decode(limits));
        assertEquals("instanceId", wrong.error().field());
    }

    @ParameterizedTest
    @CsvSource({
        "447441429009, 447441429009@c.us",
        "+44 7441 429009, 447441429009@c.us",
        "+44 (7441) 429-009, 447441429009@c.us",
        "00447441429009, 447441429009@c.us",
        "447441429009@c.us, 447441429009@c.us",
        "447441429009@C.US, 447441429009@c.us",
        "447441429009@s.whatsapp.net, 447441429009@c.us",
        "120363041234567890@g.us, 120363041234567890@g.us",
        "447441429009-1612345678@g.us, 447441429009-1612345678@g.us",
        "120363041234567890@newsletter, 120363041234567890@newsletter",
        "123456789012345@lid, 123456789012345@lid"
    })
    void normalisesAChat(String written, String normal) {
        SendCommand command = Drafts.text().with("chatId", "\"" + written + "\"").valid();
        assertEquals(normal, command.chatId().value());
    }

    @Test
    void notBeforeMustComeFirst() {
        for (String expiry : new String[] {"2026-11-22T10:00:00Z", "2026-11-22T10:59:59+01:00"}) {
            Decoding.Invalid invalid =
                    Drafts.text()
                            .with("notBefore", "\"2026-11-22T10:00:00Z\"")
                            .with("expiresAt", "\"" + expiry + "\"")
                            .invalid();
            assertEquals("invalid_field", invalid.error().code().wire());
            assertEquals("notBefore", invalid.error().field());
        }
    }

    @Test
    void whatIsOverAlreadyIsValid() {
        SendCommand command = Drafts.text().with("expiresAt", "\"1999-01-01T00:00:00Z\"").valid();
        assertEquals(Instant.parse("1999-01-01T00:00:00Z"), command.expiresAt());
    }

    @Test
    void countsIdsInCharacters() {
        assertEquals(
                128,
                Drafts.text()
                        .with("commandId", "\"" + "x".repeat(128) + "\"")
                        .valid()
                        .commandId()
                        .value()
                        .length());
        assertEquals(
                "commandId",
                Drafts.text()
                        .with("commandId", "\"" + "x".repeat(129) + "\"")
                        .invalid()
                        .error()
                        .field());
    }

    @Test
    void metadataHoldsSixteenStringsOfLimitedLength() {
        assertEquals(16, Drafts.text().with("metadata", metadata(16)).valid().metadata().size());
        assertEquals(
                "metadata", Drafts.text().with("metadata", metadata(17)).invalid().error().field());
        String key = "🙂".repeat(64);
        String value = "🙂".repeat(256);
        assertEquals(
                Map.of(key, value),
                Drafts.text().with("metadata", pair(key, value)).valid().metadata());
        assertEquals(
                "metadata",
                Drafts.text().with("metadata", pair(key + "x", "")).invalid().error().field());
        assertEquals(
                "metadata.tenant",
                Drafts.text()
                        .with("metadata", pair("tenant", value + "x"))
                        .invalid()
                        .error()
                        .field());
    }

    private static String metadata(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> "\"k" + i + "\":\"v\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String pair(String key, String value) {
        return "{\"" + key + "\":\"" + value + "\"}";
    }
}
