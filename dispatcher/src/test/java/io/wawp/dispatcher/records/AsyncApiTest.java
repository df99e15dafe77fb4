package io.wawp.dispatcher.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.ContractSchema;
import io.wawp.common.RandomOutcomes;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.Trace;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The AsyncAPI document says of topics, keys and headers what the code does. */
class AsyncApiTest {
    private static final JsonNode DOCUMENT = document();
    private static final Map<String, ContractSchema> SCHEMAS =
            Map.of(
                    "sendCommand", ContractSchema.SEND_COMMAND,
                    "outcome", ContractSchema.OUTCOME,
                    "delivery", ContractSchema.DELIVERY,
                    "instanceEvent", ContractSchema.INSTANCE_EVENT);

    private static JsonNode document() {
        try (InputStream in =
                ContractSchema.class.getResourceAsStream(
                        "/io/wawp/common/contract/asyncapi.yaml")) {
            return new YAMLMapper().readTree(Objects.requireNonNull(in));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void namesEveryPublicTopicAndNoOther() {
        Topics topics = Topics.DEFAULTS;
        Set<String> addresses = new HashSet<>();
        DOCUMENT.path("channels").forEach(each -> addresses.add(each.path("address").asString()));
        Set<String> open = new HashSet<>(topics.names());
        open.removeAll(Set.of(topics.dispatch(), topics.journal()));
        assertEquals(open, addresses);
    }

    @Test
    void tellsOurTopicsSettingsAsTheyAreCreated() {
        for (Topics.Spec spec : Topics.DEFAULTS.specs()) {
            JsonNode kafka = channel(spec.name()).path("bindings").path("kafka");
            if (spec.rule() != Topics.Rule.SETTINGS) {
                continue;
            }
            assertEquals(spec.name(), kafka.path("topic").asString());
            assertEquals(spec.partitions(), kafka.path("partitions").asInt());
            JsonNode told = kafka.path("topicConfiguration");
            assertEquals(spec.settings().keySet(), names(told), spec.name());
            spec.settings()
                    .forEach((name, value) -> {
                        JsonNode is = told.path(name);
                        assertEquals(value, is.isArray() ? is.get(0).asString() : is.asString());
                    });
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = new ArrayList<>();
        collect(DOCUMENT, references);
        assertTrue(references.size() > 10);
        for (String reference : references) {
            if (reference.startsWith("#/")) {
                assertFalse(DOCUMENT.at(reference.substring(1)).isMissingNode(), reference);
            } else {
                String file = "/io/wawp/common/contract/" + reference.substring(2);
                assertTrue(ContractSchema.class.getResource(file) != null, reference);
            }
        }
    }

    @Test
    void everyMessageHasItsSchemaAndSoundExamples() {
        SCHEMAS.forEach((name, schema) -> {
            JsonNode message = DOCUMENT.path("components").path("messages").path(name);
            assertEquals(
                    "./" + schema + ".schema.json",
                    message.path("payload").path("$ref").asString());
            assertFalse(message.path("examples").isEmpty(), name);
            for (JsonNode example : message.path("examples")) {
                schema.requireValid(ContractSchema.JSON.writeValueAsBytes(example.path("payload")));
            }
        });
    }

    @Test
    void tellsOfEveryHeaderThatOurRecordsHave() {
        var random = new RandomOutcomes(new SplittableRandom(1));
        var records = new OutcomeRecords(Topics.DEFAULTS);
        var trace = new Trace("00-1-2-01", "a=b");
        requireTold("traceHeaders", records.of(new Publication.OfOutcome(random.outcome(), trace)));
        requireTold(
                "traceHeaders", records.of(new Publication.OfDelivery(random.delivery(), trace)));
        assertEquals(
                0,
                records.of(new Publication.OfInstance(random.instanceEvent()))
                        .headers()
                        .toArray()
                        .length);
    }

    @Test
    void tellsOfEveryHeaderThatADeadLetterHas() {
        Set<String> seen = new TreeSet<>(Set.of("traceparent", "tracestate"));
        for (int valueBytes : new int[] {10, 5_000}) {
            for (int headerBytes : new int[] {10, 5_000}) {
                ProducerRecord<byte[], byte[]> letter = letter(valueBytes, headerBytes);
                requireTold("deadLetterHeaders", letter);
                letter.headers().forEach(header -> seen.add(header.key()));
                JsonNode missing = headers("deadLetterHeaders").path("required");
                missing.forEach(
                        name -> assertTrue(letter.headers().lastHeader(name.asString()) != null));
                var leftOut = letter.headers().lastHeader(DeadLetter.LEFT_OUT);
                if (leftOut != null) {
                    Set<String> values = new HashSet<>();
                    headers("deadLetterHeaders")
                            .path("properties")
                            .path(DeadLetter.LEFT_OUT)
                            .path("enum")
                            .forEach(value -> values.add(value.asString()));
                    assertTrue(values.contains(new String(leftOut.value(), UTF_8)));
                }
            }
        }
        assertEquals(seen, new TreeSet<>(names(headers("deadLetterHeaders").path("properties"))));
    }

    @Test
    void tellsOfEveryHeaderThatIsReadOnACommand() {
        assertEquals(
                Set.of(
                        DispatchRecord.TRACEPARENT,
                        DispatchRecord.TRACESTATE,
                        RunHeaders.RUN,
                        RunHeaders.RESOLVE,
                        RunHeaders.UNJOURNALED),
                names(headers("commandHeaders").path("properties")));
    }

    private static ProducerRecord<byte[], byte[]> letter(int valueBytes, int headerBytes) {
        var original =
                new Original(
                        new byte[] {1},
                        new byte[valueBytes],
                        List.of(new Original.Header("traceparent", new byte[headerBytes])),
                        5);
        var error = OutcomeError.of(ReasonCode.WAWP_REJECTED, "no");
        return new OutcomeRecords(Topics.DEFAULTS, 6_000)
                .of(
                        new Publication.OfDeadLetter(
                                original,
                                new Source("wawp.commands", 0, 1),
                                error,
                                "c-1",
                                Attempts.NONE,
                                true));
    }

    private static void requireTold(String schema, ProducerRecord<byte[], byte[]> record) {
        Set<String> told = names(headers(schema).path("properties"));
        record.headers().forEach(header -> assertTrue(told.contains(header.key()), header::key));
    }

    private static JsonNode headers(String schema) {
        return DOCUMENT.path("components").path("schemas").path(schema);
    }

    private static JsonNode channel(String address) {
        return Stream.of(DOCUMENT.path("channels"))
                .flatMap(JsonNode::valueStream)
                .filter(each -> each.path("address").asString().equals(address))
                .findFirst()
                .orElse(tools.jackson.databind.node.MissingNode.getInstance());
    }

    private static Set<String> names(JsonNode object) {
        return Set.copyOf(object.propertyNames());
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.has("$ref")) {
            references.add(node.path("$ref").asString());
        }
        node.forEach(child -> collect(child, references));
    }
}
