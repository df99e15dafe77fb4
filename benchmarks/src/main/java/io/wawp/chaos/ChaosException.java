package io.wawp.chaos;

import org.jspecify.annotations.Nullable;

/** A run could not be carried out, which says nothing about the worker. The message says why. */
final class ChaosException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChaosException(String message) {
        super(message);
    }

    ChaosException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
