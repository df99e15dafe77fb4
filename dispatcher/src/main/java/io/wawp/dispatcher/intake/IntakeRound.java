package io.wawp.dispatcher.intake;

import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.kafka.WriteTrouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round of intake: poll, sort, and write everything together with the positions in one
 * transaction. What was not committed is read again. Owned by intake's thread.
 */
final class IntakeRound {
    private static final Logger log = LoggerFactory.getLogger(IntakeRound.class);

    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final CommandSorter sorter;
    private final IntakeMeters meters;
    private final DamagedRecords damaged;

    /** How often Kafka refused what a record led to, of records that are not committed yet. */
    private final Map<Source, Integer> refusals = new HashMap<>();

    /** Filled by the producer's thread. */
    private final Queue<Source> refused = new ConcurrentLinkedQueue<>();

    /** The first record of this round that was not written, and why. By the producer's thread. */
    private final AtomicReference<@Nullable String> unwritten = new AtomicReference<>();

    private @Nullable String trouble;

    IntakeRound(
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            CommandSorter sorter,
            IntakeMeters meters) {
        this.consumer = consumer;
        this.producer = producer;
        this.sorter = sorter;
        this.meters = meters;
        this.damaged = new DamagedRecords(consumer);
    }

    /** How a round ended. */
    enum Ending {
        /** There was nothing to read. */
        IDLE,
        COMMITTED,
        /** Nothing was written; what was read is read again. */
        ABORTED
    }

    /**
     * Does one round.
     *
     * @throws WakeupException when woken while it waited for records
     * @throws RuntimeException when these clients cannot go on and new ones are needed
     */
    Ending run(Duration wait) {
        ConsumerRecords<byte[], byte[]> batch;
        sorter.values().forget();
        try {
            batch = consumer.poll(wait);
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            return damaged.find(e).map(this::skip).orElseThrow(() -> e);
        }
        if (batch.isEmpty()) {
            return Ending.IDLE;
        }
        damaged.forget();
        return write(batch);
    }

    /** What the last round was aborted for, in words; empty when it was not, or it will pass. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private Ending write(ConsumerRecords<byte[], byte[]> batch) {
        var rejections = new ArrayList<ReasonCode>();
        Ending ending =
                transact(
                        batch.nextOffsets(),
                        () -> {
                            for (ConsumerRecord<byte[], byte[]> read : batch) {
                                Source source = CommandSorter.sourceOf(read);
                                var sorted = sorter.sort(read, refusals.getOrDefault(source, 0));
                                sorted.toWrite().forEach(record -> send(record, source));
                                ReasonCode rejection = sorted.rejection();
                                if (rejection != null) {
                                    rejections.add(rejection);
                                }
                            }
                        });
        if (ending == Ending.COMMITTED) {
            meters.dispatched(batch.count() - rejections.size());
            rejections.forEach(meters::rejected);
        }
        return ending;
    }

    private Ending skip(DamagedRecords.Damaged found) {
        if (!found.forGood()) {
            return Ending.ABORTED;
        }
        TopicPartition partition = found.partition();
        var source = new Source(partition.topic(), partition.partition(), found.offset());
        log.error(
                "{} is damaged and cannot be read: skipped, with an outcome that says so", source);
        Ending ending =
                transact(
                        Map.of(partition, new OffsetAndMetadata(found.offset() + 1)),
                        () ->
                                sorter.unreadable(source)
                                        .toWrite()
                                        .forEach(record -> send(record, source)));
        if (ending == Ending.COMMITTED) {
            consumer.seek(partition, found.offset() + 1);
            damaged.forget();
            meters.rejected(ReasonCode.MALFORMED_JSON);
        }
        return ending;
    }

    private Ending transact(Map<TopicPartition, OffsetAndMetadata> positions, Runnable sends) {
        trouble = null;
        unwritten.set(null);
        ConsumerGroupMetadata group = consumer.groupMetadata();
        if (group.generationId() < 0) {
            // the broker would accept the positions of somebody who is no member of a living group
            log.info("Left the group with records in hand; they are read again");
            return readAgain();
        }
        producer.beginTransaction();
        try {
            sends.run();
            producer.sendOffsetsToTransaction(positions, group);
            producer.commitTransaction();
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            countRefused();
            log.debug("A batch was not committed and is read again", e);
            String first = unwritten.get();
            trouble = first == null ? WriteTrouble.words(null, e) : first;
            // throws when this producer is beyond repair, or when the commit's end is unknown
            producer.abortTransaction();
            return readAgain();
        }
        refusals.clear();
        return Ending.COMMITTED;
    }

    private void send(ProducerRecord<byte[], byte[]> record, Source source) {
        // a failure also fails the commit, which is where it is dealt with
        var _ =
                producer.send(
                        record,
                        (written, e) -> {
                            if (e != null && !WriteTrouble.isConsequence(e)) {
                                failed(record.topic(), source, e);
                            }
                        });
    }

    private void failed(String topic, Source source, Exception e) {
        unwritten.compareAndSet(null, WriteTrouble.words(topic, e));
        boolean isRecordsFault =
                e instanceof RecordTooLargeException
                        || e instanceof InvalidRecordException
                        || e instanceof InvalidTimestampException;
        // an outcome is as small as it can be: where it is refused, the topic has to be mended
        if (isRecordsFault && !sorter.isOfOutcomes(topic)) {
            refused.add(source);
        }
    }

    private void countRefused() {
        for (Source source = refused.poll(); source != null; source = refused.poll()) {
            log.warn("Kafka refuses to take what {} led to; less of it is passed on", source);
            refusals.merge(source, 1, Integer::sum);
        }
    }

    private Ending readAgain() {
        meters.aborted();
        var assignment = consumer.assignment();
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(assignment);
        for (TopicPartition partition : assignment) {
            OffsetAndMetadata position = committed.get(partition);
            if (position == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, position);
            }
        }
        return Ending.ABORTED;
    }
}
