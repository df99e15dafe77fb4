package io.wawp.dispatcher.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * The first file of a topic's first partition, and the byte of it that is to be spoilt.
 *
 * @param path below a broker's data directory
 */
record Segment(String path) {
    static Segment of(String topic) {
        return new Segment(topic + "-0/00000000000000000000.log");
    }

    /** Where the marker's third character stands. */
    int position(byte[] content, String marker) {
        int at = new String(content, ISO_8859_1).indexOf(marker);
        if (at < 0) {
            throw new AssertionError("the marked record is not in " + path);
        }
        return at + 2;
    }
}
