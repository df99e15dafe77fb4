package io.wawp.dispatcher.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.wawp.dispatcher.model.CommandEntry;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A command's story as one JSON object: our records as they are, of the command's own record only
 * where it is. Stateless.
 */
final class StoryJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private StoryJson() {}

    static String of(CommandStory story, StoryWords words) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(json, story, words);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, CommandStory story, StoryWords words)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("commandId", story.commandId());
        json.writeArrayFieldStart("records");
        for (var each : story.originals().entrySet()) {
            json.writeStartObject();
            place(json, each.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        records(
                json,
                "outcomes",
                story.outcomes().stream().map(CommandStory.Told::record).toList());
        records(
                json,
                "deliveries",
                story.deliveries().stream().map(CommandStory.Told::record).toList());
        json.writeArrayFieldStart("deadLetters");
        for (ConsumerRecord<byte[], byte[]> letter : story.deadLetters()) {
            json.writeStartObject();
            place(json, letter);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("journal");
        for (CommandEntry entry : story.entries()) {
            entry(json, entry, words);
        }
        json.writeEndArray();
        StoryWords.Verdict verdict = words.of(story);
        json.writeStringField("meaning", verdict.meaning());
        json.writeStringField("next", verdict.next());
        json.writeEndObject();
    }

    private static void records(
            JsonGenerator json, String name, List<ConsumerRecord<byte[], byte[]>> records)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            RecordJson.write(json, record);
        }
        json.writeEndArray();
    }

    private static void place(JsonGenerator json, ConsumerRecord<byte[], byte[]> record)
            throws IOException {
        json.writeStringField("topic", record.topic());
        json.writeNumberField("partition", record.partition());
        json.writeNumberField("offset", record.offset());
        json.writeStringField(
                "timestamp", java.time.Instant.ofEpochMilli(record.timestamp()).toString());
    }

    private static void entry(JsonGenerator json, CommandEntry entry, StoryWords words)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("instanceId", entry.key().instanceId().value());
        json.writeStringField("idempotencyKey", entry.key().idempotencyKey().value());
        json.writeNumberField("run", entry.run());
        json.writeStringField("state", entry.state().getClass().getSimpleName());
        json.writeBooleanField("open", entry.state().isOpen());
        json.writeNumberField("attempts", entry.state().attempts().begun());
        json.writeNumberField("unclearAttempts", entry.state().attempts().unclear());
        json.writeStringField("expiresAt", entry.expiresAt().toString());
        json.writeStringField("standing", words.standing(entry, entry.state()));
        json.writeEndObject();
    }
}
