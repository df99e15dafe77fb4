package io.wawp.common.command;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A WhatsApp chat in Wawp's own form: {@code 447441429009@c.us} (a person), {@code …@g.us} (a
 * group), {@code …@newsletter} (a channel) or {@code …@lid} (a hidden number). Its string form is
 * masked, since it is somebody's phone number; {@link #value()} is for the wire.
 *
 * @param value the normalised form; use {@link #parse} for what people write
 */
public record ChatId(String value) {
    private static final Pattern NORMAL =
            Pattern.compile("\\d{5,20}@c\\.us|[0-9-]{5,40}@(g\\.us|newsletter)|\\d{5,24}@lid");
    private static final Pattern PUNCTUATION = Pattern.compile("[\\s().-]");

    public ChatId {
        if (!NORMAL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "chatId must be an international phone number, or end in @c.us, @g.us,"
                            + " @newsletter or @lid");
        }
    }

    /**
     * Reads a chat as people write it: {@code 447441429009}, {@code +44 7441 429009}, {@code
     * 0044…}, or a full id. Wawp wants digits only, without {@code +} and leading {@code 00}.
     *
     * @throws IllegalArgumentException when it is none of these; the message does not repeat it
     */
    public static ChatId parse(String written) {
        if (written.length() > 64) {
            throw new IllegalArgumentException("chatId is longer than 64 characters");
        }
        String trimmed = written.strip();
        int at = trimmed.indexOf('@');
        String local = at < 0 ? trimmed : trimmed.substring(0, at);
        String domain = at < 0 ? "@c.us" : trimmed.substring(at).toLowerCase(Locale.ROOT);
        if (domain.equals("@c.us") || domain.equals("@s.whatsapp.net")) {
            // zeros only where somebody dialled them: an id read again must stay the same
            return new ChatId(digits(local, at < 0) + "@c.us");
        }
        return new ChatId(local + domain);
    }

    private static String digits(String number, boolean dialled) {
        String plain = PUNCTUATION.matcher(number).replaceAll("");
        if (plain.startsWith("+")) {
            return plain.substring(1);
        }
        return dialled && plain.startsWith("00") ? plain.substring(2) : plain;
    }

    @Override
    public String toString() {
        int at = value.indexOf('@');
        return Masked.middle(value.substring(0, at)) + value.substring(at);
    }
}
