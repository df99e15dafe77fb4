package io.wawp.dispatcher.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.InstanceEntry;
import io.wawp.dispatcher.model.PaceMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a journal entry: JSON, so that whoever is on call can read it with the tools at
 * hand. Each holds {@code "v"}, its major version; a reader refuses a major version it does not
 * know and ignores fields it does not know. Of words that a newer version may write, a reason's
 * code is carried as it is, since nothing is decided by it; a state, an end's status, a type of
 * content or a priority is refused. Stateless.
 */
final class EntryFormat {
    static final int MAJOR = 1;

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final JsonFactory FACTORY = MAPPER.getFactory();

    private EntryFormat() {}

    /** What a shard's {@code p} entry says. */
    record Position(long offset, int partitions) {}

    static byte[] encode(CommandEntry entry) {
        return json(json -> CommandEntryJson.write(json, entry));
    }

    static CommandEntry decodeCommand(String key, byte[] value) {
        return CommandEntryJson.read(EntryKeys.command(key), tree(value));
    }

    static byte[] encode(InstanceEntry entry) {
        return json(json -> {
            if (entry.pausedFor() != null) {
                json.writeFieldName("pausedFor");
                ErrorJson.write(json, entry.pausedFor());
            }
            writeInstant(json, "pausedAt", entry.pausedAt());
            writeInstant(json, "lastSend", entry.pace().lastSend());
            writeInstant(json, "firstSend", entry.pace().firstSend());
            writeCounts(json, "minute", entry.pace().minute());
            writeCounts(json, "hour", entry.pace().hour());
            writeCounts(json, "day", entry.pace().day());
        });
    }

    static InstanceEntry decodeInstance(String key, byte[] value) {
        JsonNode node = tree(value);
        return new InstanceEntry(
                EntryKeys.instance(key),
                node.has("pausedFor") ? ErrorJson.read(node.get("pausedFor")) : null,
                readInstant(node, "pausedAt"),
                new PaceMemory(
                        readInstant(node, "lastSend"),
                        readInstant(node, "firstSend"),
                        readCounts(node, "minute"),
                        readCounts(node, "hour"),
                        readCounts(node, "day")));
    }

    static byte[] encode(Position position) {
        return json(json -> {
            json.writeNumberField("offset", position.offset());
            json.writeNumberField("partitions", position.partitions());
        });
    }

    static Position decodePosition(byte[] value) {
        JsonNode node = tree(value);
        return new Position(node.path("offset").asLong(), node.path("partitions").asInt());
    }

    static void writeInstant(JsonGenerator json, String field, @Nullable Instant instant)
            throws IOException {
        if (instant != null) {
            json.writeNumberField(field, instant.toEpochMilli());
        }
    }

    static @Nullable Instant readInstant(JsonNode node, String field) {
        return node.has(field) ? Instant.ofEpochMilli(node.get(field).longValue()) : null;
    }

    static @Nullable String readText(JsonNode node, String field) {
        return node.has(field) ? node.get(field).textValue() : null;
    }

    /**
     * A field whose values are words of ours.
     *
     * @throws UnknownFormat when a newer version wrote another
     */
    static <E extends Enum<E>> E readWord(JsonNode node, String field, Class<E> words) {
        String word = node.path(field).asText();
        for (E each : words.getEnumConstants()) {
            if (each.name().equalsIgnoreCase(word)) {
                return each;
            }
        }
        throw UnknownFormat.word(field, word);
    }

    private static void writeCounts(JsonGenerator json, String field, Map<Long, Integer> counts)
            throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<Long, Integer> count : counts.entrySet()) {
            json.writeNumberField(Long.toString(count.getKey()), count.getValue());
        }
        json.writeEndObject();
    }

    private static Map<Long, Integer> readCounts(JsonNode node, String field) {
        var counts = new HashMap<Long, Integer>();
        node.path(field)
                .properties()
                .forEach(slice ->
                        counts.put(Long.valueOf(slice.getKey()), slice.getValue().asInt()));
        return counts;
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] json(Fields fields) {
        var bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("v", MAJOR);
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static JsonNode tree(byte[] value) {
        JsonNode node;
        try {
            node = MAPPER.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException("a journal entry is not JSON", e);
        }
        int major = node.path("v").asInt(-1);
        if (major != MAJOR) {
            throw UnknownFormat.major(major);
        }
        return node;
    }
}
