package io.wawp.dispatcher.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command's record as its producer wrote it, kept while it can still be sent or dead-lettered.
 *
 * @param key the record's key, or null
 * @param value its very bytes; not to be changed by anybody
 * @param headers the producer's, in their order
 * @param timestamp the record's, in milliseconds since 1970; -1 when it had none
 * @param tooLarge set when the value was too large to be kept; it is empty then
 */
@SuppressWarnings("ArrayRecordComponent") // handed through untouched, never compared
public record Original(
        byte @Nullable [] key,
        byte[] value,
        List<Header> headers,
        long timestamp,
        @Nullable TooLarge tooLarge) {
    public Original {
        headers = List.copyOf(headers);
    }

    /** One whose value was kept. */
    public Original(byte @Nullable [] key, byte[] value, List<Header> headers, long timestamp) {
        this(key, value, headers, timestamp, null);
    }

    /**
     * What is known of a value that was too large to be kept in memory.
     *
     * @param bytes its size
     * @param sha256 in hexadecimal digits
     */
    public record TooLarge(int bytes, String sha256) {}

    /** The same, of whose value no more is known. */
    public Original without(@Nullable TooLarge value) {
        return new Original(key, this.value, headers, timestamp, value);
    }

    /** The same without its value, of which size and hash are kept. */
    public Original withoutValue() {
        return tooLarge != null
                ? this
                : new Original(
                        key,
                        new byte[0],
                        headers,
                        timestamp,
                        new TooLarge(value.length, sha256(value)));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** One header; a header's value may be null in Kafka. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Header(String name, byte @Nullable [] value) {}

    /** About how many bytes of memory this takes. */
    public int size() {
        int size = 64 + value.length + (key == null ? 0 : key.length);
        for (Header header : headers) {
            byte[] bytes = header.value();
            size += 48 + header.name().length() + (bytes == null ? 0 : bytes.length);
        }
        return size;
    }

    @Override
    public String toString() {
        return "Original[" + value.length + " bytes]";
    }
}
