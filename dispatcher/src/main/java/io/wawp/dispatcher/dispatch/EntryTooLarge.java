package io.wawp.dispatcher.dispatch;

/** A record of an append does not fit the broker's limit; nothing of it was written. */
final class EntryTooLarge extends Exception {
    private static final long serialVersionUID = 1;

    EntryTooLarge(IllegalArgumentException cause) {
        super(cause);
    }
}
