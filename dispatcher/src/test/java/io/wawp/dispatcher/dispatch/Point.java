package io.wawp.dispatcher.dispatch;

/** A moment between two steps of a worker, at which something may happen to it. */
enum Point {
    /** It is about to show the typing indicator. */
    TYPING,
    /** What was read and what was appended go into one transaction; nothing of it is written. */
    BEFORE_COMMIT,
    /** All of it is committed, and nobody was told. */
    AFTER_COMMIT,
    /** A connection is leased; whether it may write is not asked yet. */
    LEASED,
    /** It was told that it may write, and has not written. */
    ALLOWED,
    /** The request is written. */
    WRITTEN,
    /** The answer has come, and is not read. */
    ANSWERED,
    /** It is about to look into the chat. */
    BEFORE_LOOK,
    /** The listing has come, and is not read. */
    AFTER_LOOK
}
