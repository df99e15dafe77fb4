package io.wawp.common.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wawp.common.command.Contact;
import io.wawp.common.command.Content;
import io.wawp.common.command.MediaFile;
import io.wawp.common.command.SendCommand;
import io.wawp.common.command.Typing;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A command to the contract's JSON, with its defaults written out. {@link CommandDecoder} makes an
 * equal command of it, and equal commands become equal bytes. Safe for use by several threads.
 */
public final class CommandEncoder {

    /**
     * Encodes one command.
     *
     * @throws IllegalArgumentException when a string of it cannot be sent: it holds a NUL or half
     *     of a surrogate pair
     */
    public byte[] encode(SendCommand command) {
        return JsonBytes.object(json -> write(json, command));
    }

    private static void write(JsonGenerator json, SendCommand command) throws IOException {
        json.writeStringField("commandId", command.commandId().value());
        json.writeStringField("instanceId", command.instanceId().value());
        json.writeStringField("chatId", command.chatId().value());
        json.writeObjectFieldStart("content");
        json.writeStringField("type", command.content().type().wire());
        content(json, command.content());
        json.writeEndObject();
        json.writeStringField("idempotencyKey", command.idempotencyKey().value());
        json.writeObjectFieldStart("typing");
        typing(json, command.typing());
        json.writeEndObject();
        json.writeStringField("priority", command.priority().wire());
        text(json, "notBefore", command.notBefore());
        text(json, "expiresAt", command.expiresAt());
        text(json, "replyTo", command.replyTo() == null ? null : command.replyTo().value());
        if (!command.metadata().isEmpty()) {
            command.metadata()
                    .forEach((key, value) -> {
                        requireSendable("metadata", key);
                        requireSendable("metadata", value);
                    });
            JsonBytes.writeMetadata(json, command.metadata());
        }
    }

    private static void typing(JsonGenerator json, Typing typing) throws IOException {
        json.writeStringField("mode", mode(typing));
        if (typing instanceof Typing.Fixed(Duration duration)) {
            json.writeStringField("duration", duration.toString());
        }
    }

    static String mode(Typing typing) {
        return switch (typing) {
            case Typing.Auto _ -> "auto";
            case Typing.Off _ -> "off";
            case Typing.Fixed _ -> "fixed";
        };
    }

    private static void content(JsonGenerator json, Content content) throws IOException {
        switch (content) {
            case Content.Text text -> text(json, "message", text.message());
            case Content.Image image -> {
                file(json, image.file());
                text(json, "caption", image.caption());
            }
            case Content.Pdf pdf -> {
                file(json, pdf.file());
                text(json, "caption", pdf.caption());
            }
            case Content.Voice voice -> {
                file(json, voice.file());
                json.writeBooleanField("convert", voice.convert());
            }
            case Content.Video video -> {
                file(json, video.file());
                text(json, "caption", video.caption());
                json.writeBooleanField("convert", video.convert());
                json.writeBooleanField("asNote", video.asNote());
            }
            case Content.Poll poll -> {
                text(json, "name", poll.name());
                json.writeArrayFieldStart("options");
                for (String option : poll.options()) {
                    requireSendable("options", option);
                    json.writeString(option);
                }
                json.writeEndArray();
                json.writeBooleanField("multipleAnswers", poll.multipleAnswers());
            }
            case Content.Vcard vcard -> {
                json.writeArrayFieldStart("contacts");
                for (Contact contact : vcard.contacts()) {
                    contact(json, contact);
                }
                json.writeEndArray();
            }
            case Content.Location location -> {
                json.writeNumberField("latitude", location.latitude());
                json.writeNumberField("longitude", location.longitude());
                text(json, "title", location.title());
                text(json, "address", location.address());
            }
        }
    }

    private static void file(JsonGenerator json, MediaFile file) throws IOException {
        json.writeObjectFieldStart("file");
        text(json, "url", file.url());
        text(json, "filename", file.filename());
        text(json, "mimetype", file.mimetype());
        json.writeEndObject();
    }

    private static void contact(JsonGenerator json, Contact contact) throws IOException {
        json.writeStartObject();
        text(json, "fullName", contact.fullName());
        json.writeStringField("phoneNumber", contact.phoneNumber());
        text(json, "organization", contact.organization());
        text(json, "whatsappId", contact.whatsappId());
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, @Nullable Object value)
            throws IOException {
        if (value != null) {
            String text = value.toString();
            requireSendable(name, text);
            json.writeStringField(name, text);
        }
    }

    private static void requireSendable(String name, String text) {
        if (!Fields.isSendable(text)) {
            throw new IllegalArgumentException(
                    name + " holds a NUL or half of a surrogate pair, which cannot be sent");
        }
    }
}
