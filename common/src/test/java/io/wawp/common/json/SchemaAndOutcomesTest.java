package io.wawp.common.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.ContractSchema;
import io.wawp.common.RandomOutcomes;
import io.wawp.common.Seeds;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The published schemas of what we tell, what we write, and what our readers take. */
class SchemaAndOutcomesTest {
    private static final OutcomeJson JSON = new OutcomeJson();

    /** A kind of record: its schema, how one is written, how one is read. */
    private record Kind(
            ContractSchema schema,
            Function<RandomOutcomes, byte[]> write,
            Function<byte[], Object> read) {}

    private static final List<Kind> KINDS =
            List.of(
                    new Kind(
                            ContractSchema.OUTCOME,
                            random -> JSON.encode(random.outcome()),
                            JSON::decodeOutcome),
                    new Kind(
                            ContractSchema.DELIVERY,
                            random -> JSON.encode(random.delivery()),
                            JSON::decodeDelivery),
                    new Kind(
                            ContractSchema.INSTANCE_EVENT,
                            random -> JSON.encode(random.instanceEvent()),
                            JSON::decodeInstanceEvent));

    @Test
    void everyRecordIsAllowedAsItIsWritten() {
        Seeds.forAll(
                500,
                random -> {
                    for (Kind kind : KINDS) {
                        kind.schema().requireValid(kind.write().apply(new RandomOutcomes(random)));
                    }
                });
    }

    @Test
    void noRecordHasAFieldThatItsSchemaDoesNotDescribe() {
        Seeds.forAll(
                500,
                random -> {
                    for (Kind kind : KINDS) {
                        byte[] bytes = kind.write().apply(new RandomOutcomes(random));
                        JsonNode root = kind.schema().text();
                        requireDescribed(root, root, ContractSchema.JSON.readTree(bytes));
                    }
                });
    }

    @Test
    void whateverTheSchemasAllowIsRead() {
        var counts = new int[2];
        Seeds.forAll(
                1500,
                random -> {
                    for (Kind kind : KINDS) {
                        var record =
                                (ObjectNode)
                                        ContractSchema.JSON.readTree(
                                                kind.write().apply(new RandomOutcomes(random)));
                        new CommandMutations(random).mutateAnyRecord(record);
                        boolean allowed = kind.schema().errors(record).isEmpty();
                        counts[allowed ? 1 : 0]++;
                        if (allowed) {
                            assertNotNull(kind.read().apply(record.toString().getBytes(UTF_8)));
                        }
                    }
                });
        assertTrue(counts[0] > 500 && counts[1] > 500, "the samples are one-sided");
    }

    @Test
    void theSchemasForbidWhatWouldMisleadAConsumer() {
        var sent = (ObjectNode) ContractSchema.OUTCOME.text().path("examples").get(0).deepCopy();
        forbidden(sent.deepCopy().put("status", "LOST"));
        forbidden(sent.deepCopy().put("status", "FAILED"));
        forbidden(sent.deepCopy().put("status", "DUPLICATE"));
        forbidden(sent.deepCopy().putNull("commandId"));
        forbidden(sent.deepCopy().put("chatId", "447441429009"));
        forbidden(sent.deepCopy().put("at", "2026-11-22T10:11:12Z"));
        forbidden(sent.deepCopy().put("run", 0));
        forbidden(sent.deepCopy().without("source"));
    }

    private static void forbidden(JsonNode outcome) {
        assertFalse(ContractSchema.OUTCOME.errors(outcome).isEmpty(), outcome::toString);
    }

    private static void requireDescribed(JsonNode root, JsonNode schema, JsonNode value) {
        value.properties()
                .forEach(field -> {
                    JsonNode described = described(root, schema, field.getKey());
                    assertFalse(
                            described.isMissingNode(),
                            () -> "nothing is said of " + field.getKey());
                    if (!field.getKey().equals("metadata") && field.getValue().isObject()) {
                        requireDescribed(root, described, field.getValue());
                    }
                });
    }

    private static JsonNode described(JsonNode root, JsonNode schema, String field) {
        JsonNode is = schema.path("properties").path(field);
        JsonNode reference = is.has("oneOf") ? is.path("oneOf").get(0) : is;
        return reference.has("$ref")
                ? root.at(reference.path("$ref").asString().substring(1))
                : reference;
    }
}
