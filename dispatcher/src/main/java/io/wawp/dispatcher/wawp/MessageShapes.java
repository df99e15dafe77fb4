package io.wawp.dispatcher.wawp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.wawp.dispatcher.wawp.MessageShape.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the shape of a listed message from what the engines behind Wawp write: WEBJS (a type and a
 * body), NOWEB and GOWS (WhatsApp's own message under a name for each kind), and the common fields
 * on top. Stateless.
 */
final class MessageShapes {
    /** WEBJS' types. */
    private static final Map<String, Kind> TYPES =
            Map.ofEntries(
                    Map.entry("chat", Kind.TEXT),
                    Map.entry("text", Kind.TEXT),
                    Map.entry("image", Kind.IMAGE),
                    Map.entry("document", Kind.DOCUMENT),
                    Map.entry("pdf", Kind.DOCUMENT),
                    Map.entry("file", Kind.DOCUMENT),
                    Map.entry("ptt", Kind.VOICE),
                    Map.entry("audio", Kind.VOICE),
                    Map.entry("voice", Kind.VOICE),
                    Map.entry("video", Kind.VIDEO),
                    Map.entry("ptv", Kind.VIDEO),
                    Map.entry("gif", Kind.VIDEO),
                    Map.entry("poll_creation", Kind.POLL),
                    Map.entry("poll", Kind.POLL),
                    Map.entry("vcard", Kind.VCARD),
                    Map.entry("multi_vcard", Kind.VCARD),
                    Map.entry("contact", Kind.VCARD),
                    Map.entry("location", Kind.LOCATION),
                    Map.entry("media", Kind.MEDIA));

    /**
     * WEBJS' types of what nobody sends by a call. A type that stands in neither list may be a
     * message of ours in a new form, or one that its sender took back.
     */
    private static final Set<String> NOTES =
            Set.of(
                    "broadcast_notification",
                    "call",
                    "call_log",
                    "e2e_notification",
                    "gp2",
                    "group_notification",
                    "keep_in_chat",
                    "newsletter_notification",
                    "notification",
                    "notification_template",
                    "pinned_message",
                    "poll_update",
                    "poll_vote",
                    "protocol",
                    "reaction",
                    "sticker");

    /** WhatsApp's own names of the same. */
    private static final Set<String> NOTE_PARTS =
            Set.of(
                    "callLogMesssage",
                    "encReactionMessage",
                    "keepInChatMessage",
                    "pinInChatMessage",
                    "pollUpdateMessage",
                    "protocolMessage",
                    "reactionMessage",
                    "stickerMessage");

    /** WhatsApp's own names, as NOWEB and GOWS write them. */
    private static final Map<String, Kind> PARTS =
            Map.ofEntries(
                    Map.entry("conversation", Kind.TEXT),
                    Map.entry("extendedTextMessage", Kind.TEXT),
                    Map.entry("imageMessage", Kind.IMAGE),
                    Map.entry("documentMessage", Kind.DOCUMENT),
                    Map.entry("audioMessage", Kind.VOICE),
                    Map.entry("videoMessage", Kind.VIDEO),
                    Map.entry("ptvMessage", Kind.VIDEO),
                    Map.entry("pollCreationMessage", Kind.POLL),
                    Map.entry("pollCreationMessageV2", Kind.POLL),
                    Map.entry("pollCreationMessageV3", Kind.POLL),
                    Map.entry("contactMessage", Kind.VCARD),
                    Map.entry("contactsArrayMessage", Kind.VCARD),
                    Map.entry("locationMessage", Kind.LOCATION));

    private static final List<String> WRAPPERS =
            List.of(
                    "documentWithCaptionMessage",
                    "deviceSentMessage",
                    "ephemeralMessage",
                    "viewOnceMessage",
                    "viewOnceMessageV2");

    private final JsonNode message;
    private final JsonNode data;

    /** The engine's own part of the message; missing where there is none. */
    private final JsonNode part;

    private final Kind kind;

    private MessageShapes(JsonNode message) {
        this.message = message;
        this.data = message.path("_data");
        JsonNode own = unwrapped(ownMessage());
        String name = partName(own);
        this.part = name == null ? MissingNode.getInstance() : own.path(name);
        this.kind = kindOf(own, name);
    }

    static MessageShape read(JsonNode message) {
        return new MessageShapes(message).shape();
    }

    private MessageShape shape() {
        return new MessageShape(
                kind,
                text(),
                first(
                        message.path("media").path("filename"),
                        message.path("filename"),
                        data.path("filename"),
                        part.path("fileName")),
                options(),
                cards(),
                degrees("latitude", "lat", "degreesLatitude"),
                degrees("longitude", "lng", "degreesLongitude"));
    }

    private JsonNode ownMessage() {
        for (JsonNode place :
                List.of(
                        data.path("message"),
                        data.path("Message"),
                        message.path("message"),
                        message.path("Message"))) {
            if (place.isObject()) {
                return place;
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode unwrapped(JsonNode own) {
        JsonNode inner = own;
        for (int depth = 0; depth < 3; depth++) {
            for (String wrapper : WRAPPERS) {
                if (inner.path(wrapper).path("message").isObject()) {
                    inner = inner.path(wrapper).path("message");
                }
            }
        }
        return inner;
    }

    private static @Nullable String partName(JsonNode own) {
        for (String name : PARTS.keySet()) {
            JsonNode part = own.path(name);
            if (part.isObject() || (part.isTextual() && !part.textValue().isEmpty())) {
                return name;
            }
        }
        return null;
    }

    private Kind kindOf(JsonNode own, @Nullable String part) {
        String type = first(message.path("type"), data.path("type"));
        if (type != null) {
            String name = type.toLowerCase(Locale.ROOT);
            return TYPES.getOrDefault(name, NOTES.contains(name) ? Kind.OTHER : Kind.UNKNOWN);
        }
        if (NOTE_PARTS.stream().anyMatch(own::hasNonNull)) {
            return Kind.OTHER;
        }
        Kind told = part == null ? null : PARTS.get(part);
        if (told != null) {
            return told;
        }
        if (!cards().isEmpty()) {
            return Kind.VCARD;
        }
        if (message.path("location").isObject()) {
            return Kind.LOCATION;
        }
        if (message.path("hasMedia").asBoolean() || message.path("media").isObject()) {
            return mediaKind();
        }
        String body = first(message.path("body"));
        return body == null || body.isEmpty() ? Kind.UNKNOWN : Kind.TEXT;
    }

    private Kind mediaKind() {
        String type = first(message.path("media").path("mimetype"), data.path("mimetype"));
        String family = type == null ? "" : type.toLowerCase(Locale.ROOT).split("/", 2)[0];
        return switch (family) {
            case "image" -> Kind.IMAGE;
            case "audio" -> Kind.VOICE;
            case "video" -> Kind.VIDEO;
            case "application", "text" -> Kind.DOCUMENT;
            default -> Kind.MEDIA;
        };
    }

    /** The text, the caption or the poll's name; null when the listing does not tell it. */
    private @Nullable String text() {
        return switch (kind) {
            case TEXT ->
                    filledOrFirst(
                            message.path("body"),
                            message.path("text"),
                            data.path("body"),
                            part,
                            part.path("text"));
            case POLL ->
                    filled(
                            message.path("poll").path("name"),
                            message.path("pollName"),
                            data.path("pollName"),
                            part.path("name"),
                            message.path("body"));
            // data's body is no place to look: it may hold a picture's thumbnail
            case IMAGE, DOCUMENT, VIDEO, MEDIA ->
                    filledOrFirst(
                            message.path("caption"),
                            data.path("caption"),
                            part.path("caption"),
                            message.path("media").path("caption"),
                            message.path("body"));
            case VOICE, VCARD, LOCATION, OTHER, UNKNOWN -> null;
        };
    }

    private List<String> options() {
        var options = new ArrayList<String>();
        for (JsonNode list :
                List.of(
                        message.path("poll").path("options"),
                        message.path("pollOptions"),
                        data.path("pollOptions"),
                        part.path("options"))) {
            for (JsonNode option : list) {
                String name = first(option, option.path("name"), option.path("optionName"));
                if (name != null) {
                    options.add(name);
                }
            }
            if (!options.isEmpty()) {
                return options;
            }
        }
        return options;
    }

    private List<String> cards() {
        var cards = new ArrayList<String>();
        for (JsonNode list :
                List.of(
                        message.path("vCards"),
                        message.path("vcards"),
                        data.path("vcardList"),
                        part.path("contacts"))) {
            for (JsonNode card : list) {
                String text = first(card, card.path("vcard"));
                if (text != null) {
                    cards.add(text);
                }
            }
            if (!cards.isEmpty()) {
                return cards;
            }
        }
        String single = first(part.path("vcard"), message.path("body"), data.path("body"));
        return single != null && single.stripLeading().startsWith("BEGIN:VCARD")
                ? List.of(single)
                : cards;
    }

    private @Nullable BigDecimal degrees(String name, String shortName, String ownName) {
        for (JsonNode place :
                List.of(
                        message.path("location").path(name),
                        message.path(name),
                        data.path(shortName),
                        data.path("location").path(name),
                        part.path(ownName))) {
            String written = place.isNumber() ? place.asText() : first(place);
            if (written != null && written.matches("-?\\d{1,3}(\\.\\d{1,20})?")) {
                return new BigDecimal(written);
            }
        }
        return null;
    }

    /** The first that is a text, be it an empty one. */
    private static @Nullable String first(JsonNode... places) {
        for (JsonNode place : places) {
            if (place.isTextual()) {
                return place.textValue();
            }
        }
        return null;
    }

    /** The first with something in it; if there is none, the first that is a text at all. */
    private static @Nullable String filledOrFirst(JsonNode... places) {
        String filled = filled(places);
        return filled == null ? first(places) : filled;
    }

    /** The first that is a text with something in it. */
    private static @Nullable String filled(JsonNode... places) {
        for (JsonNode place : places) {
            if (place.isTextual() && !place.textValue().isBlank()) {
                return place.textValue();
            }
        }
        return null;
    }
}
