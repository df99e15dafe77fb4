package io.wawp.dispatcher.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wawp.common.command.InstanceId;
import io.wawp.common.json.CommandLimits;
import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.app.SystemTime;
import io.wawp.dispatcher.kafka.KafkaClients;
import io.wawp.dispatcher.model.Shards;
import io.wawp.dispatcher.records.DispatchRecord;
import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.TestBroker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Intake against a real broker. Each test has topics and a group of its own. */
class IntakeIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final int PARTITIONS = 4;
    private static TestBroker kafka;
    private static int number;

    private final String name = "t" + number++;
    private final Topics topics =
            new Topics(
                    List.of(name + ".commands"),
                    name + ".outcomes",
                    name + ".deliveries",
                    name + ".instances",
                    name + ".dead-letters",
                    name + ".dispatch",
                    name + ".journal",
                    PARTITIONS);
    private final SystemTime time = new SystemTime();
    private final List<Intake> started = new ArrayList<>();

    @BeforeAll
    static void startKafka() {
        kafka = TestBroker.start();
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @AfterEach
    void stopIntakes() {
        started.forEach(Intake::close);
        time.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void eachRecordIsDispatchedOrRejectedExactlyOnceWhileWorkersComeAndGo(String protocol)
            throws Exception {
        createTopics();
        intake("one", protocol);
        produce(0, 300);
        intake("two", protocol);
        produce(300, 600);
        // the first goes in the middle of its work, and comes back under its name
        started.getFirst().close();
        produce(600, 900);
        intake("one", protocol);
        produce(900, 1200);

        await().atMost(LIMIT).until(() -> read(topics.deadLetters()).size() >= 120);
        await().atMost(LIMIT).until(() -> read(topics.dispatch()).size() >= 1080);
        assertExactlyOnce(1200);
    }

    @Test
    void ordersOfOneInstanceStayInTheirOrder() throws Exception {
        createTopics();
        intake("one", "classic");
        produce(0, 500);
        await().atMost(LIMIT).until(() -> read(topics.dispatch()).size() >= 450);

        Map<String, Long> last = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : read(topics.dispatch())) {
            Source source = DispatchRecord.parse(record).orElseThrow().source();
            String lane = new String(record.key(), UTF_8) + "/" + source.partition();
            long before = Optional.ofNullable(last.put(lane, source.offset())).orElse(-1L);
            assertTrue(before < source.offset(), lane);
        }
    }

    @Test
    void aBrokerThatGoesAwayIsWaitedFor() throws Exception {
        createTopics();
        Intake intake = intake("one", "classic");
        produce(0, 100);
        await().atMost(LIMIT).until(() -> read(topics.dispatch()).size() >= 90);
        kafka.stop();
        kafka.restart();
        produce(100, 200);
        await().atMost(LIMIT).until(() -> read(topics.dispatch()).size() >= 180);

        assertExactlyOnce(200);
        assertTrue(intake.isAlive());
    }

    @Test
    void missingTopicsAreNamedAndWaitedFor() throws Exception {
        Intake intake = intake("one", "classic");
        await().atMost(LIMIT)
                .until(() -> intake.waitingFor().orElse("").contains("missing topics"));
        String reason = intake.waitingFor().orElseThrow();
        assertTrue(reason.contains(topics.dispatch()), reason);
        assertTrue(reason.contains("./wawp topics"), reason);

        createTopics();
        produce(0, 10);
        await().atMost(LIMIT).until(() -> read(topics.dispatch()).size() == 9);
        assertEquals(Optional.empty(), intake.waitingFor());
    }

    @Test
    void aDispatchTopicWithAnotherNumberOfPartitionsIsNotWrittenTo() throws Exception {
        createTopics();
        var settings = settings("one", "classic", topics.withPartitions(PARTITIONS + 1));
        var intake = new Intake(settings, time, new SimpleMeterRegistry());
        started.add(intake);
        intake.start();
        produce(0, 10);

        await().atMost(LIMIT)
                .until(() -> intake.waitingFor().orElse("").contains("fixed for life"));
        assertEquals(0, read(topics.dispatch()).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void partitionsThatACommandTopicGetsLaterAreReadFromTheirBeginning(String protocol)
            throws Exception {
        createTopics();
        intake("one", protocol);
        produce(0, 10);
        await().atMost(LIMIT).until(() -> read(topics.dispatch()).size() == 9);
        try (Admin admin = admin();
                var producer = producer()) {
            admin.createPartitions(
                            Map.of(topics.commands().getFirst(), NewPartitions.increaseTo(6)))
                    .all()
                    .get();
            await().until(() -> producer.partitionsFor(topics.commands().getFirst()).size() == 6);
            for (int i = 0; i < 6; i++) {
                producer.send(
                                new ProducerRecord<>(
                                        topics.commands().getFirst(),
                                        i,
                                        null,
                                        Commands.valid("later-" + i, "inst" + i)))
                        .get();
            }
        }
        await().atMost(LIMIT).until(() -> read(topics.dispatch()).size() == 15);
    }

    @Test
    void whatItsProducerAbortedIsNeverTakenIn() throws Exception {
        createTopics();
        var properties = new HashMap<String, Object>(client());
        properties.put("transactional.id", name + "-producer");
        try (var producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(command("never", "i")).get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(command("once", "i")).get();
            producer.commitTransaction();
        }
        intake("one", "classic");
        await().atMost(LIMIT).until(() -> !read(topics.dispatch()).isEmpty());

        List<ConsumerRecord<byte[], byte[]>> all = read(topics.dispatch());
        assertEquals(1, all.size());
        assertTrue(new String(all.getFirst().value(), UTF_8).contains("\"once\""));
    }

    @Test
    void aTopicThatTakesOnlySmallRecordsStopsNothing() throws Exception {
        createTopics(Map.of(topics.dispatch(), Map.of("max.message.bytes", "2000")));
        intake("one", "classic");
        try (var producer = producer()) {
            producer.send(command("before", "i")).get();
            producer.send(command("big", "i", "x".repeat(3000))).get();
            producer.send(command("after", "i")).get();
        }
        await().atMost(LIMIT).untilAsserted(() -> assertEquals(2, read(topics.dispatch()).size()));
        assertEquals(1, read(topics.deadLetters()).size());
        assertTrue(
                new String(read(topics.deadLetters()).getFirst().value(), UTF_8)
                        .contains("\"big\""));
    }

    @Test
    void aRecordThatRottedOnTheBrokersDiskIsSkippedWithAnOutcome() throws Exception {
        try (TestBroker own = TestBroker.start()) {
            TestBroker shared = kafka;
            kafka = own;
            try {
                createTopics();
                try (var producer = producer()) {
                    for (String id : List.of("before", "rotten", "after")) {
                        producer.send(
                                        new ProducerRecord<>(
                                                topics.commands().getFirst(),
                                                0,
                                                null,
                                                Commands.valid(id, "i")))
                                .get();
                    }
                }
                own.damage(topics.commands().getFirst(), "\"rotten\"");
                intake("one", "classic");
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertEquals(2, read(topics.dispatch()).size()));

                List<ConsumerRecord<byte[], byte[]>> outcomes = read(topics.outcomes());
                assertEquals(1, outcomes.size());
                var outcome = new OutcomeJson().decodeOutcome(outcomes.getFirst().value());
                assertEquals(new Source(topics.commands().getFirst(), 0, 1), outcome.source());
                started.forEach(Intake::close);
            } finally {
                kafka = shared;
            }
        }
    }

    /** Every tenth record of the given numbers breaks the contract. */
    private void produce(int from, int to) throws Exception {
        try (var producer = producer()) {
            for (int i = from; i < to; i++) {
                String id = i % 10 == 3 ? "not valid: " + i : "c-" + i;
                producer.send(command(id, "inst" + i % 7)).get();
            }
        }
    }

    private void assertExactlyOnce(int count) {
        var sources = new TreeMap<String, Integer>();
        for (ConsumerRecord<byte[], byte[]> record : read(topics.dispatch())) {
            var parsed = DispatchRecord.parse(record).orElseThrow();
            sources.merge(parsed.source().toString(), 1, Integer::sum);
            var instance = new InstanceId(new String(record.key(), UTF_8));
            assertEquals(Shards.of(instance, PARTITIONS), record.partition());
        }
        for (ConsumerRecord<byte[], byte[]> record : read(topics.deadLetters())) {
            var buffer = ByteBuffer.wrap(header(record, "kafka_dlt-original-offset"));
            var partition = ByteBuffer.wrap(header(record, "kafka_dlt-original-partition"));
            var source =
                    new Source(topics.commands().getFirst(), partition.getInt(), buffer.getLong());
            sources.merge(source.toString(), 1, Integer::sum);
        }
        assertEquals(new TreeSet<>(List.of(1)), new TreeSet<>(sources.values()));
        assertEquals(count, sources.size());
        assertEquals(read(topics.deadLetters()).size(), read(topics.outcomes()).size());
    }

    private static byte[] header(ConsumerRecord<byte[], byte[]> record, String name) {
        return record.headers().lastHeader(name).value();
    }

    private Intake intake(String worker, String protocol) {
        var intake =
                new Intake(settings(worker, protocol, topics), time, new SimpleMeterRegistry());
        started.add(intake);
        intake.start();
        return intake;
    }

    private IntakeSettings settings(String worker, String protocol, Topics its) {
        return new IntakeSettings(
                new KafkaClients.Settings(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "metadata.max.age.ms",
                                "1000"),
                        protocol,
                        name,
                        worker),
                its,
                CommandLimits.DEFAULTS);
    }

    private void createTopics() throws Exception {
        createTopics(Map.of());
    }

    private void createTopics(Map<String, Map<String, String>> more) throws Exception {
        try (Admin admin = admin()) {
            List<NewTopic> all = new ArrayList<>();
            for (Topics.Spec spec : topics.specs()) {
                int count = Math.min(PARTITIONS, spec.partitions());
                var settings = new HashMap<>(spec.settings());
                settings.putAll(more.getOrDefault(spec.name(), Map.of()));
                all.add(
                        new NewTopic(spec.name(), Optional.of(count), Optional.empty())
                                .configs(settings));
            }
            admin.createTopics(all).all().get();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        var properties = new HashMap<String, Object>(client());
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        try (var consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream().map(IntakeIT::partition).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            var all = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (partitions.stream()
                    .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
            return all;
        }
    }

    private static TopicPartition partition(PartitionInfo info) {
        return new TopicPartition(info.topic(), info.partition());
    }

    private ProducerRecord<byte[], byte[]> command(String id, String instance) {
        return new ProducerRecord<>(
                topics.commands().getFirst(), null, Commands.valid(id, instance));
    }

    private ProducerRecord<byte[], byte[]> command(String id, String instance, String text) {
        String json = new String(Commands.valid(id, instance), UTF_8).replace("Hi", text);
        return new ProducerRecord<>(topics.commands().getFirst(), json.getBytes(UTF_8));
    }

    private static KafkaProducer<byte[], byte[]> producer() {
        var properties = new HashMap<String, Object>(client());
        properties.put("metadata.max.age.ms", "500");
        return new KafkaProducer<>(
                properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Admin admin() {
        return Admin.create(client());
    }

    private static Map<String, Object> client() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }
}
