package io.wawp.common.json;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wawp.common.command.SendCommand;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A valid text command as raw JSON, of which a test spoils one thing; and its decoding. */
final class Drafts {
    static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    private final Map<String, String> fields = new LinkedHashMap<>();

    private Drafts() {
        fields.put("commandId", "\"c-1\"");
        fields.put("instanceId", "\"inst1\"");
        fields.put("chatId", "\"447441429009\"");
        fields.put("content", "{\"type\":\"text\",\"message\":\"Hi\"}");
    }

    static Drafts text() {
        return new Drafts();
    }

    static Drafts content(String json) {
        return text().with("content", json);
    }

    /** An image, a video… from an address. */
    static Drafts media(String type, String url) {
        return content("{\"type\":\"%s\",\"file\":{\"url\":\"%s\"}}".formatted(type, url));
    }

    Drafts with(String name, String json) {
        fields.put(name, json);
        return this;
    }

    Drafts without(String name) {
        fields.remove(name);
        return this;
    }

    String json() {
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    Decoding decode(CommandLimits limits) {
        return Drafts.decode(json(), limits);
    }

    SendCommand valid() {
        return valid(decode(CommandLimits.DEFAULTS));
    }

    Decoding.Invalid invalid() {
        return invalid(decode(CommandLimits.DEFAULTS));
    }

    static Decoding decode(String json, CommandLimits limits) {
        return new CommandDecoder(limits).decode(json.getBytes(StandardCharsets.UTF_8), NOW);
    }

    static SendCommand valid(Decoding decoding) {
        return assertInstanceOf(Decoding.Valid.class, decoding, decoding::toString).command();
    }

    static Decoding.Invalid invalid(Decoding decoding) {
        return assertInstanceOf(Decoding.Invalid.class, decoding);
    }
}
