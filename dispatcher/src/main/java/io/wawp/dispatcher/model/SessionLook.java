package io.wawp.dispatcher.model;

import io.wawp.common.outcome.OutcomeError;

/** What session info said of an instance. */
public sealed interface SessionLook {

    /** The session says WORKING. */
    record Working() implements SessionLook {}

    /** It is there and does not work, or its credentials are refused. */
    record NotWorking(OutcomeError error) implements SessionLook {}

    /** No usable answer this time. */
    record Unreadable(OutcomeError error) implements SessionLook {}
}
