package io.wawp.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * A part of the sandbox could not start or stop. The message says what went wrong, where, and what
 * to do about it, in words meant for the person at the keyboard.
 */
public final class SandboxException extends RuntimeException {
    public SandboxException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public SandboxException(String message) {
        super(message);
    }
}
