package io.wawp.common.command;

/**
 * A Wawp instance: one WhatsApp number that sends. Wawp's documents speak of 12 alphanumeric
 * characters; we accept a little more, since nothing of ours depends on it.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 _ -}
 */
public record InstanceId(String value) {
    public InstanceId {
        Identifiers.requireInstance(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
