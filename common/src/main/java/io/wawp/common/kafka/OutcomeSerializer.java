package io.wawp.common.kafka;

import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Outcome;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * An outcome to the value of a record of {@code wawp.outcomes}: for tests and for programs that
 * pass records on, since the topic itself is written by the worker alone. Thread-safe.
 */
public final class OutcomeSerializer implements Serializer<Outcome> {
    private final OutcomeJson json = new OutcomeJson();

    /** As JSON; null for null. */
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Outcome outcome) {
        return outcome == null ? null : json.encode(outcome);
    }
}
