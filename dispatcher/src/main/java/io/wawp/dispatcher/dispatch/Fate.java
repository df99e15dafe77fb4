package io.wawp.dispatcher.dispatch;

import java.time.Instant;

/** How a command leaves its path. */
sealed interface Fate {
    Fate OVER = new Over();

    /** It has ended; its chat is free. */
    record Over() implements Fate {}

    /**
     * It goes back to the head of its chat's lane.
     *
     * @param notBefore when it may pass again
     */
    record Again(Instant notBefore) implements Fate {}
}
