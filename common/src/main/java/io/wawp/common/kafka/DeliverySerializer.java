package io.wawp.common.kafka;

import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Delivery;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A delivery to the value of a record of {@code wawp.deliveries}: for tests and for programs that
 * pass records on, since the topic itself is written by the worker alone. Thread-safe.
 */
public final class DeliverySerializer implements Serializer<Delivery> {
    private final OutcomeJson json = new OutcomeJson();

    /** As JSON; null for null. */
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Delivery delivery) {
        return delivery == null ? null : json.encode(delivery);
    }
}
