package io.wawp.dispatcher.model;

import io.wawp.common.outcome.OutcomeError;

/**
 * How showing or ending the typing indicator ended. A courtesy: only trouble of the number counts.
 */
public sealed interface TypingResult {

    /** Done, as far as Wawp says. */
    record Shown() implements TypingResult {}

    /** Not shown; never a reason to hold back the message. */
    record NotShown(OutcomeError error) implements TypingResult {}

    /** The number cannot send at all. */
    record InstanceTrouble(OutcomeError error) implements TypingResult {}
}
