package io.wawp.dispatcher.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of names and bytes: 64 bits, never 0. Among a million of them two are the same
 * by chance once in some thirty million audits. Not for several threads.
 */
final class Digest {
    /** Nothing is remembered. */
    static final long NONE = 0;

    private static final long SEED = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private final MessageDigest sha256;

    Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Of names in their order; {@link #NONE} when one is missing. */
    static long of(@Nullable String... names) {
        long hash = SEED;
        for (String name : names) {
            if (name == null) {
                return NONE;
            }
            for (int i = 0; i < name.length(); i++) {
                hash = (hash ^ name.charAt(i)) * PRIME;
            }
            hash = (hash ^ 0x1f) * PRIME;
        }
        return notNone(mixed(hash));
    }

    /** Spreads a number over all its bits. */
    static long mixed(long number) {
        long mixed = (number ^ (number >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    /** The first eight bytes of the SHA-256; of no bytes the same as of a missing value. */
    long ofValue(byte @Nullable [] value) {
        return firstOf(sha256.digest(value == null ? new byte[0] : value));
    }

    /** The same of the SHA-256 itself. */
    static long firstOf(byte[] hash) {
        return notNone(ByteBuffer.wrap(hash).getLong());
    }

    /** Of a key, which may be missing, and of headers in their order. */
    long ofEnvelope(byte @Nullable [] key, Iterable<Header> headers) {
        update(key);
        for (Header header : headers) {
            update(header.key().getBytes(UTF_8));
            update(header.value());
        }
        return firstOf(sha256.digest());
    }

    private void update(byte @Nullable [] bytes) {
        sha256.update(ByteBuffer.allocate(4).putInt(bytes == null ? -1 : bytes.length).flip());
        if (bytes != null) {
            sha256.update(bytes);
        }
    }

    private static long notNone(long hash) {
        return hash == NONE ? 1 : hash;
    }
}
