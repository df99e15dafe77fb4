package io.wawp.dispatcher.wawp;

import java.time.Duration;

/**
 * What is counted of the calls to Wawp. Called from the thread of the call, many at once; must be
 * quick and must not throw.
 */
@FunctionalInterface
public interface WawpMeters {

    /**
     * A call ended.
     *
     * @param operation {@code send}, {@code start_typing}, {@code stop_typing}, {@code session},
     *     {@code receipt} or {@code messages}
     * @param result the ending's name in lower snake case, such as {@code accepted}, {@code
     *     unclear}; {@code interrupted} when there is none
     * @param took from the start, waiting for a connection included
     */
    void ended(String operation, String result, Duration took);

    /** Counts nothing. */
    static WawpMeters none() {
        return (operation, result, took) -> {};
    }
}
