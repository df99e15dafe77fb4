package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record of ours as one line of JSON: where it is, and its value as it is. Stateless. */
final class RecordJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private RecordJson() {}

    /** One object, without a line end. */
    static String line(ConsumerRecord<byte[], byte[]> record) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(json, record);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return text.toString();
    }

    /** The same object as a value of a larger one. */
    static void write(JsonGenerator json, ConsumerRecord<byte[], byte[]> record)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("topic", record.topic());
        json.writeNumberField("partition", record.partition());
        json.writeNumberField("offset", record.offset());
        json.writeStringField("timestamp", Instant.ofEpochMilli(record.timestamp()).toString());
        json.writeFieldName("key");
        json.writeString(text(record.key()));
        json.writeFieldName("value");
        value(json, record.value());
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, byte @Nullable [] value) throws IOException {
        if (value != null && isJson(value)) {
            try (JsonParser parser = FACTORY.createParser(value)) {
                parser.nextToken();
                json.copyCurrentStructure(parser);
            }
        } else {
            json.writeString(text(value));
        }
    }

    /** The whole of it is one value: half an object must not get into a line. */
    private static boolean isJson(byte[] value) {
        try (JsonParser parser = FACTORY.createParser(value)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException _) {
            return false;
        }
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }
}
