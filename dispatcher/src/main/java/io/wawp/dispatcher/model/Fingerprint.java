package io.wawp.dispatcher.model;

import io.wawp.common.command.Contact;
import io.wawp.common.command.Content;
import io.wawp.common.command.MediaFile;
import io.wawp.common.command.SendCommand;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What makes two commands the same message: the normalised chat, the content and the message that
 * is quoted. Journaled, so the way it is computed never changes; a new way would be a new version.
 *
 * @param hex the first 16 bytes of a SHA-256, in hex
 */
public record Fingerprint(String hex) {

    public static Fingerprint of(SendCommand command) {
        var fields = new Fields();
        fields.add(command.chatId().value());
        fields.add(command.replyTo() == null ? null : command.replyTo().value());
        fields.add(command.content().type().wire());
        switch (command.content()) {
            case Content.Text text -> fields.add(text.message());
            case Content.Image image -> fields.add(image.file()).add(image.caption());
            case Content.Pdf pdf -> fields.add(pdf.file()).add(pdf.caption());
            case Content.Voice voice -> fields.add(voice.file()).add(voice.convert());
            case Content.Video video ->
                    fields.add(video.file())
                            .add(video.caption())
                            .add(video.convert())
                            .add(video.asNote());
            case Content.Poll poll -> {
                fields.add(poll.name()).add(poll.multipleAnswers());
                poll.options().forEach(fields::add);
            }
            case Content.Vcard vcard -> vcard.contacts().forEach(fields::add);
            case Content.Location place ->
                    fields.add(place.latitude().stripTrailingZeros().toPlainString())
                            .add(place.longitude().stripTrailingZeros().toPlainString())
                            .add(place.title())
                            .add(place.address());
        }
        return new Fingerprint(fields.digest());
    }

    /** Fields one after the other, each with its length, so that no two lists look alike. */
    private static final class Fields {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

        Fields add(@Nullable String field) {
            byte[] encoded = field == null ? new byte[0] : field.getBytes(StandardCharsets.UTF_8);
            int length = field == null ? -1 : encoded.length;
            bytes.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
            bytes.writeBytes(encoded);
            return this;
        }

        Fields add(boolean field) {
            return add(Boolean.toString(field));
        }

        Fields add(MediaFile file) {
            return add(file.url()).add(file.filename()).add(file.mimetype());
        }

        Fields add(Contact contact) {
            return add(contact.fullName())
                    .add(contact.phoneNumber())
                    .add(contact.organization())
                    .add(contact.whatsappId());
        }

        String digest() {
            try {
                byte[] all = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
                return HexFormat.of().formatHex(Arrays.copyOf(all, 16));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
