package io.wawp.sandbox.wawp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** Pages of a chat in the style that a rule asks for. Stateless. */
final class StyledListing {
    private StyledListing() {}

    /**
     * One page.
     *
     * @param messages the chat's, visible or not
     */
    static ArrayNode page(
            List<Message> messages, ListingStyle style, Instant now, int offset, int limit) {
        List<Message> shown = new ArrayList<>();
        for (Message message : messages) {
            if (message.isVisible(now) && !message.sentAt().plus(style.lag()).isAfter(now)) {
                shown.add(message);
            }
        }
        arrange(shown, style.order());
        int start = Math.min(Math.max(0, offset), shown.size());
        int end = Math.min(shown.size(), start + Math.min(limit, style.most()));
        ArrayNode page = JsonNodeFactory.instance.arrayNode();
        shown.subList(start, end).forEach(message -> page.add(listed(message, style, now)));
        return page;
    }

    private static void arrange(List<Message> messages, ListingStyle.Order order) {
        messages.sort(Comparator.comparing(Message::sentAt));
        switch (order) {
            case NEWEST_FIRST -> Collections.reverse(messages);
            case OLDEST_FIRST -> {}
            case MIXED -> Collections.shuffle(messages, new Random(1));
            case SHUFFLED -> Collections.shuffle(messages, ThreadLocalRandom.current());
        }
    }

    private static ObjectNode listed(Message message, ListingStyle style, Instant now) {
        ObjectNode listed =
                switch (style.shape()) {
                    case WEBJS -> MessageJson.listed(message, now);
                    case GOWS -> gows(message, now);
                    case NOWEB -> noweb(message, now);
                    case RAW -> raw(message);
                };
        setId(listed, message, style.ids());
        setTime(listed, message.sentAt().plus(style.clock()), style.times());
        if (!style.maker()) {
            listed.remove("source");
        }
        return listed;
    }

    private static ObjectNode common(Message message, Instant now) {
        ObjectNode listed = MessageJson.listed(message, now);
        listed.remove(List.of("type", "_data"));
        return listed;
    }

    private static ObjectNode gows(Message message, Instant now) {
        ObjectNode listed = common(message, now);
        ObjectNode data = listed.putObject("_data");
        data.putObject("Info")
                .put("ID", message.hex())
                .put("Chat", message.chat())
                .put("IsFromMe", message.fromMe());
        data.set("Message", OwnWords.of(message.content()));
        return listed;
    }

    private static ObjectNode noweb(Message message, Instant now) {
        ObjectNode listed = common(message, now);
        ObjectNode data = raw(message);
        listed.set("_data", data);
        return listed;
    }

    private static ObjectNode raw(Message message) {
        ObjectNode listed = MessageJson.object();
        listed.putObject("key")
                .put("remoteJid", message.chat().replace("@c.us", "@s.whatsapp.net"))
                .put("fromMe", message.fromMe())
                .put("id", message.hex());
        listed.set("message", OwnWords.of(message.content()));
        listed.put("status", 2);
        return listed;
    }

    private static void setId(ObjectNode listed, Message message, ListingStyle.Ids form) {
        if (!listed.has("id")) {
            return;
        }
        switch (form) {
            case FULL -> {}
            case LID -> listed.put("id", message.fromMe() + "_99887766554433@lid_" + message.hex());
            case BARE -> listed.put("id", message.hex());
        }
        JsonNode raw = listed.path("_data").path("id");
        if (form != ListingStyle.Ids.FULL && raw.isObject()) {
            ((ObjectNode) raw).set("_serialized", listed.path("id"));
        }
    }

    private static void setTime(ObjectNode listed, Instant at, ListingStyle.Times form) {
        boolean common = listed.has("timestamp");
        listed.remove("timestamp");
        if (listed.path("_data") instanceof ObjectNode data) {
            data.remove("t");
        }
        String name = common ? "timestamp" : "messageTimestamp";
        switch (form) {
            case SECONDS -> listed.put(name, at.getEpochSecond());
            case MILLISECONDS -> listed.put(name, at.toEpochMilli());
            case MISSING -> {}
        }
    }
}
