package io.wawp.dispatcher.model;

import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.Source;
import org.jspecify.annotations.Nullable;

/** A record for the world outside, written in the same transaction as the entry it goes with. */
public sealed interface Publication {

    /** For {@code wawp.outcomes}. */
    record OfOutcome(Outcome outcome, Trace trace) implements Publication {}

    /** For {@code wawp.deliveries}. */
    record OfDelivery(Delivery delivery, Trace trace) implements Publication {}

    /** For {@code wawp.instances}. */
    record OfInstance(InstanceEvent event) implements Publication {}

    /**
     * For {@code wawp.dead-letters}: the producer's record with the reason in headers.
     *
     * @param commandId as text, or null where it could not be read
     * @param attempts the sends of the run that ended so
     * @param unjournaled whether no run of the command was ever journaled: it was rejected before
     */
    record OfDeadLetter(
            Original original,
            Source source,
            OutcomeError error,
            @Nullable String commandId,
            Attempts attempts,
            boolean unjournaled)
            implements Publication {}
}
