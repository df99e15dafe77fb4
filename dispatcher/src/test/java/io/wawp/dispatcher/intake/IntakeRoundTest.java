package io.wawp.dispatcher.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wawp.common.json.CommandLimits;
import io.wawp.dispatcher.intake.IntakeRound.Ending;
import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntakeRoundTest {
    private static final TopicPartition PARTITION = new TopicPartition(Commands.TOPIC, 0);
    private static final Duration NOW = Duration.ZERO;

    private final OneGroup consumer = new OneGroup();
    private final Refusing producer = new Refusing();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final IntakeRound round =
            new IntakeRound(
                    consumer,
                    producer,
                    new CommandSorter(Topics.DEFAULTS, CommandLimits.DEFAULTS, new ManualTime()),
                    new IntakeMeters(registry));

    @BeforeEach
    void assigned() {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        producer.initTransactions();
    }

    @Test
    void writesABatchAndItsPositionTogether() {
        add(0, Commands.valid("a", "i"));
        add(1, new byte[] {'x'});

        assertEquals(Ending.COMMITTED, round.run(NOW));
        assertEquals(
                List.of("wawp.dispatch", "wawp.outcomes", "wawp.dead-letters"), writtenTopics());
        assertEquals(2, committedPosition());
        assertEquals(1, registry.counter("wawp.intake.dispatched").count());
        assertEquals(
                1,
                registry.get("wawp.intake.rejected")
                        .tag("code", "malformed_json")
                        .counter()
                        .count());
    }

    @Test
    void nothingReadIsNothingWritten() {
        assertEquals(Ending.IDLE, round.run(NOW));
        assertEquals(0, producer.commitCount());
    }

    @Test
    void anAbortedBatchIsReadAgainFromTheCommittedPosition() {
        add(0, Commands.valid("a", "i"));
        producer.commitTransactionException = new KafkaException("abortable");

        assertEquals(Ending.ABORTED, round.run(NOW));
        assertTrue(producer.transactionAborted());
        assertEquals(0, consumer.position(PARTITION));
        assertEquals(0, registry.counter("wawp.intake.dispatched").count());

        producer.commitTransactionException = null;
        add(0, Commands.valid("a", "i"));
        assertEquals(Ending.COMMITTED, round.run(NOW));
        assertEquals(List.of("wawp.dispatch"), writtenTopics());
    }

    @Test
    void anAbortedBatchGoesBackToWhatWasCommittedAndNotFurther() {
        add(0, Commands.valid("a", "i"));
        round.run(NOW);
        consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(1)));
        add(1, Commands.valid("b", "i"));
        producer.commitTransactionException = new KafkaException("abortable");

        assertEquals(Ending.ABORTED, round.run(NOW));
        assertEquals(1, consumer.position(PARTITION));
    }

    @Test
    void aFencedProducerNeedsNewClients() {
        add(0, Commands.valid("a", "i"));
        producer.fenceProducer();

        assertThrows(ProducerFencedException.class, () -> round.run(NOW));
    }

    @Test
    void aCommitWhoseEndIsUnknownNeedsNewClients() {
        add(0, Commands.valid("a", "i"));
        producer.commitTransactionException = new TimeoutException("no answer");
        producer.abortTransactionException = new KafkaException("must not abort now");

        assertThrows(KafkaException.class, () -> round.run(NOW));
    }

    @Test
    void whoIsNoMemberOfTheGroupCommitsNothing() {
        add(0, Commands.valid("a", "i"));
        consumer.generation = -1;

        assertEquals(Ending.ABORTED, round.run(NOW));
        assertEquals(0, producer.commitCount());
        assertEquals(0, producer.history().size());
    }

    @Test
    void whoIsNoMemberOfTheGroupSkipsNothing() {
        for (int i = 0; i < 2; i++) {
            damage();
            assertEquals(Ending.ABORTED, round.run(NOW));
        }
        consumer.generation = -1;
        damage();
        assertEquals(Ending.ABORTED, round.run(NOW));
        assertEquals(0, producer.commitCount());
        assertEquals(0, producer.history().size());
    }

    @Test
    void aRecordThatKafkaRefusesIsRejectedAndTheRestGoesOn() {
        producer.refusedTopic = "wawp.dispatch";
        add(0, Commands.valid("a", "i"));
        assertEquals(Ending.ABORTED, round.run(NOW));

        add(0, Commands.valid("a", "i"));
        assertEquals(Ending.COMMITTED, round.run(NOW));
        assertEquals(List.of("wawp.outcomes", "wawp.dead-letters"), writtenTopics());

        producer.refusedTopic = "";
        add(1, Commands.valid("b", "i"));
        assertEquals(Ending.COMMITTED, round.run(NOW));
        assertEquals("wawp.dispatch", writtenTopics().getLast());
    }

    @Test
    void aDeadLetterThatKafkaRefusesStopsNothing() {
        producer.refusedTopic = "wawp.dead-letters";
        for (int i = 0; i < 2; i++) {
            add(0, new byte[] {'x'});
            assertEquals(Ending.ABORTED, round.run(NOW));
        }
        add(0, new byte[] {'x'});
        assertEquals(Ending.COMMITTED, round.run(NOW));
        assertEquals(List.of("wawp.outcomes"), writtenTopics());
    }

    @Test
    void aDamagedRecordIsFetchedAgainThenSkippedWithAnOutcome() {
        for (int i = 0; i < 2; i++) {
            damage();
            assertEquals(Ending.ABORTED, round.run(NOW));
            assertEquals(0, producer.history().size());
        }
        damage();
        assertEquals(Ending.COMMITTED, round.run(NOW));
        assertEquals(List.of("wawp.outcomes"), writtenTopics());
        assertEquals(1, committedPosition());
        assertEquals(1, consumer.position(PARTITION));
    }

    @Test
    void aRecordDamagedOnTheWayOnlyIsNotSkipped() {
        damage();
        round.run(NOW);
        damage();
        round.run(NOW);
        add(0, Commands.valid("a", "i"));
        assertEquals(Ending.COMMITTED, round.run(NOW));
        assertEquals(List.of("wawp.dispatch"), writtenTopics());
    }

    @Test
    void anyOtherTroubleOfAPollNeedsNewClients() {
        consumer.setPollException(new KafkaException("something else"));
        assertThrows(KafkaException.class, () -> round.run(NOW));
    }

    @Test
    void aRecordThatThisMachineCannotUnpackIsNeverSkipped() {
        for (int i = 0; i < 5; i++) {
            failToFetch(new KafkaException(new UnsatisfiedLinkError("libzstd")));
            assertThrows(KafkaException.class, () -> round.run(NOW));
        }
        assertEquals(0, producer.history().size());
    }

    private void damage() {
        failToFetch(new CorruptRecordException("checksum"));
    }

    private void failToFetch(KafkaException why) {
        consumer.setPollException(
                new KafkaException(
                        "Received exception when fetching the next record from "
                                + PARTITION
                                + ". If needed, please seek past the record to continue"
                                + " consumption.",
                        why));
    }

    private void add(long offset, byte[] value) {
        consumer.addRecord(Commands.record(offset, value));
    }

    private List<String> writtenTopics() {
        return producer.history().stream().map(ProducerRecord::topic).toList();
    }

    private long committedPosition() {
        return producer.consumerGroupOffsetsHistory().getLast().values().stream()
                .flatMap(positions -> positions.values().stream())
                .mapToLong(OffsetAndMetadata::offset)
                .max()
                .orElseThrow();
    }

    /** A member of a group, unless the test says otherwise. */
    private static final class OneGroup extends MockConsumer<byte[], byte[]> {
        private int generation = 1;

        OneGroup() {
            super("earliest");
        }

        @Override
        @SuppressWarnings("removal") // Kafka offers no other way yet to make one
        public synchronized ConsumerGroupMetadata groupMetadata() {
            return new ConsumerGroupMetadata("g", generation, "m", Optional.empty());
        }
    }

    /** Refuses records of one topic as a broker does: in the callback, and at the commit. */
    private static final class Refusing extends MockProducer<byte[], byte[]> {
        private String refusedTopic = "";
        private boolean refused;

        Refusing() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        @SuppressWarnings("NullAway") // a callback has either metadata or an exception
        public synchronized Future<RecordMetadata> send(
                ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
            if (callback != null && record.topic().equals(refusedTopic)) {
                refused = true;
                callback.onCompletion(null, new RecordTooLargeException("too large"));
            }
            return super.send(record, callback);
        }

        @Override
        public void commitTransaction() {
            if (refused) {
                refused = false;
                throw new KafkaException("a record failed");
            }
            super.commitTransaction();
        }
    }
}
