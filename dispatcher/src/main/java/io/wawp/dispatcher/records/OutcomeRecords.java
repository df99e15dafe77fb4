package io.wawp.dispatcher.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.command.CommandId;
import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.Trace;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Publications as Kafka records. Immutable and thread-safe. No record has a timestamp of its own:
 * it is written when it is written, and what it tells of time is in its value.
 */
public final class OutcomeRecords {
    /** Below Kafka's default limits of a topic and of a producer, with room for the batch. */
    public static final int MAX_RECORD_BYTES = 1_000_000;

    private final OutcomeJson json = new OutcomeJson();
    private final Topics topics;
    private final DeadLetters deadLetters;

    public OutcomeRecords(Topics topics) {
        this(topics, MAX_RECORD_BYTES);
    }

    /**
     * @param maxRecordBytes how large a record the dead-letter topic and the producer take; a
     *     larger original is dead-lettered without its value
     */
    public OutcomeRecords(Topics topics, int maxRecordBytes) {
        this.topics = topics;
        this.deadLetters = new DeadLetters(topics.deadLetters(), maxRecordBytes);
    }

    /** Where originals go; they are the producers', and may be larger than a topic takes. */
    public String deadLetterTopic() {
        return topics.deadLetters();
    }

    /** The record that tells it to the world. */
    public ProducerRecord<byte[], byte[]> of(Publication publication) {
        return switch (publication) {
            case Publication.OfOutcome it -> outcome(it.outcome(), it.trace());
            case Publication.OfDelivery it -> delivery(it.delivery(), it.trace());
            case Publication.OfInstance it -> instance(it.event());
            case Publication.OfDeadLetter it -> deadLetters.of(it);
        };
    }

    private ProducerRecord<byte[], byte[]> outcome(Outcome outcome, Trace trace) {
        return record(topics.outcomes(), key(outcome.commandId()), json.encode(outcome), trace);
    }

    private ProducerRecord<byte[], byte[]> delivery(Delivery delivery, Trace trace) {
        return record(topics.deliveries(), key(delivery.commandId()), json.encode(delivery), trace);
    }

    private ProducerRecord<byte[], byte[]> instance(InstanceEvent event) {
        return record(
                topics.instances(),
                event.instanceId().value().getBytes(UTF_8),
                json.encode(event),
                Trace.NONE);
    }

    private static byte @Nullable [] key(@Nullable CommandId commandId) {
        return commandId == null ? null : commandId.value().getBytes(UTF_8);
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, byte @Nullable [] key, byte[] value, Trace trace) {
        var headers = new RecordHeaders();
        String traceparent = trace.traceparent();
        if (traceparent != null) {
            headers.add(DispatchRecord.TRACEPARENT, traceparent.getBytes(UTF_8));
        }
        String tracestate = trace.tracestate();
        if (tracestate != null) {
            headers.add(DispatchRecord.TRACESTATE, tracestate.getBytes(UTF_8));
        }
        return new ProducerRecord<>(topic, null, null, key, value, headers);
    }
}
