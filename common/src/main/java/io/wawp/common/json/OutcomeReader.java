package io.wawp.common.json;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the records that we write; fields that it does not ask for are passed over. */
final class OutcomeReader {
    private OutcomeReader() {}

    static Outcome outcome(Fields fields) {
        return new Outcome(
                fields.text("eventId"),
                fields.parsedOrNull("commandId", CommandId::new),
                fields.parsedOrNull("idempotencyKey", IdempotencyKey::new),
                fields.parsedOrNull("instanceId", InstanceId::new),
                fields.parsedOrNull("chatId", ChatId::new),
                type(fields.textOrNull("type")),
                fields.integer("run"),
                fields.parsed("status", oneOf(OutcomeStatus.values(), Enum::name)),
                fields.parsed("at", Instants::parse),
                fields.integer("attempts"),
                fields.parsedOrNull("messageId", MessageId::new),
                fields.integerOrNull("ack"),
                fields.flag("reconciled"),
                error(fields.objectOrNull("error")),
                source(fields.object("source")),
                metadata(fields.objectOrNull("metadata")),
                fields.parsedOrNull("duplicateOf", CommandId::new),
                fields.parsedOrNull("duplicateStatus", oneOf(OutcomeStatus.values(), Enum::name)));
    }

    static Delivery delivery(Fields fields) {
        return new Delivery(
                fields.text("eventId"),
                fields.parsed("commandId", CommandId::new),
                fields.parsed("instanceId", InstanceId::new),
                fields.parsed("chatId", ChatId::new),
                fields.parsedOrNull("messageId", MessageId::new),
                fields.integer("ack"),
                fields.parsed("status", oneOf(DeliveryStatus.values(), Enum::name)),
                fields.parsed("at", Instants::parse),
                fields.flag("final"),
                metadata(fields.objectOrNull("metadata")));
    }

    static InstanceEvent instanceEvent(Fields fields) {
        String code = fields.textOrNull("code");
        return new InstanceEvent(
                fields.parsed("instanceId", InstanceId::new),
                fields.parsed("state", oneOf(InstanceEvent.State.values(), Enum::name)),
                code == null ? null : ReasonCode.of(code),
                code,
                fields.textOrNull("message"),
                fields.parsed("at", Instants::parse));
    }

    private static @Nullable OutcomeError error(@Nullable Fields error) {
        if (error == null) {
            return null;
        }
        String code = error.text("code");
        return new OutcomeError(
                ReasonCode.of(code),
                code,
                error.text("message"),
                error.flag("retryable"),
                error.integerOrNull("httpStatus"),
                error.textOrNull("field"));
    }

    /** Newer versions may send types of messages that this one has no name for. */
    private static @Nullable ContentType type(@Nullable String written) {
        for (ContentType type : ContentType.values()) {
            if (type.wire().equals(written)) {
                return type;
            }
        }
        return null;
    }

    private static Source source(Fields source) {
        return new Source(
                source.text("topic"), source.integer("partition"), source.whole("offset"));
    }

    private static Map<String, String> metadata(@Nullable Fields metadata) {
        if (metadata == null) {
            return Map.of();
        }
        Map<String, String> read = new LinkedHashMap<>();
        for (String name : metadata.names()) {
            read.put(name, metadata.text(name));
        }
        return read;
    }

    private static <E extends Enum<E>> Function<String, E> oneOf(
            E[] values, Function<E, String> wire) {
        return written -> {
            for (E value : values) {
                if (wire.apply(value).equals(written)) {
                    return value;
                }
            }
            throw new IllegalArgumentException("is none that there is in version 1");
        };
    }
}
