package io.wawp.common.command;

/**
 * Names one command in every outcome; chosen by its producer.
 *
 * @param value 1 to 128 characters of {@code A-Z a-z 0-9 . _ : ~ -}
 */
public record CommandId(String value) {
    public CommandId {
        Identifiers.requireKey("commandId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
