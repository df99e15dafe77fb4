package io.wawp.dispatcher.kafka;

import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.utils.internals.ByteBufferOutputStream;

/**
 * The libraries that unpack what producers compress. Two of them put a native part into the JVM's
 * temporary directory and load it from there, at the first record that needs it: where that cannot
 * be, records that are whole look as if they were damaged. Stateless.
 */
public final class Codecs {
    private static final List<String> ALL = List.of("gzip", "snappy", "lz4", "zstd");
    private static final byte RECORD_FORMAT = 2;

    private Codecs() {}

    /**
     * Loads all of them, so that a machine that cannot shows at the start.
     *
     * @throws IllegalStateException when one cannot be used here; says what to do
     */
    public static void requireAll() {
        for (String name : ALL) {
            try (var packed =
                    Compression.of(name)
                            .build()
                            .wrapForOutput(new ByteBufferOutputStream(512), RECORD_FORMAT)) {
                packed.write(1);
            } catch (KafkaException | IOException e) {
                throw new IllegalStateException(
                        "Records that a producer compressed with "
                                + name
                                + " could not be read here: its library cannot be loaded from "
                                + System.getProperty("java.io.tmpdir")
                                + ". The directory must be writable, and programs must be allowed"
                                + " to run from it (in a container: --tmpfs /tmp:exec)",
                        e);
            }
        }
    }
}
