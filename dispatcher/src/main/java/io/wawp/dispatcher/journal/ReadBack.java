package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads single entries back from the journal by their offsets, many at a time. One thread and one
 * consumer of its own; {@link #read} may be called from anywhere. How much is asked for at once is
 * bounded by those who wait for the answers.
 */
final class ReadBack implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReadBack.class);

    /** A gap wider than this is jumped over, a narrower one is read through. */
    private static final int JUMP = 1_000;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(1);

    private final String topic;
    private final Supplier<Consumer<byte[], byte[]>> readers;
    private final Time time;
    private final BlockingQueue<Want> wants = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    ReadBack(String topic, Supplier<Consumer<byte[], byte[]>> readers, Time time) {
        this.topic = topic;
        this.readers = readers;
        this.time = time;
        this.thread = Thread.ofPlatform().name("journal-read-back").daemon().unstarted(this::run);
    }

    /** An entry as it stands in the topic. */
    @SuppressWarnings("ArrayRecordComponent") // decoded at once, never compared
    record Stored(String key, byte[] value, long offset) {}

    private record Want(int partition, long offset, CompletableFuture<Stored> answer) {}

    /** The entry there has been replaced by a newer one and compacted away. */
    static final class Vanished extends RuntimeException {
        private static final long serialVersionUID = 1;

        Vanished(int partition, long offset) {
            super("the entry at " + partition + "@" + offset + " was replaced", null, false, false);
        }
    }

    void start() {
        thread.start();
    }

    CompletableFuture<Stored> read(int partition, long offset) {
        var want = new Want(partition, offset, new CompletableFuture<>());
        wants.add(want);
        return want.answer();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                useReader();
            } catch (InterruptedException | InterruptException e) {
                // closed, or somebody's mistake: the loop's condition tells
                Thread.interrupted();
            }
        }
    }

    /** Whatever happens, commands wait for their content, so it goes on in a moment. */
    private void useReader() throws InterruptedException {
        try (Consumer<byte[], byte[]> consumer = readers.get()) {
            serve(consumer);
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            log.warn("reading back from {} failed; trying again", topic, e);
            time.sleep(BEFORE_NEXT_TRY);
        }
    }

    private void serve(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        while (!closed) {
            Map<TopicPartition, NavigableMap<Long, List<Want>>> open = new HashMap<>();
            add(open, wants.take());
            try {
                readAll(consumer, open);
            } finally {
                // whatever a failure left unanswered is asked for again
                open.values().forEach(byOffset -> byOffset.values().forEach(wants::addAll));
            }
        }
    }

    private void readAll(
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, NavigableMap<Long, List<Want>>> open) {
        takeMore(open);
        while (!open.isEmpty() && !closed) {
            begin(consumer, open);
            boolean same = true;
            while (same && !closed) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                for (TopicPartition partition : records.partitions()) {
                    NavigableMap<Long, List<Want>> wanted = open.get(partition);
                    if (wanted != null) {
                        answer(partition, wanted, records.records(partition));
                    }
                }
                same = !open.values().removeIf(Map::isEmpty) && wants.isEmpty();
                open.forEach((partition, wanted) -> seek(consumer, partition, wanted.firstKey()));
            }
            takeMore(open);
        }
    }

    /**
     * Only what is wanted is fetched. The rest stays assigned and paused, since another assignment
     * costs questions to the broker.
     */
    private static void begin(
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, NavigableMap<Long, List<Want>>> open) {
        Set<TopicPartition> known = Set.copyOf(consumer.assignment());
        if (!known.containsAll(open.keySet())) {
            Set<TopicPartition> all = new HashSet<>(known);
            all.addAll(open.keySet());
            consumer.assign(all);
        }
        consumer.pause(consumer.assignment());
        consumer.resume(open.keySet());
        open.forEach((partition, wanted) -> {
            if (known.contains(partition)) {
                seek(consumer, partition, wanted.firstKey());
            } else {
                // without asking where it stands: to find that out it would ask the broker
                consumer.seek(partition, wanted.firstKey());
            }
        });
    }

    private static void seek(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, long wanted) {
        long position = consumer.position(partition);
        if (position > wanted || position < wanted - JUMP) {
            consumer.seek(partition, wanted);
        }
    }

    private static void answer(
            TopicPartition partition,
            NavigableMap<Long, List<Want>> wanted,
            List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            while (!wanted.isEmpty() && wanted.firstKey() < record.offset()) {
                Map.Entry<Long, List<Want>> gone = wanted.pollFirstEntry();
                var vanished = new Vanished(partition.partition(), gone.getKey());
                gone.getValue().forEach(want -> want.answer().completeExceptionally(vanished));
            }
            List<Want> answered = wanted.remove(record.offset());
            if (answered != null) {
                var stored =
                        new Stored(
                                new String(record.key(), java.nio.charset.StandardCharsets.UTF_8),
                                record.value(),
                                record.offset());
                answered.forEach(want -> want.answer().complete(stored));
            }
        }
    }

    private void takeMore(Map<TopicPartition, NavigableMap<Long, List<Want>>> open) {
        var more = new ArrayDeque<Want>();
        wants.drainTo(more);
        more.forEach(want -> add(open, want));
    }

    private void add(Map<TopicPartition, NavigableMap<Long, List<Want>>> open, Want want) {
        open.computeIfAbsent(
                        new TopicPartition(topic, want.partition()), partition -> new TreeMap<>())
                .computeIfAbsent(want.offset(), offset -> new ArrayList<>())
                .add(want);
    }
}
