package io.wawp.dispatcher.wawp;

import com.fasterxml.jackson.databind.JsonNode;
import io.wawp.common.command.MessageId;
import io.wawp.dispatcher.model.ChatLook;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chat's messages as engines list them. What is absent from a listing may be sent a second
 * time, so a page is read whole or not at all. Stateless.
 */
final class Listing {
    /** More than this is no time in seconds before the year 5138, so it is milliseconds. */
    private static final long MILLISECONDS_FROM = 100_000_000_000L;

    private Listing() {}

    /** The array of messages, bare or wrapped; null when there is none. */
    static @Nullable JsonNode in(JsonNode json) {
        for (JsonNode place :
                List.of(
                        json,
                        json.path("messages"),
                        json.path("data"),
                        json.path("data").path("messages"),
                        json.path("result"))) {
            if (place.isArray()) {
                return place;
            }
        }
        return null;
    }

    /**
     * The page; null when a message that may be ours cannot be read.
     *
     * <p>Only an empty page is the last one: a short page may as well come from a server that has a
     * limit of its own. What others wrote matters to nobody here, so it need not be readable; nor
     * does what is certainly no message that anybody sends.
     */
    static ChatLook.@Nullable Page page(JsonNode array) {
        var messages = new ArrayList<ChatLook.SeenMessage>();
        for (JsonNode message : array) {
            MessageId id = AnswerBody.id(message);
            Boolean fromMe = fromMe(message, id);
            boolean mayBeOurs = fromMe == null || fromMe;
            if (id != null && fromMe != null) {
                messages.add(
                        new ListedMessage(
                                id,
                                fromMe,
                                at(message),
                                AnswerBody.ack(message),
                                maker(message),
                                MessageShape.of(message)));
            } else if (mayBeOurs && MessageShape.of(message).kind() != MessageShape.Kind.OTHER) {
                return null;
            }
        }
        return new ChatLook.Page(messages, array.isEmpty(), array.size());
    }

    private static ListedMessage.Maker maker(JsonNode message) {
        return switch (message.path("source").asText()) {
            case "api" -> ListedMessage.Maker.API;
            case "app" -> ListedMessage.Maker.BY_HAND;
            default -> ListedMessage.Maker.UNKNOWN;
        };
    }

    private static @Nullable Boolean fromMe(JsonNode message, @Nullable MessageId id) {
        for (JsonNode place :
                List.of(
                        message.path("fromMe"),
                        message.path("id").path("fromMe"),
                        message.path("_data").path("id").path("fromMe"),
                        message.path("key").path("fromMe"),
                        message.path("_data").path("key").path("fromMe"),
                        message.path("_data").path("Info").path("IsFromMe"),
                        message.path("Info").path("IsFromMe"))) {
            if (place.isBoolean()) {
                return place.booleanValue();
            }
        }
        String form = id == null ? "" : id.value();
        if (form.startsWith("true_")) {
            return true;
        }
        return form.startsWith("false_") ? false : null;
    }

    private static @Nullable Instant at(JsonNode message) {
        JsonNode data = message.path("_data");
        for (JsonNode place :
                List.of(
                        message.path("timestamp"),
                        data.path("t"),
                        message.path("messageTimestamp"),
                        message.path("messageTimestamp").path("low"),
                        data.path("messageTimestamp"),
                        data.path("messageTimestamp").path("low"),
                        data.path("Info").path("Timestamp"),
                        message.path("Info").path("Timestamp"))) {
            Instant at = instant(place);
            if (at != null) {
                return at;
            }
        }
        return null;
    }

    private static @Nullable Instant instant(JsonNode node) {
        if (node.isNumber() && node.canConvertToLong()) {
            return seconds(node.longValue());
        }
        if (!node.isTextual()) {
            return null;
        }
        String text = node.textValue();
        if (text.matches("\\d{1,15}")) {
            return seconds(Long.parseLong(text));
        }
        try {
            return seconds(OffsetDateTime.parse(text).toEpochSecond());
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Instant seconds(long written) {
        if (written <= 0) {
            return null;
        }
        return Instant.ofEpochSecond(written >= MILLISECONDS_FROM ? written / 1000 : written);
    }
}
