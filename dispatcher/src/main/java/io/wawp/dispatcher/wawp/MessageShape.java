package io.wawp.dispatcher.wawp;

import com.fasterxml.jackson.databind.JsonNode;
import io.wawp.common.command.Contact;
import io.wawp.common.command.Content;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a listed message looks like, as far as its engine tells: null is what it does not tell.
 * Texts must agree to the letter; of media only kind, caption and a document's name are compared,
 * and what is not told speaks against nothing. Immutable.
 */
record MessageShape(
        Kind kind,
        @Nullable String text,
        @Nullable String filename,
        List<String> options,
        List<String> cards,
        @Nullable BigDecimal latitude,
        @Nullable BigDecimal longitude) {

    /** What sort of message it is. */
    enum Kind {
        TEXT,
        IMAGE,
        DOCUMENT,
        VOICE,
        VIDEO,
        POLL,
        VCARD,
        LOCATION,
        /** Some file. */
        MEDIA,
        /** A reaction, a call, a note of WhatsApp's own: nothing that we send. */
        OTHER
    }

    /** About a metre; engines keep places as binary fractions. */
    private static final BigDecimal NEAR = new BigDecimal("0.00001");

    MessageShape {
        options = List.copyOf(options);
        cards = List.copyOf(cards);
    }

    static MessageShape of(JsonNode message) {
        return MessageShapes.read(message);
    }

    boolean shows(Content content) {
        return switch (content) {
            case Content.Text wanted ->
                    kind == Kind.TEXT
                            && text != null
                            && normal(text).equals(normal(wanted.message()));
            case Content.Image wanted -> isFile(Kind.IMAGE) && hasCaption(wanted.caption());
            case Content.Pdf wanted -> isFile(Kind.DOCUMENT) && showsDocument(wanted);
            case Content.Voice _ -> isFile(Kind.VOICE);
            case Content.Video wanted ->
                    // WhatsApp's round notes carry no caption
                    isFile(Kind.VIDEO) && (wanted.asNote() || hasCaption(wanted.caption()));
            case Content.Poll wanted -> showsPoll(wanted);
            case Content.Vcard wanted -> showsCards(wanted);
            case Content.Location wanted -> showsPlace(wanted);
        };
    }

    private boolean isFile(Kind wanted) {
        return kind == wanted || kind == Kind.MEDIA;
    }

    private boolean hasCaption(@Nullable String caption) {
        return text == null || normal(text).equals(normal(caption == null ? "" : caption));
    }

    private boolean showsDocument(Content.Pdf wanted) {
        String name = wanted.file().filename();
        boolean named = filename == null || normal(filename).equalsIgnoreCase(normal(name));
        // a document without caption is listed by some engines with its name as one
        boolean nameAsCaption =
                (wanted.caption() == null || wanted.caption().isBlank())
                        && text != null
                        && normal(text).equalsIgnoreCase(normal(name));
        return named && (nameAsCaption || hasCaption(wanted.caption()));
    }

    private boolean showsPoll(Content.Poll wanted) {
        return kind == Kind.POLL
                && (text == null || normal(text).equals(normal(wanted.name())))
                && (options.isEmpty() || normal(options).equals(normal(wanted.options())));
    }

    private boolean showsCards(Content.Vcard wanted) {
        if (kind != Kind.VCARD) {
            return false;
        }
        return cards.isEmpty()
                || (cards.size() == wanted.contacts().size()
                        && wanted.contacts().stream().allMatch(this::hasCardOf));
    }

    private boolean hasCardOf(Contact contact) {
        String phone = digits(contact.phoneNumber());
        return cards.stream()
                .anyMatch(card ->
                        card.contains(contact.fullName())
                                && (phone.isEmpty() || digits(card).contains(phone)));
    }

    private boolean showsPlace(Content.Location wanted) {
        return kind == Kind.LOCATION
                && (latitude == null || near(latitude, wanted.latitude()))
                && (longitude == null || near(longitude, wanted.longitude()));
    }

    private static boolean near(BigDecimal one, BigDecimal other) {
        return one.subtract(other).abs().compareTo(NEAR) <= 0;
    }

    private static List<String> normal(List<String> texts) {
        return texts.stream().map(MessageShape::normal).toList();
    }

    /** As WhatsApp leaves a text: one kind of line end, and no white space around it. */
    static String normal(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replaceAll("[ \t]+\n", "\n").strip();
    }

    private static String digits(String text) {
        return text.replaceAll("\\D", "");
    }

    /** Shows no content. */
    @Override
    public String toString() {
        return "MessageShape[" + kind.name().toLowerCase(Locale.ROOT) + "]";
    }
}
