package io.wawp.common.kafka;

import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Delivery;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The value of a record of {@code wawp.deliveries}, for a consumer's {@code value.deserializer}.
 * Passes over fields and reads codes that a newer version writes. Thread-safe.
 */
public final class DeliveryDeserializer implements Deserializer<Delivery> {
    private final OutcomeJson json = new OutcomeJson();

    /**
     * What the record tells.
     *
     * @return null for null
     * @throws SerializationException when it is something else; the message names field and rule,
     *     and not what was written
     */
    @Override
    public @Nullable Delivery deserialize(String topic, byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        try {
            return json.decodeDelivery(value);
        } catch (IllegalArgumentException e) {
            throw new SerializationException("a record of " + topic + " is " + e.getMessage(), e);
        }
    }
}
