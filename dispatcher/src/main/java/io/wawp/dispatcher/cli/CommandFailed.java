package io.wawp.dispatcher.cli;

/**
 * Ends a command with exit status 1. The message is all that the user sees: what was wrong, where,
 * and what to do next. It holds no token, no unmasked chat and no message text.
 */
final class CommandFailed extends RuntimeException {
    private final String words;

    CommandFailed(String words) {
        super(words, null, false, false);
        this.words = words;
    }

    CommandFailed(String words, Throwable cause) {
        super(words, cause, false, false);
        this.words = words;
    }

    /** The message. */
    String words() {
        return words;
    }
}
