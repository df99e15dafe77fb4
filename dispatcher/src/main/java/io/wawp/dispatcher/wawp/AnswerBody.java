package io.wawp.dispatcher.wawp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.wawp.common.command.MessageId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer's body says, wherever in it that stands; no judgement. Engines behind Wawp write
 * ids, acks and errors in different places: the order of looking is from the surest to the vaguest.
 * Immutable.
 */
final class AnswerBody {
    enum Kind {
        EMPTY,
        JSON,
        /** A page, most often a proxy's. */
        HTML,
        OTHER
    }

    private static final List<List<String>> ID_PLACES =
            List.of(
                    List.of("id", "_serialized"),
                    List.of("id"),
                    List.of("_data", "id", "_serialized"),
                    List.of("key", "id"),
                    List.of("_data", "Info", "ID"),
                    List.of("_data", "key", "id"),
                    List.of("Info", "ID"),
                    List.of("message_id"),
                    List.of("messageId"));
    private static final Map<String, Integer> ACKS =
            Map.ofEntries(
                    Map.entry("ERROR", -1),
                    Map.entry("PENDING", 0),
                    Map.entry("SERVER", 1),
                    Map.entry("SENT", 1),
                    Map.entry("DEVICE", 2),
                    Map.entry("DELIVERED", 2),
                    Map.entry("READ", 3),
                    Map.entry("PLAYED", 4));
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,4}");
    private static final Pattern PAGE =
            Pattern.compile("(?is)^\\s*(<!doctype html|<html|<head|<body)");

    private final Kind kind;
    private final JsonNode json;
    private final String text;

    private AnswerBody(Kind kind, JsonNode json, String text) {
        this.kind = kind;
        this.json = json;
        this.text = text;
    }

    static AnswerBody of(Answer answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            return new AnswerBody(Kind.EMPTY, MissingNode.getInstance(), "");
        }
        JsonNode json = parse(answer.body());
        if (json != null) {
            // WordPress writes "nothing" as null or as an empty string
            boolean nothing = json.isNull() || (json.isTextual() && json.textValue().isBlank());
            return new AnswerBody(nothing ? Kind.EMPTY : Kind.JSON, json, text);
        }
        String type = answer.contentType() == null ? "" : answer.contentType();
        boolean page = type.toLowerCase(Locale.ROOT).contains("html") || PAGE.matcher(text).find();
        return new AnswerBody(page ? Kind.HTML : Kind.OTHER, MissingNode.getInstance(), text);
    }

    private static @Nullable JsonNode parse(byte[] body) {
        try {
            JsonNode json = Json.MAPPER.readTree(body);
            return json == null || json.isMissingNode() ? null : json;
        } catch (IOException e) {
            return null;
        }
    }

    Kind kind() {
        return kind;
    }

    /** Missing when it is not JSON. */
    JsonNode json() {
        return json;
    }

    /** As it came; for looking into, never for showing. */
    String text() {
        return text;
    }

    /** The error's or the state's code in lower case, or an empty string. */
    String code() {
        for (JsonNode place :
                List.of(
                        json.path("code"),
                        json.path("error_code"),
                        json.path("error").path("code"),
                        json.path("data").path("code"),
                        json.path("error"))) {
            if (place.isTextual() && place.textValue().matches("[A-Za-z0-9_.-]{2,64}")) {
                return place.textValue().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    /** What it says to people, unmasked; or an empty string. */
    String words() {
        var words = new StringBuilder();
        for (JsonNode place :
                List.of(
                        json.path("message"),
                        json.path("error"),
                        json.path("error").path("message"),
                        json.path("data").path("message"),
                        json.path("data").path("error"),
                        json.path("exception").path("message"),
                        json.path("detail"))) {
            if (place.isTextual() && words.indexOf(place.textValue()) < 0) {
                words.append(words.isEmpty() ? "" : "; ").append(place.textValue());
            }
        }
        return words.toString();
    }

    /** {@code status} in lower case where it is a word, or an empty string. */
    String statusWord() {
        return json.path("status").isTextual()
                ? json.path("status").textValue().toLowerCase(Locale.ROOT)
                : "";
    }

    /** A status of the engine behind, or of WordPress' envelope, that is an error; else null. */
    @Nullable Integer failedStatus() {
        for (JsonNode place :
                List.of(
                        json.path("upstream_status"),
                        json.path("data").path("status"),
                        json.path("code"),
                        json.path("statusCode"),
                        json.path("status"))) {
            Integer status = whole(place);
            if (status != null && status >= 400 && status < 600) {
                return status;
            }
        }
        return null;
    }

    boolean says(String field, boolean value) {
        return json.path(field).isBoolean() && json.path(field).booleanValue() == value;
    }

    boolean has(String field) {
        return json.hasNonNull(field);
    }

    /** Whether {@code error} is there and is something. */
    boolean hasError() {
        JsonNode error = json.path("error");
        return switch (error.getNodeType()) {
            case BOOLEAN -> error.booleanValue();
            case STRING -> !error.textValue().isBlank();
            case OBJECT, ARRAY -> !error.isEmpty();
            case NUMBER -> error.asInt() != 0;
            case NULL, MISSING, BINARY, POJO -> false;
        };
    }

    /** WhatsApp's id of the message, wherever it stands; null when there is none. */
    @Nullable MessageId id() {
        MessageId id = id(json);
        return id == null ? id(json.path("data")) : id;
    }

    static @Nullable MessageId id(JsonNode message) {
        for (List<String> path : ID_PLACES) {
            JsonNode place = message;
            for (String step : path) {
                place = place.path(step);
            }
            if (place.isTextual()) {
                MessageId id = idOf(place.textValue());
                if (id != null) {
                    return id;
                }
            }
        }
        return null;
    }

    private static @Nullable MessageId idOf(String written) {
        if (written.isBlank()
                || written.length() > 512
                || written.chars().anyMatch(Character::isISOControl)) {
            return null;
        }
        return new MessageId(written);
    }

    /** WhatsApp's ack; null when there is none. */
    @Nullable Integer ack() {
        Integer ack = ack(json);
        return ack == null ? ack(json.path("data")) : ack;
    }

    static @Nullable Integer ack(JsonNode message) {
        Integer ack = whole(message.path("ack"));
        if (ack == null) {
            ack = named(message.path("ackName"));
        }
        return ack == null ? whole(message.path("_data").path("ack")) : ack;
    }

    private static @Nullable Integer named(JsonNode name) {
        String word = name.asText("").toUpperCase(Locale.ROOT);
        return ACKS.get(word.startsWith("ACK_") ? word.substring(4) : word);
    }

    private static @Nullable Integer whole(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToInt()) {
            return node.intValue();
        }
        return node.isTextual() && WHOLE.matcher(node.textValue()).matches()
                ? Integer.valueOf(node.textValue())
                : null;
    }
}
