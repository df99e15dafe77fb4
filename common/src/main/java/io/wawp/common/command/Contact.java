package io.wawp.common.command;

import org.jspecify.annotations.Nullable;

/**
 * One contact of a vCard message. Its string form shows nothing of the person.
 *
 * @param fullName as shown to the recipient
 * @param phoneNumber international form, {@code +} and digits
 * @param organization company, or null
 * @param whatsappId digits only, without {@code +} and {@code @c.us}, or null
 */
public record Contact(
        String fullName,
        String phoneNumber,
        @Nullable String organization,
        @Nullable String whatsappId) {
    @Override
    public String toString() {
        return "Contact[***]";
    }
}
