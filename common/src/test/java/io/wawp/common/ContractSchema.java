package io.wawp.common;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The published schemas as validators that have nothing to do with our own readers. Thread-safe.
 */
public final class ContractSchema {
    /** Reads numbers as they are written: a double takes 90.0000000000000000001 for 90. */
    public static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    public static final ContractSchema SEND_COMMAND = new ContractSchema("send-command");
    public static final ContractSchema OUTCOME = new ContractSchema("outcome");
    public static final ContractSchema DELIVERY = new ContractSchema("delivery");
    public static final ContractSchema INSTANCE_EVENT = new ContractSchema("instance-event");

    /** All of them. */
    public static final List<ContractSchema> ALL =
            List.of(SEND_COMMAND, OUTCOME, DELIVERY, INSTANCE_EVENT);

    private final String name;
    private final JsonNode text;
    private final Schema schema;

    private ContractSchema(String name) {
        this.name = name;
        this.text = read("/io/wawp/common/contract/" + name + ".schema.json");
        this.schema = REGISTRY.getSchema(text);
    }

    private static JsonNode read(String resource) {
        try (InputStream in = ContractSchema.class.getResourceAsStream(resource)) {
            return JSON.readTree(Objects.requireNonNull(in, resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema as it is published. */
    public JsonNode text() {
        return text;
    }

    /** What the schema has against a value; empty when it allows it. */
    public List<Error> errors(JsonNode value) {
        return schema.validate(value);
    }

    /** Whether a part of this schema, taken for itself, allows a value. */
    public boolean partAllows(JsonNode part, JsonNode value) {
        var whole = JSON.createObjectNode();
        whole.set("$defs", text.path("$defs"));
        whole.putArray("allOf").add(part);
        return REGISTRY.getSchema(whole).validate(value).isEmpty();
    }

    /**
     * Checks the value of a record.
     *
     * @throws AssertionError when the schema forbids it, saying where and why
     */
    public void requireValid(byte[] value) {
        List<Error> errors = errors(JSON.readTree(value));
        if (!errors.isEmpty()) {
            throw new AssertionError(
                    "the schema "
                            + name
                            + " forbids "
                            + new String(value, UTF_8)
                            + "\n  "
                            + errors);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
