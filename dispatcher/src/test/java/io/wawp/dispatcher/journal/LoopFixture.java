package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.dispatch.DispatchSettings;
import io.wawp.dispatcher.dispatch.Doorkeeper;
import io.wawp.dispatcher.kafka.Hindrance;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.records.OutcomeRecords;
import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.ManualTime;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A journal's loop whose turns, clock, group and broker belong to the test: Kafka's own doubles
 * stand for the clients. The journals of its shards are empty.
 */
final class LoopFixture implements JournalClients {
    static final Duration INTERVAL = Duration.ofMillis(5);

    final ManualTime time = new ManualTime();
    final Member member = new Member();
    final Scripted producer = new Scripted();
    final RecordingReception reception = new RecordingReception();
    final Map<Long, CompletableFuture<ReadBack.Stored>> readBack = new HashMap<>();
    final RefusedShards refused = new RefusedShards();
    final JournalLoop loop;

    /** Every shard's journal, for restores that begin from now on. */
    volatile List<ConsumerRecord<byte[], byte[]>> journal = List.of();

    private final Mailbox mailbox = new Mailbox();

    LoopFixture() {
        var settings =
                new JournalSettings(
                        Topics.DEFAULTS.dispatch(),
                        Topics.DEFAULTS.journal(),
                        1_000,
                        1 << 20,
                        INTERVAL,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        1_000_000);
        var outcomes = new OutcomeRecords(Topics.DEFAULTS);
        var parts =
                new JournalParts(
                        mailbox,
                        reception,
                        new Arrivals(
                                new Doorkeeper(DispatchSettings.DEFAULT),
                                outcomes,
                                settings,
                                (shard, offset) -> readBack(offset),
                                time,
                                JournalMeters.NONE),
                        new Forgetting((shard, offset) -> readBack(offset)),
                        new ContentMemory(1 << 20),
                        new Contents(
                                new ReadBack(settings.journalTopic(), this::reader, time),
                                new ContentMemory(1 << 20),
                                JournalMeters.NONE,
                                Duration.ofSeconds(1)),
                        refused,
                        JournalMeters.NONE,
                        new Hindrance("the journal", time),
                        time);
        loop =
                new JournalLoop(
                        settings,
                        parts,
                        member,
                        new Transactions(producer, settings.dispatchTopic()),
                        new Ownership(
                                settings,
                                this,
                                admin(),
                                24,
                                parts,
                                cause -> {
                                    throw cause;
                                }),
                        24);
        loop.join();
    }

    private CompletableFuture<ReadBack.Stored> readBack(long offset) {
        return readBack.computeIfAbsent(offset, any -> new CompletableFuture<>());
    }

    /** The group gives us these shards and no others; turns until they are restored. */
    void assign(Integer... shards) {
        give(shards);
        turnUntil(() -> reception.tenures.keySet().containsAll(List.of(shards)));
    }

    /** The group gives us these shards and no others. */
    void give(Integer... shards) {
        member.rebalance(Arrays.stream(shards).map(LoopFixture::dispatch).toList());
    }

    /** While the clock stands still. */
    void turnUntil(BooleanSupplier enough) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!enough.getAsBoolean()) {
            if (System.nanoTime() - limit > 0) {
                throw new AssertionError("it does not come about");
            }
            loop.turn();
        }
    }

    static TopicPartition dispatch(int shard) {
        return new TopicPartition(Topics.DEFAULTS.dispatch(), shard);
    }

    Tenure tenure(int shard) {
        return Objects.requireNonNull(reception.tenures.get(shard));
    }

    /** Leaves an append in the mailbox, as a command's thread does. */
    PendingAppend post(int shard, CommandEntry entry) {
        return post(tenure(shard), entry);
    }

    PendingAppend post(Tenure tenure, CommandEntry entry) {
        var append =
                new PendingAppend(
                        tenure,
                        List.of(new PendingAppend.Hashed(KeyHash.of(entry.key()), entry)),
                        List.of(
                                JournalRecords.of(
                                        Topics.DEFAULTS.journal(), tenure.shard(), entry)),
                        Topics.DEFAULTS.deadLetters(),
                        (command, offset) -> loop.index(tenure, command, offset));
        mailbox.post(append);
        return append;
    }

    @Override
    public Consumer<byte[], byte[]> member() {
        return member;
    }

    @Override
    public Consumer<byte[], byte[]> reader() {
        var reader = new Empty();
        List<ConsumerRecord<byte[], byte[]>> records = journal;
        reader.schedulePollTask(() ->
                records.stream()
                        .filter(record ->
                                reader.assignment()
                                        .contains(
                                                new TopicPartition(
                                                        record.topic(), record.partition())))
                        .forEach(reader::addRecord));
        for (int shard = 0; shard < 24; shard++) {
            reader.updateBeginningOffsets(
                    Map.of(new TopicPartition(Topics.DEFAULTS.journal(), shard), 0L));
        }
        return reader;
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        return producer;
    }

    @Override
    public Admin admin() {
        return (Admin)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Admin.class},
                        (proxy, method, arguments) -> ends(arguments[0]));
    }

    @SuppressWarnings("unchecked") // the one question that is asked
    private ListOffsetsResult ends(Object asked) {
        var ends =
                new HashMap<TopicPartition, KafkaFuture<ListOffsetsResult.ListOffsetsResultInfo>>();
        for (TopicPartition each : ((Map<TopicPartition, OffsetSpec>) asked).keySet()) {
            long end = journal.stream().filter(one -> one.partition() == each.partition()).count();
            ends.put(
                    each,
                    KafkaFuture.completedFuture(
                            new ListOffsetsResult.ListOffsetsResultInfo(
                                    end, -1, Optional.empty())));
        }
        return new ListOffsetsResult(ends);
    }

    /** Of a group in which nobody has a position. */
    private static final class Empty extends MockConsumer<byte[], byte[]> {
        Empty() {
            super("earliest");
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                java.util.Set<TopicPartition> asked, Duration timeout) {
            return Map.of();
        }
    }

    /** Its generation is what the test says. */
    static final class Member extends MockConsumer<byte[], byte[]> {
        int generation = 1;

        Member() {
            super("earliest");
        }

        @Override
        @SuppressWarnings("removal") // Kafka offers no other way yet to make one
        public synchronized ConsumerGroupMetadata groupMetadata() {
            String id = generation < 0 ? "" : "me";
            return new ConsumerGroupMetadata("g", generation, id, Optional.empty());
        }
    }

    /** Aborts, or refuses a record, when the test says so. */
    static final class Scripted extends MockProducer<byte[], byte[]> {
        int aborts;
        @Nullable PendingAppend refuse;

        /** Of a batch that was aborted, this one is not there when it is tried again. */
        @Nullable PendingAppend leftOutAgain;

        /** This one is written with a batch that is tried again. */
        @Nullable PendingAppend letInAgain;

        final List<List<ProducerRecord<byte[], byte[]>>> committed = new ArrayList<>();
        final List<List<ProducerRecord<byte[], byte[]>>> tried = new ArrayList<>();
        final List<Integer> generations = new ArrayList<>();
        private boolean again;

        Scripted() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
            initTransactions();
        }

        @Override
        public void beginTransaction() {
            again = committed.size() < tried.size();
            tried.add(new ArrayList<>());
            super.beginTransaction();
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            PendingAppend leftOut = leftOutAgain;
            if (again && leftOut != null && leftOut.records().contains(record)) {
                var nowhere = new TopicPartition(record.topic(), record.partition());
                return CompletableFuture.completedFuture(
                        new RecordMetadata(nowhere, 0, 0, 0, 0, 0));
            }
            tried.getLast().add(record);
            return super.send(record);
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            PendingAppend letIn = letInAgain;
            if (again && letIn != null) {
                for (ProducerRecord<byte[], byte[]> record : letIn.records()) {
                    var _ = send(record);
                }
                letInAgain = null;
            }
            generations.add(group.generationId());
            super.sendOffsetsToTransaction(offsets, group);
        }

        @Override
        public void commitTransaction() {
            if (aborts > 0) {
                aborts--;
                throw new KafkaException("not this time");
            }
            PendingAppend refused = refuse;
            if (refused != null && tried.getLast().containsAll(refused.records())) {
                tried.getLast()
                        .forEach(record -> {
                            if (refused.records().contains(record)) {
                                errorNext(new RecordTooLargeException("too large"));
                            } else {
                                completeNext();
                            }
                        });
                throw new KafkaException("a record was refused");
            }
            super.commitTransaction();
            committed.add(tried.getLast());
        }
    }
}
