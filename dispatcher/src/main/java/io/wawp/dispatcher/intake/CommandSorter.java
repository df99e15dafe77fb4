package io.wawp.dispatcher.intake;

import io.wawp.common.command.SendCommand;
import io.wawp.common.json.CommandDecoder;
import io.wawp.common.json.CommandLimits;
import io.wawp.common.json.Decoding;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.EventIds;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.Run;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.model.Trace;
import io.wawp.dispatcher.records.DispatchRecord;
import io.wawp.dispatcher.records.OutcomeRecords;
import io.wawp.dispatcher.records.RunHeaders;
import io.wawp.dispatcher.records.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what one record of a command topic leads to. Never throws for what is in it, and writes
 * nothing itself.
 */
final class CommandSorter {
    private static final Logger log = LoggerFactory.getLogger(CommandSorter.class);

    /** What may stand beside a command; more would not fit into the topics behind us. */
    static final int MAX_BESIDE_BYTES = 64 * 1024;

    /** A dead letter of which little more than its reasons is left. */
    private static final int SMALL = 8 * 1024;

    private final CommandDecoder decoder;
    private final int maxCommandBytes;
    private final BoundedBytes values = new BoundedBytes(OutcomeRecords.MAX_RECORD_BYTES);
    private final Topics topics;
    private final OutcomeRecords records;
    private final OutcomeRecords smallRecords;
    private final Time time;

    CommandSorter(Topics topics, CommandLimits limits, Time time) {
        this.decoder = new CommandDecoder(limits);
        this.maxCommandBytes = limits.maxCommandBytes();
        this.topics = topics;
        this.records = new OutcomeRecords(topics);
        this.smallRecords = new OutcomeRecords(topics, SMALL);
        this.time = time;
    }

    /**
     * What is to be written for a record.
     *
     * @param rejection why it is not dispatched; null when it is
     */
    record Sorted(List<ProducerRecord<byte[], byte[]>> toWrite, @Nullable ReasonCode rejection) {
        Sorted {
            toWrite = List.copyOf(toWrite);
        }
    }

    /**
     * Sorts one record.
     *
     * @param refusals how often Kafka already refused to take what this led to; each time less of
     *     the record is passed on, so that no record can stop its partition
     */
    Sorted sort(ConsumerRecord<byte[], byte[]> read, int refusals) {
        return switch (decode(read)) {
            case Decoding.Valid valid when refusals == 0 && beside(read) <= MAX_BESIDE_BYTES ->
                    dispatched(read, valid.command());
            case Decoding.Valid valid ->
                    rejected(read, tooLarge(valid.command(), read), Math.max(0, refusals - 1));
            case Decoding.Invalid invalid -> rejected(read, invalid, refusals);
        };
    }

    boolean isOfOutcomes(String topic) {
        return topic.equals(topics.outcomes());
    }

    /** For a record that Kafka's client cannot read: nothing of it can be passed on. */
    Sorted unreadable(Source source) {
        var error =
                OutcomeError.of(
                        ReasonCode.MALFORMED_JSON,
                        "The record is damaged: Kafka's client cannot read it, so it was skipped."
                                + " Send the command again.");
        Outcome outcome = outcome(source, 1, invalid(error));
        return new Sorted(
                List.of(records.of(new Publication.OfOutcome(outcome, Trace.NONE))), error.code());
    }

    /** Reads the values that it sorts. */
    BoundedBytes values() {
        return values;
    }

    private Decoding decode(ConsumerRecord<byte[], byte[]> read) {
        Original.TooLarge huge = values.tooLarge(read.value());
        if (huge != null) {
            return invalid(
                    OutcomeError.of(
                            ReasonCode.COMMAND_TOO_LARGE,
                            "the value has "
                                    + huge.bytes()
                                    + " bytes; a command has at most "
                                    + maxCommandBytes));
        }
        try {
            return decoder.decode(read.value(), time.now());
        } catch (RuntimeException | StackOverflowError e) {
            // a fault of ours, and no reason to stop: the bytes are kept as a dead letter
            log.error("The decoder failed on {}; this is a bug", sourceOf(read), e);
            return invalid(
                    OutcomeError.of(
                            ReasonCode.MALFORMED_JSON, "The command could not be decoded."));
        }
    }

    private Sorted dispatched(ConsumerRecord<byte[], byte[]> read, SendCommand command) {
        return new Sorted(
                List.of(
                        DispatchRecord.build(
                                topics.dispatch(),
                                topics.partitions(),
                                command.instanceId(),
                                read)),
                null);
    }

    private Sorted rejected(
            ConsumerRecord<byte[], byte[]> read, Decoding.Invalid invalid, int refusals) {
        Source source = sourceOf(read);
        Original original = DispatchRecord.originalOf(read).without(values.tooLarge(read.value()));
        Run run = RunHeaders.read(original.headers());
        Outcome outcome = outcome(source, run.number(), invalid);
        var commandId = invalid.commandId();
        var deadLetter =
                new Publication.OfDeadLetter(
                        original,
                        source,
                        invalid.error(),
                        commandId == null ? null : commandId.value(),
                        Attempts.NONE,
                        run.unjournaled());
        var toWrite = new ArrayList<ProducerRecord<byte[], byte[]>>();
        toWrite.add(
                records.of(new Publication.OfOutcome(outcome, DispatchRecord.traceOf(original))));
        if (refusals < 2) {
            toWrite.add((refusals == 0 ? records : smallRecords).of(deadLetter));
        } else {
            log.error("Kafka takes no dead letter for {}: only its outcome is kept", source);
        }
        return new Sorted(toWrite, invalid.error().code());
    }

    private Outcome outcome(Source source, int run, Decoding.Invalid invalid) {
        return new Outcome(
                EventIds.of(source, run, OutcomeStatus.REJECTED.name()),
                invalid.commandId(),
                invalid.idempotencyKey(),
                invalid.instanceId(),
                invalid.chatId(),
                invalid.type(),
                run,
                OutcomeStatus.REJECTED,
                time.now(),
                0,
                null,
                null,
                false,
                invalid.error(),
                source,
                invalid.metadata(),
                null,
                null);
    }

    private Decoding.Invalid tooLarge(SendCommand command, ConsumerRecord<byte[], byte[]> read) {
        var error =
                OutcomeError.of(
                        ReasonCode.COMMAND_TOO_LARGE,
                        "With its key and headers the command is larger than can be taken: they are "
                                + beside(read)
                                + " bytes, and at most "
                                + MAX_BESIDE_BYTES
                                + " should stand beside a command.");
        return new Decoding.Invalid(
                error,
                command.commandId(),
                command.idempotencyKey(),
                command.instanceId(),
                command.chatId(),
                command.content().type(),
                command.metadata());
    }

    private static Decoding.Invalid invalid(OutcomeError error) {
        return new Decoding.Invalid(error, null, null, null, null, null, Map.of());
    }

    /** The size of key and headers. */
    private static int beside(ConsumerRecord<byte[], byte[]> read) {
        Original original = DispatchRecord.originalOf(read);
        return original.size() - original.value().length;
    }

    static Source sourceOf(ConsumerRecord<byte[], byte[]> read) {
        return new Source(read.topic(), read.partition(), read.offset());
    }
}
