package io.wawp.dispatcher.intake;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wawp.common.json.CommandLimits;
import io.wawp.dispatcher.app.SystemTime;
import io.wawp.dispatcher.kafka.KafkaClients;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.SharedBroker;
import io.wawp.dispatcher.testing.Standstill;
import io.wawp.dispatcher.testing.Tampered;
import io.wawp.dispatcher.testing.Tampered.Call;
import io.wawp.dispatcher.testing.TestTopics;
import io.wawp.dispatcher.testing.TopicReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/**
 * What intake does so that no record is passed on twice, each measure on its own: in the very
 * scenario in which the guarantee holds, it breaks with the measure taken away. The zombie is real:
 * its thread stands still with a batch in hand until the group has given its partitions to another.
 */
class IntakeMeasuresIT {
    private static final String LEAVES_AFTER_MS = "1500";
    private static final int RECORDS = 20;

    @Test
    @Execution(CONCURRENT)
    void withoutItsPositionsInTheTransactionAZombiePassesItsBatchOnTwice() throws Exception {
        assertDispatchedAfterAZombie(RECORDS, Knows.ITS_OLD_GROUP);
        assertDispatchedAfterAZombie(2 * RECORDS, Knows.ITS_OLD_GROUP_AND_TELLS_NOBODY);
    }

    @Test
    @Execution(CONCURRENT)
    void withoutItsCheckOfTheGenerationWhoIsNoMemberPassesItsBatchOnTwice() throws Exception {
        assertDispatchedAfterAZombie(RECORDS, Knows.THAT_IT_IS_NO_MEMBER);
        assertDispatchedAfterAZombie(2 * RECORDS, Knows.THAT_IT_IS_NO_MEMBER_AND_GOES_ON);
    }

    @Test
    @Execution(CONCURRENT)
    void whatAKilledIntakeLeavesOpenHoldsReadersUpForLessThanASession() throws Exception {
        Topics topics = TestTopics.create(1);
        produce(topics);
        var settings = settings(topics, "killed", Map.of());
        var stall = new Standstill();
        stall.arm();
        var real = new KafkaIntakeClients(settings.kafka());
        var clients =
                new IntakeClients() {
                    @Override
                    public Consumer<byte[], byte[]> consumer(BoundedBytes values) {
                        return real.consumer(values);
                    }

                    @Override
                    public Producer<byte[], byte[]> producer() {
                        return Tampered.producer(
                                real.producer(),
                                call -> {
                                    if (call.is("commitTransaction")) {
                                        ((Producer<?, ?>) call.real()).flush();
                                        var _ = stall.here();
                                    }
                                    return call.proceed();
                                });
                    }
                };
        try (var time = new SystemTime();
                Intake killed = new Intake(settings, clients, time, new SimpleMeterRegistry());
                var others = producer();
                var dispatched =
                        new TopicReader(SharedBroker.bootstrapServers(), topics.dispatch())) {
            killed.start();
            stall.awaitReached();
            long began = System.nanoTime();
            killed.halt();
            others.send(new ProducerRecord<>(topics.dispatch(), 0, null, new byte[0])).get();

            dispatched.count(1);
            Duration heldUp = Duration.ofNanos(System.nanoTime() - began);
            assertTrue(heldUp.compareTo(Duration.ofSeconds(10)) < 0, heldUp.toString());
        }
    }

    /** What a zombie knows of its group when it goes on. */
    private enum Knows {
        ITS_OLD_GROUP,
        /** Its positions are not added to the transaction. */
        ITS_OLD_GROUP_AND_TELLS_NOBODY,
        THAT_IT_IS_NO_MEMBER,
        THAT_IT_IS_NO_MEMBER_AND_GOES_ON
    }

    private static void assertDispatchedAfterAZombie(int expected, Knows knows) throws Exception {
        Topics topics = TestTopics.create(4);
        produce(topics);
        var settings = settings(topics, "zombie", Map.of("max.poll.interval.ms", LEAVES_AFTER_MS));
        var clients = new ZombieClients(settings.kafka(), knows);
        try (var time = new SystemTime();
                Intake zombie = new Intake(settings, clients, time, new SimpleMeterRegistry());
                Intake heir = heir(topics, time);
                var dispatched =
                        new TopicReader(SharedBroker.bootstrapServers(), topics.dispatch())) {
            zombie.start();
            clients.stall.awaitReached();
            heir.start();
            dispatched.count(RECORDS);
            clients.stall.end();
            await().until(() -> clients.wentOn);
            dispatched.count(expected);
            assertEquals(expected, dispatched.toEnd().size());
        }
    }

    private static Intake heir(Topics topics, Time time) {
        return new Intake(settings(topics, "heir", Map.of()), time, new SimpleMeterRegistry());
    }

    private static IntakeSettings settings(
            Topics topics, String worker, Map<String, String> properties) {
        var all = new HashMap<>(properties);
        all.put("bootstrap.servers", SharedBroker.bootstrapServers());
        return new IntakeSettings(
                new KafkaClients.Settings(all, "classic", topics.dispatch(), worker),
                topics,
                CommandLimits.DEFAULTS);
    }

    private static KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void produce(Topics topics) {
        try (var producer = producer()) {
            for (int i = 0; i < RECORDS; i++) {
                // all in one partition, so that they come in one batch
                var _ =
                        producer.send(
                                new ProducerRecord<>(
                                        topics.commands().getFirst(),
                                        0,
                                        null,
                                        Commands.valid("c-" + i, "inst1")));
            }
        }
    }

    /** Real ones, that stand still once with a batch in hand, and then know what a test says. */
    private static final class ZombieClients implements IntakeClients {
        private final Standstill stall = new Standstill();
        private final KafkaClients real;
        private final ConsumerGroupMetadata nobody;
        private final Knows knows;
        private volatile boolean stood;
        private volatile boolean wentOn;

        @SuppressWarnings("removal") // Kafka offers no other way yet to make one
        ZombieClients(KafkaClients.Settings settings, Knows knows) {
            this.real = new KafkaClients(settings, "intake");
            this.nobody = new ConsumerGroupMetadata(settings.groupId() + "-intake");
            this.knows = knows;
            stall.arm();
        }

        @Override
        public Consumer<byte[], byte[]> consumer(BoundedBytes values) {
            return Tampered.consumer(real.member(), this::ofConsumer);
        }

        @Override
        public Producer<byte[], byte[]> producer() {
            return Tampered.producer(real.producer(), this::ofProducer);
        }

        private @Nullable Object ofConsumer(Call call) throws Throwable {
            if (call.is("poll")) {
                wentOn |= stood;
                stood = false;
                Object records = call.proceed();
                stood =
                        records instanceof ConsumerRecords<?, ?> some
                                && !some.isEmpty()
                                && stall.here();
                return records;
            }
            boolean says = stood && knows == Knows.THAT_IT_IS_NO_MEMBER;
            return says && call.is("groupMetadata") ? nobody : call.proceed();
        }

        private @Nullable Object ofProducer(Call call) throws Throwable {
            if (!stood || !call.is("sendOffsetsToTransaction")) {
                return call.proceed();
            }
            return switch (knows) {
                case ITS_OLD_GROUP, THAT_IT_IS_NO_MEMBER -> call.proceed();
                case ITS_OLD_GROUP_AND_TELLS_NOBODY -> null;
                case THAT_IT_IS_NO_MEMBER_AND_GOES_ON -> call.proceedWith(1, nobody);
            };
        }
    }
}
