package io.wawp.dispatcher.model;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How texts are compared with what a chat's listing shows of them. Two commands whose texts have
 * the same {@link #normal} form look the same in the chat, so whoever tells messages apart and
 * whoever counts who else may have sent one must use the same form. Stateless.
 */
public final class ShownText {
    private static final Pattern LINE_END = Pattern.compile("\r\n?");
    private static final Pattern BEFORE_LINE_END = Pattern.compile("[ \t]+\n");

    /** Whether a sign is drawn as text or as a picture; engines add and drop it. */
    private static final Pattern VARIATION_SELECTOR = Pattern.compile("[\uFE0E\uFE0F]");

    private static final Pattern NOT_WORDS = Pattern.compile("[^\\p{L}\\p{N}\\p{So}]+");

    private ShownText() {}

    /**
     * One kind of line end, no white space around lines' ends and the whole, one Unicode form, no
     * variation selectors: what no reader of the chat can see.
     */
    public static String normal(String text) {
        String lines =
                BEFORE_LINE_END.matcher(LINE_END.matcher(text).replaceAll("\n")).replaceAll("\n");
        String signs = VARIATION_SELECTOR.matcher(lines).replaceAll("");
        return Normalizer.normalize(signs, Normalizer.Form.NFC).strip();
    }

    /**
     * Letters, digits and pictures alone, in one case: what is left of a text when a layer between
     * has squeezed white space, stripped marks or escaped something. May be empty.
     */
    public static String loose(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return NOT_WORDS.matcher(folded).replaceAll("");
    }
}
