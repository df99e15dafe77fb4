package io.wawp.demo;

import org.jspecify.annotations.Nullable;

/** The demo cannot be played here and now; the message says why and what to do. */
final class StageException extends RuntimeException {
    StageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
