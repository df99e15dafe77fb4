package io.wawp.sandbox.wawp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a message says, in the words of the engine behind Wawp (WEBJS): its type, its body (a
 * medium's caption, a poll's question), what else the message's own object shows, and what only the
 * raw {@code _data} holds. The two objects are never changed.
 */
record Content(String type, String body, boolean hasMedia, ObjectNode shown, ObjectNode raw) {

    static Content text(String body) {
        return new Content("chat", body, false, object(), object());
    }

    /** The parameters have been checked. */
    static Content of(Operation operation, ObjectNode parameters) {
        return switch (operation) {
            case IMAGE -> media("image", parameters);
            case FILE -> media("document", parameters);
            case VOICE -> media("ptt", parameters);
            case VIDEO -> media("video", parameters);
            case POLL -> poll(parameters.path("poll"));
            case VCARD -> contacts(parameters.path("contacts"));
            case LOCATION -> location(parameters);
            default -> text(parameters.path("message").asText());
        };
    }

    private static Content media(String type, ObjectNode parameters) {
        JsonNode file = parameters.path("file");
        String caption = parameters.path("caption").asText();
        ObjectNode shown = object();
        ObjectNode medium = shown.putObject("media");
        medium.set("url", file.path("url"));
        medium.set("mimetype", file.path("mimetype"));
        medium.set("filename", file.path("filename"));
        medium.putNull("error");
        ObjectNode raw = object();
        raw.put("caption", caption);
        raw.set("mimetype", file.path("mimetype"));
        raw.set("filename", file.path("filename"));
        if (type.equals("video") && parameters.path("asNote").asBoolean()) {
            raw.put("isGif", false).put("isVideoNote", true);
        }
        return new Content(type, caption, true, shown, raw);
    }

    private static Content poll(JsonNode poll) {
        String name = poll.path("name").asText();
        boolean several = poll.path("multipleAnswers").asBoolean();
        ArrayNode options = JsonNodeFactory.instance.arrayNode();
        poll.path("options")
                .forEach(option ->
                        options.addObject()
                                .put("name", option.asText())
                                .put("localId", options.size() - 1));
        ObjectNode shown = object();
        shown.put("pollName", name).put("allowMultipleAnswers", several);
        shown.set("pollOptions", options);
        ObjectNode raw = object();
        raw.put("pollName", name).put("pollSelectableOptionsCount", several ? 0 : 1);
        raw.set("pollOptions", options);
        return new Content("poll_creation", name, false, shown, raw);
    }

    private static Content contacts(JsonNode contacts) {
        ArrayNode cards = JsonNodeFactory.instance.arrayNode();
        contacts.forEach(contact -> cards.add(vcard(contact)));
        boolean one = cards.size() == 1;
        ObjectNode shown = object();
        shown.set("vCards", cards);
        ObjectNode raw = object();
        if (!one) {
            ArrayNode list = raw.putArray("vcardList");
            cards.forEach(card -> list.addObject().set("vcard", card));
        }
        return new Content(
                one ? "vcard" : "multi_vcard",
                one ? cards.path(0).asText() : "",
                false,
                shown,
                raw);
    }

    private static String vcard(JsonNode contact) {
        if (contact.has("vcard")) {
            return contact.path("vcard").asText();
        }
        StringBuilder card = new StringBuilder("BEGIN:VCARD\nVERSION:3.0\nFN:");
        card.append(contact.path("fullName").asText()).append('\n');
        if (contact.hasNonNull("organization")) {
            card.append("ORG:").append(contact.path("organization").asText()).append(";\n");
        }
        card.append("TEL;type=CELL;type=VOICE");
        if (contact.hasNonNull("whatsappId")) {
            card.append(";waid=").append(contact.path("whatsappId").asText());
        }
        card.append(':').append(contact.path("phoneNumber").asText());
        return card.append("\nEND:VCARD").toString();
    }

    private static Content location(ObjectNode parameters) {
        String title = parameters.path("title").asText();
        String address = parameters.path("message").asText();
        double latitude = parameters.path("latitude").asDouble();
        double longitude = parameters.path("longitude").asDouble();
        ObjectNode shown = object();
        shown.putObject("location")
                .put("description", title)
                .put("latitude", latitude)
                .put("longitude", longitude);
        ObjectNode raw = object();
        raw.put("lat", latitude).put("lng", longitude);
        raw.put("loc", address.isEmpty() ? title : title + "\n" + address);
        return new Content("location", "", false, shown, raw);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
