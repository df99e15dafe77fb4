package io.wawp.dispatcher.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Command ids, one byte a character and one more each. */
final class NameStore {
    /** Stands for no name. */
    private static final int NONE = 0;

    private byte[] bytes = new byte[1024];
    private int end = 1;

    /** Keeps a name of up to 255 ASCII characters, and says where. */
    int add(@Nullable String name) {
        if (name == null) {
            return NONE;
        }
        byte[] ascii = name.getBytes(ISO_8859_1);
        int length = Math.min(ascii.length, 255);
        int at = end;
        if (at + length + 1 > bytes.length) {
            bytes = Arrays.copyOf(bytes, Sizes.grown(bytes.length, at + length + 1));
        }
        bytes[at] = (byte) length;
        System.arraycopy(ascii, 0, bytes, at + 1, length);
        end = at + length + 1;
        return at;
    }

    @Nullable String get(int at) {
        return at == NONE ? null : new String(bytes, at + 1, bytes[at] & 0xff, ISO_8859_1);
    }
}
