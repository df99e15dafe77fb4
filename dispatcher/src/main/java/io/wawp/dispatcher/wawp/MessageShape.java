package io.wawp.dispatcher.wawp;

import static io.wawp.dispatcher.model.ChatLook.Likeness.DOUBTFUL;
import static io.wawp.dispatcher.model.ChatLook.Likeness.NONE;
import static io.wawp.dispatcher.model.ChatLook.Likeness.SAME;
import static io.wawp.dispatcher.model.ChatLook.Likeness.VAGUE;
import static io.wawp.dispatcher.model.ShownText.loose;
import static io.wawp.dispatcher.model.ShownText.normal;

import com.fasterxml.jackson.databind.JsonNode;
import io.wawp.common.command.Content;
import io.wawp.dispatcher.model.ChatLook.Likeness;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a listed message looks like, as far as its engine tells: null is what it does not tell.
 * Compared is what stays the same on the way: texts, captions, a document's name, a poll's question
 * and options in any order, names and numbers of contacts, places within a metre. Never compared
 * are addresses and types of files and whether something was converted. What nearly agrees is
 * doubtful: it must not be taken for ours, nor may we be sure that ours is absent. Immutable.
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
        OTHER,
        /** Nothing that we know; it may be ours in a new form, or taken back. */
        UNKNOWN;

        boolean isFile() {
            return this == IMAGE || this == DOCUMENT || this == VOICE || this == VIDEO;
        }
    }

    /** About a metre; engines keep places as binary fractions. */
    private static final BigDecimal NEAR = new BigDecimal("0.00001");

    /** What is left when a place was rounded to three decimal places. */
    private static final BigDecimal ROUNDED = new BigDecimal("0.0005");

    /** A text of so many characters that is only the beginning of ours was cut off. */
    private static final int CUT_OFF = 60;

    MessageShape {
        text = told(text);
        filename = told(filename);
        options = List.copyOf(options);
        cards = List.copyOf(cards);
    }

    static MessageShape of(JsonNode message) {
        return MessageShapes.read(message);
    }

    Likeness likenessTo(Content content) {
        return switch (kind) {
            case UNKNOWN -> DOUBTFUL;
            case OTHER -> NONE;
            case MEDIA -> kindOf(content).isFile() ? DOUBTFUL : NONE;
            default -> kind == kindOf(content) ? likenessOfKind(content) : inAnotherKind(content);
        };
    }

    private static Kind kindOf(Content content) {
        return switch (content) {
            case Content.Text _ -> Kind.TEXT;
            case Content.Image _ -> Kind.IMAGE;
            case Content.Pdf _ -> Kind.DOCUMENT;
            case Content.Voice _ -> Kind.VOICE;
            case Content.Video _ -> Kind.VIDEO;
            case Content.Poll _ -> Kind.POLL;
            case Content.Vcard _ -> Kind.VCARD;
            case Content.Location _ -> Kind.LOCATION;
        };
    }

    private Likeness likenessOfKind(Content content) {
        return switch (content) {
            case Content.Text wanted -> textLike(wanted.message());
            case Content.Image wanted -> captioned(wanted.caption());
            case Content.Pdf wanted -> documentLike(wanted);
            case Content.Voice _ -> VAGUE;
            case Content.Video wanted ->
                    // WhatsApp's round notes carry no caption
                    wanted.asNote() ? VAGUE : captioned(wanted.caption());
            case Content.Poll wanted -> pollLike(wanted);
            case Content.Vcard wanted -> new ListedCards(cards).likenessTo(wanted.contacts());
            case Content.Location wanted -> placeLike(wanted);
        };
    }

    /** A file may be sent on as one of another kind; its caption goes with it. */
    private Likeness inAnotherKind(Content content) {
        String caption =
                switch (content) {
                    case Content.Image image -> image.caption();
                    case Content.Pdf pdf -> pdf.caption();
                    case Content.Video video -> video.caption();
                    default -> null;
                };
        String wanted = told(caption);
        boolean same = wanted != null && text != null && same(text, wanted);
        return kind.isFile() && same ? DOUBTFUL : NONE;
    }

    private Likeness textLike(String wanted) {
        return text == null ? DOUBTFUL : compared(text, wanted);
    }

    /** A caption is all that tells one picture from another. */
    private Likeness captioned(@Nullable String caption) {
        String wanted = told(caption);
        if (wanted == null) {
            return text == null ? VAGUE : NONE;
        }
        return text == null ? DOUBTFUL : compared(text, wanted);
    }

    private Likeness documentLike(Content.Pdf wanted) {
        String name = wanted.file().filename();
        Likeness byCaption = captioned(wanted.caption());
        // a document without caption is listed by some engines with its name as one
        if (told(wanted.caption()) == null && text != null && sameName(text, name)) {
            return SAME;
        }
        if (filename == null) {
            return byCaption;
        }
        if (sameName(filename, name)) {
            return byCaption == VAGUE ? SAME : byCaption;
        }
        return byCaption == SAME ? DOUBTFUL : NONE;
    }

    private Likeness pollLike(Content.Poll wanted) {
        Likeness byName = text == null ? DOUBTFUL : compared(text, wanted.name());
        if (options.isEmpty() || byName == NONE) {
            return byName;
        }
        if (sorted(options, false).equals(sorted(wanted.options(), false))) {
            return byName;
        }
        return sorted(options, true).equals(sorted(wanted.options(), true)) ? DOUBTFUL : NONE;
    }

    private Likeness placeLike(Content.Location wanted) {
        if (latitude == null || longitude == null) {
            return VAGUE;
        }
        BigDecimal apart =
                latitude.subtract(wanted.latitude())
                        .abs()
                        .max(longitude.subtract(wanted.longitude()).abs());
        if (apart.compareTo(NEAR) <= 0) {
            return SAME;
        }
        return apart.compareTo(ROUNDED) <= 0 ? DOUBTFUL : NONE;
    }

    /** Two texts of which neither is blank. */
    private static Likeness compared(String listed, String wanted) {
        if (same(listed, wanted)) {
            return SAME;
        }
        String loosely = loose(listed);
        String wantedLoosely = loose(wanted);
        boolean changed = !loosely.isEmpty() && loosely.equals(wantedLoosely);
        boolean cutOff = loosely.length() >= CUT_OFF && wantedLoosely.startsWith(loosely);
        return changed || cutOff ? DOUBTFUL : NONE;
    }

    private static boolean same(String one, String other) {
        return normal(one).equals(normal(other));
    }

    private static boolean sameName(String one, String other) {
        return normal(one).equalsIgnoreCase(normal(other));
    }

    private static List<String> sorted(List<String> texts, boolean loosely) {
        return texts.stream().map(text -> loosely ? loose(text) : normal(text)).sorted().toList();
    }

    private static @Nullable String told(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /** Shows no content. */
    @Override
    public String toString() {
        return "MessageShape[" + kind.name().toLowerCase(Locale.ROOT) + "]";
    }
}
