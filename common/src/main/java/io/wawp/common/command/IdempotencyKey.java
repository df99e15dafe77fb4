package io.wawp.common.command;

/**
 * Two commands of one instance with the same key are one send.
 *
 * @param value 1 to 128 characters of {@code A-Z a-z 0-9 . _ : ~ -}
 */
public record IdempotencyKey(String value) {
    public IdempotencyKey {
        Identifiers.requireKey("idempotencyKey", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
