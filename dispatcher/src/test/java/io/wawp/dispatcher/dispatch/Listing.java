package io.wawp.dispatcher.dispatch;

/** How looking into chats goes. */
enum Listing {
    WORKS,
    /** Each look takes 20 s, and shows the chat as it was when the look began. */
    IS_SLOW,
    /** No usable answer for the first five minutes. */
    FAILS_AT_FIRST,
    /** Never a usable answer. */
    FAILS,
    /** The number is in trouble for the first five minutes, for looks and its session. */
    IN_TROUBLE_AT_FIRST
}
