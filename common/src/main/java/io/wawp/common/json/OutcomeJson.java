package io.wawp.common.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.Source;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The records of the outcome, delivery and instance topics to their JSON and back: what is decoded
 * equals what was encoded. What a record does not say is an explicit null. Decoding passes over
 * fields that it does not know, and reads codes that it does not know as {@link
 * io.wawp.common.outcome.ReasonCode#UNRECOGNIZED}: newer versions may write both. Safe for use by
 * several threads.
 */
public final class OutcomeJson {

    /** One record of {@code wawp.outcomes}. */
    public byte[] encode(Outcome outcome) {
        return JsonBytes.object(json -> write(json, outcome));
    }

    /** One record of {@code wawp.deliveries}. */
    public byte[] encode(Delivery delivery) {
        return JsonBytes.object(json -> {
            json.writeStringField("eventId", delivery.eventId());
            json.writeStringField("commandId", delivery.commandId().value());
            json.writeStringField("instanceId", delivery.instanceId().value());
            json.writeStringField("chatId", delivery.chatId().value());
            text(json, "messageId", delivery.messageId(), MessageId::value);
            json.writeNumberField("ack", delivery.ack());
            json.writeStringField("status", delivery.status().name());
            json.writeStringField("at", Instants.milliseconds(delivery.at()));
            json.writeBooleanField("final", delivery.isFinal());
            JsonBytes.writeMetadata(json, delivery.metadata());
        });
    }

    /** One record of {@code wawp.instances}. */
    public byte[] encode(InstanceEvent event) {
        return JsonBytes.object(json -> {
            json.writeStringField("instanceId", event.instanceId().value());
            json.writeStringField("state", event.state().name());
            text(json, "code", event.codeText(), Function.identity());
            text(json, "message", event.message(), Function.identity());
            json.writeStringField("at", Instants.milliseconds(event.at()));
        });
    }

    /**
     * Reads what {@link #encode(Outcome)} wrote.
     *
     * @throws IllegalArgumentException when it is something else, saying what is wrong
     */
    public Outcome decodeOutcome(byte[] json) {
        return decoded("an outcome", json, OutcomeReader::outcome);
    }

    /**
     * Reads what {@link #encode(Delivery)} wrote.
     *
     * @throws IllegalArgumentException when it is something else, saying what is wrong
     */
    public Delivery decodeDelivery(byte[] json) {
        return decoded("a delivery", json, OutcomeReader::delivery);
    }

    /**
     * Reads what {@link #encode(InstanceEvent)} wrote.
     *
     * @throws IllegalArgumentException when it is something else, saying what is wrong
     */
    public InstanceEvent decodeInstanceEvent(byte[] json) {
        return decoded("an instance event", json, OutcomeReader::instanceEvent);
    }

    private static <T> T decoded(String what, byte[] bytes, Function<Fields, T> reader) {
        JsonReader.Reading reading = JsonReader.read(bytes);
        try {
            if (reading.fault() != null) {
                throw reading.fault();
            }
            return reader.apply(Fields.ofRecord(reading.root()));
        } catch (Refusal e) {
            throw new IllegalArgumentException("not " + what + ": " + e.words(), e);
        }
    }

    private static void write(JsonGenerator json, Outcome outcome) throws IOException {
        json.writeStringField("eventId", outcome.eventId());
        text(json, "commandId", outcome.commandId(), id -> id.value());
        text(json, "idempotencyKey", outcome.idempotencyKey(), key -> key.value());
        text(json, "instanceId", outcome.instanceId(), id -> id.value());
        text(json, "chatId", outcome.chatId(), id -> id.value());
        text(json, "type", outcome.type(), type -> type.wire());
        json.writeNumberField("run", outcome.run());
        json.writeStringField("status", outcome.status().name());
        json.writeStringField("at", Instants.milliseconds(outcome.at()));
        json.writeNumberField("attempts", outcome.attempts());
        text(json, "messageId", outcome.messageId(), MessageId::value);
        if (outcome.ack() == null) {
            json.writeNullField("ack");
        } else {
            json.writeNumberField("ack", outcome.ack());
        }
        json.writeBooleanField("reconciled", outcome.reconciled());
        if (outcome.error() == null) {
            json.writeNullField("error");
        } else {
            error(json, outcome.error());
        }
        source(json, outcome.source());
        JsonBytes.writeMetadata(json, outcome.metadata());
        if (outcome.status() == OutcomeStatus.DUPLICATE) {
            text(json, "duplicateOf", outcome.duplicateOf(), id -> id.value());
            text(json, "duplicateStatus", outcome.duplicateStatus(), status -> status.name());
        }
    }

    private static void error(JsonGenerator json, OutcomeError error) throws IOException {
        json.writeObjectFieldStart("error");
        json.writeStringField("code", error.codeText());
        json.writeStringField("message", error.message());
        json.writeBooleanField("retryable", error.retryable());
        if (error.httpStatus() != null) {
            json.writeNumberField("httpStatus", error.httpStatus());
        }
        if (error.field() != null) {
            json.writeStringField("field", error.field());
        }
        json.writeEndObject();
    }

    private static void source(JsonGenerator json, Source source) throws IOException {
        json.writeObjectFieldStart("source");
        json.writeStringField("topic", source.topic());
        json.writeNumberField("partition", source.partition());
        json.writeNumberField("offset", source.offset());
        json.writeEndObject();
    }

    private static <T> void text(
            JsonGenerator json, String name, @Nullable T value, Function<T, String> written)
            throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, written.apply(value));
        }
    }
}
