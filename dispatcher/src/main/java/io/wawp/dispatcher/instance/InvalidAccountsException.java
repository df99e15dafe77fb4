package io.wawp.dispatcher.instance;

/**
 * The configuration of the instances cannot be used. The message says what is wrong, where (file,
 * index, field) and what to do, and never shows a token; so there is no cause whose message might.
 */
public final class InvalidAccountsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidAccountsException(String message) {
        super(message);
    }
}
