package io.wawp.common.command;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One contact of a vCard message. Its string form shows nothing of the person.
 *
 * @param fullName as shown to the recipient; not empty
 * @param phoneNumber international form, {@code +} and 5 to 20 digits; {@link #normalPhoneNumber}
 *     makes it of what people write
 * @param organization company, or null
 * @param whatsappId 5 to 24 digits, without {@code +} and {@code @c.us}, or null
 */
public record Contact(
        String fullName,
        String phoneNumber,
        @Nullable String organization,
        @Nullable String whatsappId) {
    private static final Pattern PHONE_NUMBER = Pattern.compile("\\+\\d{5,20}");
    private static final Pattern PUNCTUATION = Pattern.compile("[\\s().-]");
    private static final Pattern WHATSAPP_ID = Pattern.compile("\\d{5,24}");

    public Contact {
        if (fullName.isEmpty()) {
            throw new IllegalArgumentException("fullName must not be empty");
        }
        if (!PHONE_NUMBER.matcher(phoneNumber).matches()) {
            throw new IllegalArgumentException("phoneNumber must be + and 5 to 20 digits");
        }
        if (whatsappId != null) {
            requireWhatsappId(whatsappId);
        }
    }

    /**
     * Reads a number as people write it: {@code +44 7441 429009}, {@code +44 (7441) 429-009}, also
     * without the {@code +}.
     *
     * @throws IllegalArgumentException when it is none; the message does not repeat it
     */
    public static String normalPhoneNumber(String written) {
        String plain = written.length() > 64 ? "" : PUNCTUATION.matcher(written).replaceAll("");
        String number = plain.startsWith("+") ? plain : "+" + plain;
        if (!PHONE_NUMBER.matcher(number).matches()) {
            throw new IllegalArgumentException("phoneNumber must be + and 5 to 20 digits");
        }
        return number;
    }

    /**
     * Checks a WhatsApp id.
     *
     * @return the same
     * @throws IllegalArgumentException when it is none; the message does not repeat it
     */
    public static String requireWhatsappId(String written) {
        if (!WHATSAPP_ID.matcher(written).matches()) {
            throw new IllegalArgumentException("whatsappId must be 5 to 24 digits");
        }
        return written;
    }

    @Override
    public String toString() {
        return "Contact[***]";
    }
}
