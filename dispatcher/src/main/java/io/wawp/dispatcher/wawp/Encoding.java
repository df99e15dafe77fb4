package io.wawp.dispatcher.wawp;

/** Where a call's parameters stand. Polls and vCards are JSON bodies under each of them. */
public enum Encoding {
    /** In the URL while it stays under 4 KiB, else in a JSON body. */
    AUTO,
    /** In the URL, as Wawp's pages show it. */
    QUERY,
    /** In a JSON body, credentials included: nothing personal in any URL. */
    JSON
}
