package io.wawp.dispatcher.cli;

import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import io.wawp.dispatcher.records.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record of one of the three topics on which the worker tells what happens. */
sealed interface Heard {

    /** Of the outcome topic. */
    record OfOutcome(Outcome outcome) implements Heard {}

    /** Of the delivery topic. */
    record OfDelivery(Delivery delivery) implements Heard {}

    /** Of the instance topic. */
    record OfInstance(InstanceEvent event) implements Heard {}

    /** Written by somebody else, or by a version that this one does not understand. */
    record Unreadable(String why) implements Heard {}

    /** Reads one. */
    static Heard of(Topics topics, OutcomeJson json, ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return new Unreadable("it has no value");
        }
        try {
            if (record.topic().equals(topics.outcomes())) {
                return new OfOutcome(json.decodeOutcome(value));
            }
            return record.topic().equals(topics.deliveries())
                    ? new OfDelivery(json.decodeDelivery(value))
                    : new OfInstance(json.decodeInstanceEvent(value));
        } catch (IllegalArgumentException e) {
            return new Unreadable(String.valueOf(e.getMessage()));
        }
    }
}
