package io.wawp.dispatcher.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.model.Tenure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransactionsTest {
    /** A record that its item cannot do without. */
    private static final String WITHOUT_FAIL = "b";

    private final Shard one = new Shard(new Tenure(1, 1), 17, 0, 4);
    private final Shard two = new Shard(new Tenure(2, 2), 0, 0, 4);
    private final Item first = new Item(one.tenure(), List.of(record(1, "a"), record(1, "b")));
    private final Item second = new Item(two.tenure(), List.of(record(2, "c")));
    private final Scripted producer = new Scripted();
    private final Transactions transactions = new Transactions(producer, "dispatch");

    @Test
    void commitsRecordsAndThePositionOfEveryShardTogether() {
        var committed = assertInstanceOf(Transactions.Result.Committed.class, commit(batch()));

        assertEquals(2, committed.offsets().size());
        assertEquals(2, committed.offsets().getFirst().length);
        assertTrue(committed.offsets().getFirst()[0] < committed.offsets().getFirst()[1]);
        assertEquals(1, committed.offsets().getLast().length);
        assertEquals(
                List.of("a", "b", "c"),
                producer.history().stream().map(TransactionsTest::text).toList());
        assertEquals(
                Map.of(
                        new TopicPartition("dispatch", 1), new OffsetAndMetadata(17),
                        new TopicPartition("dispatch", 2), new OffsetAndMetadata(0)),
                producer.consumerGroupOffsetsHistory().getFirst().values().iterator().next(),
                "a shard that nothing was read of yet too");
        assertEquals(1, producer.commitCount());
    }

    @Test
    void abortsWhatTheGroupRefusesAndSaysSo() {
        producer.sendOffsetsToTransactionException = new CommitFailedException();

        var aborted = assertInstanceOf(Transactions.Result.Aborted.class, commit(batch()));

        assertNull(aborted.culprit());
        assertEquals(true, producer.transactionAborted());
        assertEquals(List.of(), producer.history());
    }

    @Test
    void abortsWhatCannotBeCommitted() {
        producer.commitTransactionException = new KafkaException("a record was refused");

        assertInstanceOf(Transactions.Result.Aborted.class, commit(batch()));

        assertEquals(true, producer.transactionAborted());
    }

    @Test
    void namesTheItemThatIsTheCauseItself() {
        producer.refuse = "c";

        var aborted = assertInstanceOf(Transactions.Result.Aborted.class, commit(batch()));

        assertSame(second, aborted.culprit());
    }

    @Test
    void namesNobodyForWhatIsNobodysOwnFault() {
        producer.refuse = "c";
        producer.refusal = new TimeoutException("the broker is away");

        var aborted = assertInstanceOf(Transactions.Result.Aborted.class, commit(batch()));

        assertNull(aborted.culprit());
    }

    @Test
    void waitsForTheTopicThatRefusesWhatCannotBeSmaller() {
        producer.refuse = WITHOUT_FAIL;

        var aborted = assertInstanceOf(Transactions.Result.Aborted.class, commit(batch()));

        assertNull(aborted.culprit());
        assertTrue(aborted.why().contains("the topic journal"), aborted.why());
        assertTrue(aborted.why().contains("max.message.bytes"), aborted.why());
    }

    @Test
    void asksAgainForACommitWithoutAnAnswer() {
        producer.commitsThatTimeOut = 2;

        assertInstanceOf(Transactions.Result.Committed.class, commit(batch()));
    }

    @Test
    void guessesNothingOfACommitThatNeverHasAnAnswer() {
        producer.commitsThatTimeOut = 100;

        assertInstanceOf(Transactions.Result.Broken.class, commit(batch()));

        assertEquals(false, producer.transactionAborted(), "it may be committed");
    }

    @Test
    void isBrokenWhenFenced() {
        producer.commitTransactionException = new ProducerFencedException("another came");

        assertInstanceOf(Transactions.Result.Broken.class, commit(batch()));
    }

    @Test
    void isBrokenWhenNotEvenAnAbortSucceeds() {
        producer.sendOffsetsToTransactionException = new CommitFailedException();
        producer.abortTransactionException = new ProducerFencedException("another came");

        assertInstanceOf(Transactions.Result.Broken.class, commit(batch()));
    }

    @Test
    void isBrokenWhenInterruptedAndWritesNothingMore() {
        producer.sendOffsetsToTransactionException = new InterruptException("killed");

        assertInstanceOf(Transactions.Result.Broken.class, commit(batch()));
        boolean flag = Thread.interrupted();

        assertEquals(true, flag);
        assertEquals(false, producer.transactionAborted());
        assertEquals(false, producer.transactionCommitted());
    }

    private Transactions.Result commit(Batch batch) {
        return transactions.commit(batch, group());
    }

    private static ConsumerGroupMetadata group() {
        try (var consumer = new MockConsumer<byte[], byte[]>("earliest")) {
            return consumer.groupMetadata();
        }
    }

    private Batch batch() {
        var builder = new BatchBuilder();
        builder.add(one, first);
        builder.add(two, second);
        return builder.build();
    }

    private static ProducerRecord<byte[], byte[]> record(int partition, String text) {
        return new ProducerRecord<>("journal", partition, new byte[0], text.getBytes(UTF_8));
    }

    private static String text(ProducerRecord<byte[], byte[]> record) {
        return new String(record.value(), UTF_8);
    }

    private record Item(Tenure tenure, List<ProducerRecord<byte[], byte[]>> records)
            implements BatchItem {
        @Override
        public boolean canDoWithout(int index) {
            return !text(records.get(index)).equals(WITHOUT_FAIL);
        }

        @Override
        public void committed(long[] offsets) {}

        @Override
        public void dropped() {}

        @Override
        public Optional<BatchItem> refused(RuntimeException cause) {
            return Optional.empty();
        }
    }

    /** Kafka's own double, which can also refuse one record and leave commits without an answer. */
    private static final class Scripted extends MockProducer<byte[], byte[]> {
        private int commitsThatTimeOut;
        private @Nullable String refuse;
        private RuntimeException refusal = new RecordTooLargeException("too large");
        private final List<String> sent = new ArrayList<>();

        Scripted() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
            initTransactions();
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            sent.add(text(record));
            return super.send(record);
        }

        @Override
        public void commitTransaction() {
            if (commitsThatTimeOut-- > 0) {
                throw new TimeoutException("no answer");
            }
            if (refuse != null) {
                for (String text : sent) {
                    if (text.equals(refuse)) {
                        errorNext(refusal);
                    } else {
                        completeNext();
                    }
                }
                throw new KafkaException("a record was refused", refusal);
            }
            super.commitTransaction();
        }
    }
}
