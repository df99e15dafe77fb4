package io.wawp.demo;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The demo cannot be played here and now; the message says why and what to do. */
final class StageException extends RuntimeException {
    StageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** No temporary file or directory can be made. */
    static StageException noRoom(IOException cause) {
        return new StageException(
                "Nothing can be written to %s: make room there, or name another directory with WAWP_JAVA_OPTS=-Djava.io.tmpdir=DIR"
                        .formatted(System.getProperty("java.io.tmpdir")),
                cause);
    }
}
