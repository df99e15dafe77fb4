package io.wawp.dispatcher.wawp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wawp.common.command.Contact;
import io.wawp.common.command.Content;
import io.wawp.common.command.MediaFile;
import io.wawp.common.command.SendCommand;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What v1 wants to be told of a message: the route and its parameters, wherever they are going to
 * stand. Optional parameters are there only when set. Immutable by use: nobody changes the
 * parameters after {@link #of}.
 *
 * @param route first part of the path
 * @param parameters in the order of Wawp's pages; a file is an object
 * @param structured whether the parameters fit a JSON body only
 */
record V1Form(String route, ObjectNode parameters, boolean structured) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static V1Form of(SendCommand command) {
        ObjectNode with = NODES.objectNode();
        with.put("chatId", command.chatId().value());
        V1Form form =
                switch (command.content()) {
                    case Content.Text text -> plain("send", with.put("message", text.message()));
                    case Content.Image image ->
                            plain("sendImage", media(with, image.file(), image.caption()));
                    case Content.Pdf pdf ->
                            plain("sendFile", media(with, pdf.file(), pdf.caption()));
                    case Content.Voice voice ->
                            plain(
                                    "sendVoice",
                                    media(with, voice.file(), null)
                                            .put("convert", voice.convert()));
                    case Content.Video video ->
                            plain(
                                    "sendVideo",
                                    media(with, video.file(), video.caption())
                                            .put("convert", video.convert())
                                            .put("asNote", video.asNote()));
                    case Content.Poll poll ->
                            new V1Form("sendPoll", with.set("poll", poll(poll)), true);
                    case Content.Vcard vcard ->
                            new V1Form(
                                    "sendContactVcard",
                                    with.set("contacts", contacts(vcard)),
                                    true);
                    case Content.Location place -> plain("sendLocation", location(with, place));
                };
        if (command.replyTo() != null) {
            with.put("reply_to", command.replyTo().value());
        }
        return form;
    }

    private static V1Form plain(String route, ObjectNode parameters) {
        return new V1Form(route, parameters, false);
    }

    private static ObjectNode media(ObjectNode with, MediaFile file, @Nullable String caption) {
        with.putObject("file")
                .put("url", file.url())
                .put("filename", file.filename())
                .put("mimetype", file.mimetype());
        return putIfSet(with, "caption", caption);
    }

    private static ObjectNode poll(Content.Poll poll) {
        ObjectNode node = NODES.objectNode().put("name", poll.name());
        ArrayNode options = node.putArray("options");
        poll.options().forEach(options::add);
        return node.put("multipleAnswers", poll.multipleAnswers());
    }

    private static ArrayNode contacts(Content.Vcard vcard) {
        ArrayNode all = NODES.arrayNode();
        for (Contact contact : vcard.contacts()) {
            ObjectNode node = all.addObject().put("fullName", contact.fullName());
            putIfSet(node, "organization", contact.organization());
            node.put("phoneNumber", contact.phoneNumber());
            putIfSet(node, "whatsappId", contact.whatsappId());
        }
        return all;
    }

    private static ObjectNode location(ObjectNode with, Content.Location place) {
        with.put("latitude", plainDecimal(place.latitude()));
        with.put("longitude", plainDecimal(place.longitude()));
        putIfSet(with, "title", place.title());
        return putIfSet(with, "message", place.address());
    }

    /** Never {@code 1E+1}: not every reader of a decimal string knows exponents. */
    private static String plainDecimal(BigDecimal degrees) {
        return degrees.toPlainString();
    }

    private static ObjectNode putIfSet(ObjectNode node, String name, @Nullable String value) {
        return value == null || value.isEmpty() ? node : node.put(name, value);
    }
}
