package io.wawp.common.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.ContractSchema;
import io.wawp.common.command.Content;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.Priority;
import io.wawp.common.command.SendCommand;
import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What the schemas tell their readers is so: their examples, their lists, their limits. */
class SchemaTextTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    static Iterable<ContractSchema> schemas() {
        return ContractSchema.ALL;
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyExampleIsAllowed(ContractSchema schema) {
        int found = examples(schema, schema.text());
        assertTrue(found > 1, "only " + found + " examples");
    }

    private static int examples(ContractSchema schema, JsonNode part) {
        int found = 0;
        for (JsonNode example : part.path("examples")) {
            assertTrue(schema.partAllows(part, example), () -> schema + ": " + example);
            found++;
        }
        for (JsonNode child : part) {
            found += examples(schema, child);
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyFieldIsDescribed(ContractSchema schema) {
        requireDescribed(schema, schema.text());
    }

    private static void requireDescribed(ContractSchema schema, JsonNode part) {
        if (part.path("description").isString()
                && part.path("type").asString("").equals("object")) {
            part.path("properties")
                    .properties()
                    .forEach(field -> {
                        JsonNode is = field.getValue();
                        assertTrue(
                                is.has("description")
                                        || is.has("$ref")
                                        || is.has("const")
                                        || is.has("title")
                                        || is.path("type").isString(),
                                () -> schema + " says nothing of " + field.getKey());
                    });
        }
        part.forEach(child -> requireDescribed(schema, child));
    }

    @Test
    void theWholeExamplesAreReadByOurReaders() {
        for (JsonNode example : ContractSchema.SEND_COMMAND.text().path("examples")) {
            var decoding = new CommandDecoder(CommandLimits.DEFAULTS).decode(bytes(example), NOW);
            assertInstanceOf(Decoding.Valid.class, decoding);
        }
        var json = new OutcomeJson();
        ContractSchema.OUTCOME.text().path("examples").forEach(it -> json.decodeOutcome(bytes(it)));
        ContractSchema.DELIVERY
                .text()
                .path("examples")
                .forEach(it -> json.decodeDelivery(bytes(it)));
        ContractSchema.INSTANCE_EVENT
                .text()
                .path("examples")
                .forEach(it -> json.decodeInstanceEvent(bytes(it)));
    }

    @Test
    void theListsAreThoseOfTheCode() {
        JsonNode outcome = ContractSchema.OUTCOME.text();
        JsonNode instance = ContractSchema.INSTANCE_EVENT.text();
        Set<String> codes = all(ReasonCode.values(), ReasonCode::wire);
        codes.remove(ReasonCode.UNRECOGNIZED.wire());
        assertEquals(codes, listed(outcome, "/$defs/code/anyOf/0/enum"));
        assertEquals(codes, listed(instance, "/$defs/code/anyOf/0/enum"));
        Set<String> types = all(ContentType.values(), ContentType::wire);
        assertEquals(types, listed(outcome, "/$defs/type/anyOf/0/enum"));
        Set<String> branches = new TreeSet<>();
        ContractSchema.SEND_COMMAND
                .text()
                .at("/properties/content/oneOf")
                .forEach(it -> branches.add(it.path("$ref").asString().substring(8)));
        assertEquals(types, branches);
        Set<String> statuses = all(OutcomeStatus.values(), Enum::name);
        assertEquals(statuses, listed(outcome, "/properties/status/enum"));
        assertEquals(statuses, listed(outcome, "/properties/duplicateStatus/enum"));
        assertEquals(
                all(DeliveryStatus.values(), Enum::name),
                listed(ContractSchema.DELIVERY.text(), "/properties/status/enum"));
        assertEquals(
                all(InstanceEvent.State.values(), Enum::name),
                listed(instance, "/properties/state/enum"));
        assertEquals(
                all(Priority.values(), Priority::wire),
                listed(ContractSchema.SEND_COMMAND.text(), "/properties/priority/enum"));
    }

    @Test
    void theLimitsAreThoseOfTheCode() {
        JsonNode command = ContractSchema.SEND_COMMAND.text();
        assertEquals(
                SendCommand.MOST_METADATA, number(command, "/properties/metadata/maxProperties"));
        assertEquals(
                SendCommand.LONGEST_METADATA_KEY,
                number(command, "/properties/metadata/propertyNames/maxLength"));
        assertEquals(
                SendCommand.LONGEST_METADATA_VALUE,
                number(command, "/properties/metadata/additionalProperties/maxLength"));
        assertEquals(
                CommandLimits.DEFAULTS.maxTextLength(),
                number(command, "/$defs/filledText/maxLength"));
        assertEquals(
                CommandLimits.DEFAULTS.maxTextLength(),
                number(command, "/$defs/optionalText/maxLength"));
        assertEquals(
                Content.Poll.LONGEST_OPTION,
                number(command, "/$defs/poll/properties/options/items/maxLength"));
        assertEquals(
                MediaUrls.LONGEST_FILENAME,
                number(command, "/$defs/file/properties/filename/maxLength"));
        assertEquals(256 * 1024, CommandLimits.DEFAULTS.maxCommandBytes());
        assertTrue(command.path("description").asString().contains("256 KiB"));
    }

    @Test
    void commandsAreClosedAndWhatWeTellIsOpen() {
        for (ContractSchema schema : ContractSchema.ALL) {
            boolean closed = schema.text().has("unevaluatedProperties");
            assertEquals(schema == ContractSchema.SEND_COMMAND, closed, schema::toString);
            assertFalse(schema.text().has("additionalProperties"));
        }
    }

    private static int number(JsonNode schema, String pointer) {
        return schema.at(pointer).asInt();
    }

    private static Set<String> listed(JsonNode schema, String pointer) {
        Set<String> values = new TreeSet<>();
        schema.at(pointer)
                .forEach(value -> {
                    if (!value.isNull()) {
                        values.add(value.asString());
                    }
                });
        return values;
    }

    private static <E> Set<String> all(E[] values, Function<E, String> wire) {
        return Arrays.stream(values).map(wire).collect(Collectors.toCollection(TreeSet::new));
    }

    private static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(UTF_8);
    }
}
