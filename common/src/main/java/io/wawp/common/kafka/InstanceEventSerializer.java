package io.wawp.common.kafka;

import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.InstanceEvent;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * An instance event to the value of a record of {@code wawp.instances}: for tests and for programs
 * that pass records on, since the topic itself is written by the worker alone. Thread-safe.
 */
public final class InstanceEventSerializer implements Serializer<InstanceEvent> {
    private final OutcomeJson json = new OutcomeJson();

    /** As JSON; null for null. */
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable InstanceEvent event) {
        return event == null ? null : json.encode(event);
    }
}
