package io.wawp.dispatcher.intake;

import io.wawp.dispatcher.model.Original;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of records, as far as any of our topics could take them. A compressed record may be
 * small on the wire and huge in memory, and a poll holds many of them: of a value beyond the bound
 * only its size and SHA-256 are kept, of keys and headers the beginning. So a poll takes no more
 * memory than its largest record and, of all others, the bound.
 *
 * <p>Owned by intake's thread, as the consumer that uses it is.
 */
final class BoundedBytes implements Deserializer<byte[]> {
    private final int most;
    private final IdentityHashMap<byte[], Original.TooLarge> cut = new IdentityHashMap<>();

    /**
     * @param most so many bytes of a value, or of a key, are kept
     */
    BoundedBytes(int most) {
        this.most = most;
    }

    /** For keys, which are cut and not remembered. */
    Deserializer<byte[]> keys() {
        return new Keys(most);
    }

    /** What was read before is not asked for any more. */
    void forget() {
        cut.clear();
    }

    /** What is known of a value that was too large to be kept; null for any other. */
    Original.@Nullable TooLarge tooLarge(byte @Nullable [] value) {
        return value == null ? null : cut.get(value);
    }

    @Override
    public byte @Nullable [] deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        bound(headers);
        if (data == null) {
            return null;
        }
        if (data.remaining() <= most) {
            return copy(data, data.remaining());
        }
        byte[] nothing = new byte[0];
        cut.put(nothing, new Original.TooLarge(data.remaining(), sha256(data)));
        return nothing;
    }

    @Override
    public byte @Nullable [] deserialize(String topic, byte @Nullable [] data) {
        throw new UnsupportedOperationException("Kafka's consumer hands over buffers");
    }

    /** Takes the headers out of the record's buffer, which else would live as long as they do. */
    private void bound(Headers headers) {
        List<Header> kept = new ArrayList<>();
        long size = 0;
        boolean isCut = false;
        for (Header header : headers.toArray()) {
            byte[] value = header.value();
            if (size > most) {
                isCut = true;
            } else if (value != null && value.length > most) {
                kept.add(new RecordHeader(header.key(), Arrays.copyOf(value, most)));
                isCut = true;
            } else {
                kept.add(header);
            }
            size += header.key().length() + (value == null ? 0 : value.length);
        }
        if (isCut) {
            for (Header header : headers.toArray()) {
                headers.remove(header.key());
            }
            kept.forEach(headers::add);
        }
    }

    private static byte[] copy(ByteBuffer data, int length) {
        byte[] bytes = new byte[length];
        data.duplicate().get(bytes);
        return bytes;
    }

    private static String sha256(ByteBuffer data) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(data.duplicate());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private record Keys(int most) implements Deserializer<byte[]> {
        @Override
        public byte @Nullable [] deserialize(
                String topic, Headers headers, @Nullable ByteBuffer data) {
            return data == null ? null : copy(data, Math.min(most, data.remaining()));
        }

        @Override
        public byte @Nullable [] deserialize(String topic, byte @Nullable [] data) {
            throw new UnsupportedOperationException("Kafka's consumer hands over buffers");
        }
    }
}
