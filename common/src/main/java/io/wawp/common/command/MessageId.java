package io.wawp.common.command;

/**
 * WhatsApp's id of one message, as Wawp gave it: {@code true_447441429009@c.us_3EB0…} or the bare
 * {@code 3EB0…}. Opaque but for {@link #bare()}. It may hold a phone number, so its string form is
 * masked; {@link #value()} is for the wire.
 *
 * @param value 1 to 512 characters, none of them a control character
 */
public record MessageId(String value) {
    private static final int LONGEST = 512;

    public MessageId {
        if (value.isEmpty()
                || value.codePointCount(0, value.length()) > LONGEST
                || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a message id must be 1 to 512 characters without control characters");
        }
    }

    /**
     * The part that is the same in all forms in which engines write one id: the hex id itself. In
     * {@code true_CHAT_HEX} and {@code true_GROUP_HEX_PARTICIPANT} it is the third part.
     */
    public String bare() {
        String[] parts = value.split("_", 5);
        return parts.length >= 3 && (parts[0].equals("true") || parts[0].equals("false"))
                ? parts[2]
                : value;
    }

    @Override
    public String toString() {
        return "…" + Masked.tail(bare(), 6);
    }
}
