package io.wawp.dispatcher.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Says in few characters what bytes a record consists of. Stateless. */
final class Fingerprints {
    private Fingerprints() {}

    /** Of key, value and headers in their order; null is told from empty, but for the value. */
    static String of(byte @Nullable [] key, byte @Nullable [] value, Header[] headers) {
        MessageDigest digest = sha256();
        add(digest, key);
        add(digest, value == null ? new byte[0] : value);
        for (Header header : headers) {
            add(digest, header.key().getBytes(UTF_8));
            add(digest, header.value());
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    /** The SHA-256 of a value, as a dead letter names it that has no room for the value. */
    static String ofValue(byte @Nullable [] value) {
        return HexFormat.of().formatHex(sha256().digest(value == null ? new byte[0] : value));
    }

    /** About how many bytes a record takes in Kafka. */
    static long size(byte @Nullable [] key, byte @Nullable [] value, Header[] headers) {
        long size = 20L + length(key) + length(value);
        for (Header header : headers) {
            size += 6L + header.key().getBytes(UTF_8).length + length(header.value());
        }
        return size;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static void add(MessageDigest digest, byte @Nullable [] bytes) {
        digest.update(ByteBuffer.allocate(4).putInt(bytes == null ? -1 : bytes.length).array());
        if (bytes != null) {
            digest.update(bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
