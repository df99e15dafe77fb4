package io.wawp.dispatcher.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.Priority;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.Fingerprint;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.PastRun;
import io.wawp.dispatcher.model.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields of a command's entry. Instants are milliseconds since 1970. */
final class CommandEntryJson {
    private CommandEntryJson() {}

    static void write(JsonGenerator json, CommandEntry entry) throws IOException {
        json.writeStringField("command", entry.commandId().value());
        json.writeNumberField("run", entry.run());
        json.writeStringField("chat", entry.chatId().value());
        json.writeStringField("type", entry.type().wire());
        json.writeStringField("fingerprint", entry.fingerprint().hex());
        json.writeFieldName("source");
        writeSource(json, entry.source());
        writeEarlier(json, entry.earlier());
        EntryFormat.writeInstant(json, "readAt", entry.readAt());
        json.writeNumberField("sequence", entry.sequence());
        json.writeStringField("priority", entry.priority().wire());
        EntryFormat.writeInstant(json, "notBefore", entry.notBefore());
        EntryFormat.writeInstant(json, "expiresAt", entry.expiresAt());
        if (!entry.metadata().isEmpty()) {
            json.writeObjectFieldStart("metadata");
            for (Map.Entry<String, String> field : entry.metadata().entrySet()) {
                json.writeStringField(field.getKey(), field.getValue());
            }
            json.writeEndObject();
        }
        writeText(json, "traceparent", entry.trace().traceparent());
        writeText(json, "tracestate", entry.trace().tracestate());
        json.writeFieldName("state");
        CommandStateJson.write(json, entry.state());
        EntryFormat.writeInstant(json, "forgetAfter", entry.forgetAfter());
        if (entry.original() != null) {
            json.writeFieldName("original");
            writeOriginal(json, entry.original());
        }
    }

    static CommandEntry read(CommandKey key, JsonNode node) {
        return new CommandEntry(
                key,
                new CommandId(node.path("command").asText()),
                node.path("run").asInt(),
                new ChatId(node.path("chat").asText()),
                EntryFormat.readWord(node, "type", ContentType.class),
                new Fingerprint(node.path("fingerprint").asText()),
                readSource(node.path("source")),
                readEarlier(node.path("earlier")),
                instant(node, "readAt"),
                node.path("sequence").asLong(),
                EntryFormat.readWord(node, "priority", Priority.class),
                EntryFormat.readInstant(node, "notBefore"),
                instant(node, "expiresAt"),
                readMetadata(node.path("metadata")),
                new Trace(
                        EntryFormat.readText(node, "traceparent"),
                        EntryFormat.readText(node, "tracestate")),
                CommandStateJson.read(node.path("state")),
                node.has("original") ? readOriginal(node.get("original")) : null,
                EntryFormat.readInstant(node, "forgetAfter"));
    }

    static Instant instant(JsonNode node, String field) {
        return Objects.requireNonNull(
                EntryFormat.readInstant(node, field), () -> "a journal entry lacks " + field);
    }

    private static void writeSource(JsonGenerator json, Source source) throws IOException {
        json.writeStartObject();
        json.writeStringField("topic", source.topic());
        json.writeNumberField("partition", source.partition());
        json.writeNumberField("offset", source.offset());
        json.writeEndObject();
    }

    private static Source readSource(JsonNode node) {
        return new Source(
                node.path("topic").asText(),
                node.path("partition").asInt(),
                node.path("offset").asLong());
    }

    /** Most commands have one run, and nothing is written of the others. */
    private static void writeEarlier(JsonGenerator json, List<PastRun> earlier) throws IOException {
        if (earlier.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("earlier");
        for (PastRun past : earlier) {
            json.writeStartObject();
            json.writeNumberField("run", past.number());
            json.writeFieldName("source");
            writeSource(json, past.source());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static List<PastRun> readEarlier(JsonNode node) {
        List<PastRun> earlier = new ArrayList<>();
        node.forEach(past ->
                earlier.add(
                        new PastRun(past.path("run").asInt(), readSource(past.path("source")))));
        return earlier;
    }

    private static void writeText(JsonGenerator json, String field, @Nullable String text)
            throws IOException {
        if (text != null) {
            json.writeStringField(field, text);
        }
    }

    private static Map<String, String> readMetadata(JsonNode node) {
        var metadata = new HashMap<String, String>();
        node.properties().forEach(field -> metadata.put(field.getKey(), field.getValue().asText()));
        return metadata;
    }

    /** The value as text where it is one, which a valid command always is; else as base64. */
    private static void writeOriginal(JsonGenerator json, Original original) throws IOException {
        json.writeStartObject();
        byte[] key = original.key();
        if (key != null) {
            json.writeBinaryField("key", key);
        }
        String text = new String(original.value(), StandardCharsets.UTF_8);
        if (java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), original.value())) {
            json.writeStringField("text", text);
        } else {
            json.writeBinaryField("bytes", original.value());
        }
        json.writeNumberField("timestamp", original.timestamp());
        if (!original.headers().isEmpty()) {
            json.writeArrayFieldStart("headers");
            for (Original.Header header : original.headers()) {
                json.writeStartObject();
                json.writeStringField("name", header.name());
                byte[] value = header.value();
                if (value != null) {
                    json.writeBinaryField("value", value);
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static Original readOriginal(JsonNode node) {
        List<Original.Header> headers = new ArrayList<>();
        node.path("headers")
                .forEach(header ->
                        headers.add(
                                new Original.Header(
                                        header.path("name").asText(), binary(header, "value"))));
        byte[] value = binary(node, "bytes");
        return new Original(
                binary(node, "key"),
                value != null ? value : node.path("text").asText().getBytes(StandardCharsets.UTF_8),
                headers,
                node.path("timestamp").asLong());
    }

    private static byte @Nullable [] binary(JsonNode node, String field) {
        try {
            return node.has(field) ? node.get(field).binaryValue() : null;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(
                    "a journal entry's " + field + " is not base64", e);
        }
    }
}
