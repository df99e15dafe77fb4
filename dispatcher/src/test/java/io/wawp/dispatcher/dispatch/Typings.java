package io.wawp.dispatcher.dispatch;

/** How showing that somebody types goes. */
enum Typings {
    /** Nothing is shown. */
    OFF,
    SHOWN,
    /** Wawp refuses it, each time. */
    NOT_SHOWN,
    /** It is the first call that tells that the number is in trouble, for a minute. */
    IN_TROUBLE_AT_FIRST
}
