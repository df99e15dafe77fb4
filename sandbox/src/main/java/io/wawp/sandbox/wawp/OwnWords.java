package io.wawp.sandbox.wawp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A content in WhatsApp's own words, as the engines NOWEB and GOWS pass them on. Files are told as
 * engines tell them after the upload: another address, another type, a name without its path.
 */
final class OwnWords {
    private OwnWords() {}

    static ObjectNode of(Content content) {
        ObjectNode words = MessageJson.object();
        switch (content.type()) {
            case "image" -> captioned(words.putObject("imageMessage"), content, "image/webp");
            case "video" -> captioned(words.putObject("videoMessage"), content, "video/mp4");
            case "ptt" -> words.putObject("audioMessage").put("ptt", true).put("seconds", 3);
            case "document" ->
                    captioned(
                            words.putObject("documentWithCaptionMessage")
                                    .putObject("message")
                                    .putObject("documentMessage")
                                    .put("fileName", content.raw().path("filename").asText()),
                            content,
                            "application/octet-stream");
            case "poll_creation" -> poll(words.putObject("pollCreationMessageV3"), content);
            case "vcard" ->
                    words.putObject("contactMessage")
                            .put(
                                    "vcard",
                                    content.body().replace("TEL;type=CELL;type=VOICE", "TEL"));
            case "multi_vcard" ->
                    words.putObject("contactsArrayMessage")
                            .set("contacts", content.raw().path("vcardList"));
            case "location" ->
                    words.putObject("locationMessage")
                            .put("degreesLatitude", content.raw().path("lat").floatValue())
                            .put("degreesLongitude", content.raw().path("lng").floatValue());
            default -> words.putObject("extendedTextMessage").put("text", content.body());
        }
        return words;
    }

    private static void captioned(ObjectNode part, Content content, String mimetype) {
        part.put("url", "https://mmg.whatsapp.net/o1/v/t62").put("mimetype", mimetype);
        if (!content.body().isEmpty()) {
            part.put("caption", content.body());
        }
    }

    private static void poll(ObjectNode part, Content content) {
        part.put("name", content.body());
        var options = part.putArray("options");
        for (JsonNode option : content.raw().path("pollOptions")) {
            options.insertObject(0).put("optionName", option.path("name").asText());
        }
    }
}
