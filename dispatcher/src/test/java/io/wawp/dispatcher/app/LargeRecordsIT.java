package io.wawp.dispatcher.app;

import static io.wawp.dispatcher.app.WorkerFixture.CHAT;
import static io.wawp.dispatcher.app.WorkerFixture.header;
import static io.wawp.dispatcher.app.WorkerFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.sandbox.wawp.Answers;
import io.wawp.sandbox.wawp.FaultRule;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The largest that a command may be, and what is larger than a worker's memory. */
class LargeRecordsIT {
    private static final int LARGEST = 262_144;
    private static final List<RecordMetadata> HUGE = new ArrayList<>();
    private static WorkerFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new WorkerFixture(2).set("WAWP_MAX_TEXT_LENGTH", "65536");
        produceHuge();
        fixture.start();
    }

    /** Before the worker starts, so that it finds all of them in one fetch. */
    private static void produceHuge() throws Exception {
        byte[] zeros = new byte[50_000_000];
        String topic = fixture.topics.commands().getFirst();
        try (var producer = compressing()) {
            List<Future<RecordMetadata>> sends = new ArrayList<>();
            for (int i = 0; i < 45; i++) {
                sends.add(producer.send(new ProducerRecord<>(topic, 0, null, zeros)));
            }
            for (Future<RecordMetadata> send : sends) {
                HUGE.add(send.get());
            }
        }
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    /** Forty-five of fifty million bytes are more than this JVM has; on the wire they are small. */
    @Test
    void recordsThatAreSmallOnTheWireAndHugeInMemoryAreRejectedOneByOne() throws Exception {
        String topic = fixture.topics.commands().getFirst();
        int count = HUGE.size();
        long last = HUGE.getLast().offset();
        fixture.produce(new ProducerRecord<>(topic, 0, null, text("after", "Hi").getBytes(UTF_8)));

        assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("after").status());
        List<Outcome> rejected =
                fixture.allOutcomes().stream()
                        .filter(o -> o.source().partition() == 0 && o.source().offset() <= last)
                        .filter(o -> o.commandId() == null)
                        .toList();
        assertEquals(count, rejected.size());
        for (Outcome outcome : rejected) {
            assertEquals(OutcomeStatus.REJECTED, outcome.status());
            var error = Objects.requireNonNull(outcome.error());
            assertEquals(ReasonCode.COMMAND_TOO_LARGE, error.code());
            assertTrue(error.message().contains("50000000"), error.message());
        }
        String sha256 =
                HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256").digest(new byte[50_000_000]));
        List<ConsumerRecord<byte[], byte[]>> letters =
                fixture.deadLetters.until(all -> huge(all).size() >= count).stream()
                        .filter(LargeRecordsIT::isHuge)
                        .toList();
        assertEquals(count, letters.size());
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            assertNull(letter.value());
            assertEquals(sha256, header(letter, "wawp-value-sha256"));
            assertEquals(topic, header(letter, "kafka_dlt-original-topic"));
        }
    }

    @Test
    void aTopicThatBoundsItsDecompressedRecordsTakesNoneOfThem() throws Exception {
        String topic = "bounded-commands";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", fixture.broker()));
                var producer = compressing()) {
            var bounded =
                    new NewTopic(topic, 1, (short) 1)
                            .configs(Map.of("max.decompressed.message.bytes", "2000000"));
            admin.createTopics(List.of(bounded)).all().get();

            var refused =
                    assertThrows(
                            ExecutionException.class,
                            () ->
                                    producer.send(new ProducerRecord<>(topic, new byte[50_000_000]))
                                            .get());

            assertInstanceOf(InvalidRecordException.class, refused.getCause());
        }
    }

    @Test
    void theLargestCommandIsSent() {
        String command = largest("largest", "x");

        fixture.produce(command);

        assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("largest").status());
    }

    /** Each byte of it is six in JSON where it is written as text once more. */
    @Test
    void theLargestCommandThatGrowsMostIsSentOrKeptWhole() {
        fixture.wawp
                .faults()
                .add(FaultRule.sends().chat("479000090112").then(Answers.badFormat(400)));
        String sent = largest("escaped", "\\u0001");
        // a number as long as the other one's, so that it is as large
        String failed = largest("failed", "\\u0001").replace(CHAT, "479000090112");

        fixture.produce(sent);
        fixture.produce(failed);

        assertEquals(OutcomeStatus.SENT, fixture.outcomeOf("escaped").status());
        assertEquals(OutcomeStatus.FAILED, fixture.outcomeOf("failed").status());
        assertArrayEquals(failed.getBytes(UTF_8), fixture.deadLetterOf("failed").value());
    }

    @Test
    void oneByteMoreIsRejectedAndKeptWhole() {
        String command = largest("one-more", "x") + " ";
        RecordMetadata written = fixture.produce(command);

        fixture.outcomes.until(
                all -> fixture.allOutcomes().stream().anyMatch(outcome -> isOf(outcome, written)));

        Outcome outcome =
                fixture.allOutcomes().stream()
                        .filter(each -> isOf(each, written))
                        .findFirst()
                        .orElseThrow();
        assertEquals(ReasonCode.COMMAND_TOO_LARGE, Objects.requireNonNull(outcome.error()).code());
        byte[] bytes = command.getBytes(UTF_8);
        fixture.deadLetters.until(
                all -> all.stream().anyMatch(letter -> Arrays.equals(bytes, letter.value())));
    }

    // ----

    /** A command of exactly the largest size: a text of so many, and metadata and blanks. */
    private static String largest(String commandId, String unit) {
        int units = unit.length() == 1 ? 65_000 : 40_000;
        String command =
                text(commandId, WorkerFixture.INSTANCE, CHAT, unit.repeat(units), metadata(unit));
        int missing = LARGEST - command.getBytes(UTF_8).length;
        assertTrue(missing >= 0, "too large by " + -missing);
        return command + " ".repeat(missing);
    }

    private static String metadata(String unit) {
        var fields = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            fields.add("\"key-" + i + "\":\"" + unit.repeat(256) + "\"");
        }
        return ",\"metadata\":{" + String.join(",", fields) + "}";
    }

    private static boolean isOf(Outcome outcome, RecordMetadata record) {
        return outcome.source().partition() == record.partition()
                && outcome.source().offset() == record.offset();
    }

    private static List<ConsumerRecord<byte[], byte[]>> huge(
            List<ConsumerRecord<byte[], byte[]>> letters) {
        return letters.stream().filter(LargeRecordsIT::isHuge).toList();
    }

    private static boolean isHuge(ConsumerRecord<byte[], byte[]> letter) {
        return "50000000".equals(header(letter, "wawp-value-size"));
    }

    private static KafkaProducer<byte[], byte[]> compressing() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", fixture.broker());
        properties.put("compression.type", "zstd");
        properties.put("max.request.size", 200_000_000);
        properties.put("buffer.memory", 200_000_000);
        properties.put("linger.ms", 0);
        return new KafkaProducer<>(
                properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
