package io.wawp.dispatcher.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wawp.dispatcher.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadBackTest {
    private static final TopicPartition PARTITION = new TopicPartition("journal", 3);

    private final ManualTime time = new ManualTime();
    private final Queue<Supplier<Consumer<byte[], byte[]>>> readers = new ArrayDeque<>();
    private final ReadBack readBack = new ReadBack("journal", () -> readers.remove().get(), time);

    @AfterEach
    void close() {
        readBack.close();
    }

    @Test
    void answersAfterAnErrorWhatWasAskedBeforeIt() throws Exception {
        readers.add(() -> new Failing(new KafkaException("the broker is away")));
        readers.add(() -> {
            throw new KafkaException("and still away");
        });
        readers.add(() -> new Failing(new IllegalStateException("a bug of ours")));
        readers.add(() -> new Failing(new NoClassDefFoundError("a class path that is torn")));
        readers.add(ReadBackTest::working);
        CompletableFuture<ReadBack.Stored> asked = readBack.read(3, 1);
        readBack.start();
        for (int failures = 0; failures < 4; failures++) {
            time.awaitSleepers(1);
            time.advance(Duration.ofSeconds(1));
        }

        assertEquals("one", new String(asked.get(30, TimeUnit.SECONDS).value(), UTF_8));
    }

    @Test
    void saysWhatWasCompactedAwayAndAnswersTheRest() throws Exception {
        readers.add(ReadBackTest::working);
        CompletableFuture<ReadBack.Stored> gone = readBack.read(3, 0);
        CompletableFuture<ReadBack.Stored> there = readBack.read(3, 1);
        readBack.start();

        assertEquals(1, there.get(30, TimeUnit.SECONDS).offset());
        var why = assertThrows(ExecutionException.class, () -> gone.get(30, TimeUnit.SECONDS));
        assertInstanceOf(ReadBack.Vanished.class, why.getCause());
    }

    private static Consumer<byte[], byte[]> working() {
        var consumer = new MockConsumer<byte[], byte[]>("earliest");
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() ->
                consumer.addRecord(
                        new ConsumerRecord<>(
                                "journal",
                                3,
                                1,
                                "c/i/one".getBytes(UTF_8),
                                "one".getBytes(UTF_8))));
        return consumer;
    }

    private static final class Failing extends MockConsumer<byte[], byte[]> {
        private final Throwable failure;

        Failing(Throwable failure) {
            super("earliest");
            this.failure = failure;
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }
    }
}
