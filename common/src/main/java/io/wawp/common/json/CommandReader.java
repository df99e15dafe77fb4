package io.wawp.common.json;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.Content;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.Priority;
import io.wawp.common.command.SendCommand;
import io.wawp.common.command.Typing;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads one command from its JSON. Goes on behind the first fault, so that a rejection can still
 * name the command, and reports the first. Used once.
 */
final class CommandReader {
    private static final List<String> COMMAND =
            List.of(
                    "commandId",
                    "instanceId",
                    "chatId",
                    "content",
                    "idempotencyKey",
                    "typing",
                    "priority",
                    "notBefore",
                    "expiresAt",
                    "replyTo",
                    "metadata");
    private static final List<String> TYPING = List.of("mode", "duration");
    private static final Map<String, Priority> PRIORITIES =
            Arrays.stream(Priority.values())
                    .collect(Collectors.toMap(Priority::wire, Function.identity()));
    private static final Duration FARTHEST = Duration.ofDays(400);

    private final CommandLimits limits;
    private final Instant latest;
    private final Fields fields;
    private final boolean whole;
    private @Nullable Refusal first;

    CommandReader(JsonReader.Reading reading, CommandLimits limits, Instant now) {
        this.limits = limits;
        this.latest = now.plus(FARTHEST);
        this.fields = Fields.ofCommand(reading.root());
        this.whole = reading.fault() == null;
        this.first = reading.fault();
    }

    Decoding read() {
        attempt(this::onlyKnownFields);
        CommandId commandId = attempt(() -> fields.parsed("commandId", CommandId::new));
        InstanceId instanceId = attempt(this::instanceId);
        ChatId chatId = attempt(() -> fields.parsed("chatId", ChatId::parse));
        Fields content = attempt(() -> fields.object("content"));
        ContentType type = content == null ? null : attempt(() -> ContentReader.type(content));
        Content message =
                content == null || type == null
                        ? null
                        : attempt(() -> new ContentReader(limits).read(type, content));
        IdempotencyKey key = attempt(() -> idempotencyKey(commandId));
        Typing typing = attempt(this::typing);
        Priority priority = attempt(this::priority);
        Instant notBefore = attempt(() -> instant("notBefore"));
        Instant expiresAt = attempt(() -> instant("expiresAt"));
        attempt(() -> inOrder(notBefore, expiresAt));
        MessageId replyTo = attempt(() -> fields.parsedOrNull("replyTo", MessageId::new));
        Map<String, String> metadata = attempt(this::metadata);

        if (first != null) {
            return new Decoding.Invalid(
                    first.error(),
                    commandId,
                    key,
                    instanceId,
                    chatId,
                    type,
                    metadata == null ? Map.of() : metadata);
        }
        return new Decoding.Valid(
                new SendCommand(
                        Objects.requireNonNull(commandId),
                        Objects.requireNonNull(instanceId),
                        Objects.requireNonNull(chatId),
                        Objects.requireNonNull(message),
                        Objects.requireNonNull(key),
                        Objects.requireNonNull(typing),
                        Objects.requireNonNull(priority),
                        notBefore,
                        expiresAt,
                        replyTo,
                        Objects.requireNonNull(metadata)));
    }

    private <T> @Nullable T attempt(Supplier<? extends @Nullable T> reading) {
        try {
            return reading.get();
        } catch (Refusal e) {
            if (first == null) {
                first = e;
            }
            return null;
        }
    }

    private @Nullable Void onlyKnownFields() {
        fields.allowOnly(COMMAND);
        return null;
    }

    private InstanceId instanceId() {
        InstanceId fallback = limits.defaultInstanceId();
        // behind a fault the command may have named another
        return whole && fallback != null && !fields.has("instanceId")
                ? fallback
                : fields.parsed("instanceId", InstanceId::new);
    }

    private @Nullable IdempotencyKey idempotencyKey(@Nullable CommandId commandId) {
        IdempotencyKey key = fields.parsedOrNull("idempotencyKey", IdempotencyKey::new);
        return key == null && whole && commandId != null
                ? new IdempotencyKey(commandId.value())
                : key;
    }

    private Typing typing() {
        Fields typing = fields.objectOrNull("typing");
        if (typing == null) {
            return new Typing.Auto();
        }
        typing.allowOnly(TYPING);
        String mode = typing.text("mode");
        if (!mode.equals("fixed") && typing.has("duration")) {
            throw typing.invalid("duration", "goes with the mode fixed only");
        }
        return switch (mode) {
            case "auto" -> new Typing.Auto();
            case "off" -> new Typing.Off();
            case "fixed" ->
                    typing.parsed("duration", text -> new Typing.Fixed(Instants.duration(text)));
            default -> throw typing.invalid("mode", "must be one of auto, off, fixed");
        };
    }

    private Priority priority() {
        String written = fields.textOrNull("priority");
        if (written == null) {
            return Priority.NORMAL;
        }
        Priority priority = PRIORITIES.get(written);
        if (priority == null) {
            throw fields.invalid("priority", "must be one of high, normal, low");
        }
        return priority;
    }

    private @Nullable Instant instant(String name) {
        Instant instant = fields.parsedOrNull(name, Instants::parse);
        if (instant != null && instant.isAfter(latest)) {
            throw fields.invalid(name, "must be at most " + FARTHEST.toDays() + " days ahead");
        }
        return instant;
    }

    private @Nullable Void inOrder(@Nullable Instant notBefore, @Nullable Instant expiresAt) {
        if (notBefore != null && expiresAt != null && !notBefore.isBefore(expiresAt)) {
            throw fields.invalid("notBefore", "must be before expiresAt");
        }
        return null;
    }

    private Map<String, String> metadata() {
        Fields metadata = fields.objectOrNull("metadata");
        if (metadata == null) {
            return Map.of();
        }
        if (metadata.written().size() > SendCommand.MOST_METADATA) {
            throw fields.invalid(
                    "metadata", "must be at most " + SendCommand.MOST_METADATA + " strings");
        }
        metadata.written().forEach(this::requireMetadataKey);
        Map<String, String> read = new LinkedHashMap<>();
        for (String name : metadata.names()) {
            String value = metadata.text(name);
            if (!ContentReader.isAtMost(value, SendCommand.LONGEST_METADATA_VALUE)) {
                throw metadata.invalid(
                        Names.shown(name),
                        "must be at most " + SendCommand.LONGEST_METADATA_VALUE + " characters");
            }
            read.put(name, value);
        }
        return read;
    }

    private void requireMetadataKey(String name) {
        if (name.isEmpty()
                || !ContentReader.isAtMost(name, SendCommand.LONGEST_METADATA_KEY)
                || !Fields.isSendable(name)) {
            throw fields.invalid(
                    "metadata",
                    "must have keys of 1 to "
                            + SendCommand.LONGEST_METADATA_KEY
                            + " characters, none of them a NUL or half of a surrogate pair");
        }
    }
}
