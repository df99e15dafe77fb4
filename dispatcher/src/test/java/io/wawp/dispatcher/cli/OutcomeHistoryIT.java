package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.json.CommandLimits;
import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.app.SystemTime;
import io.wawp.dispatcher.cli.Skip.Why;
import io.wawp.dispatcher.model.EventIds;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Run;
import io.wawp.dispatcher.records.DeadLetter;
import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.SharedBroker;
import io.wawp.dispatcher.testing.TestTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real outcome topic tells of dead letters; each test has topics of its own. */
class OutcomeHistoryIT {
    private static final SystemTime TIME = new SystemTime();
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private static KafkaProducer<byte[], byte[]> producer;
    private final Instant now = Instant.now();
    private final Topics topics = TestTopics.create(1);
    private Cluster cluster;

    @BeforeAll
    static void open() {
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    @AfterAll
    static void close() {
        producer.close();
    }

    @BeforeEach
    void connect() {
        var shell =
                Shell.unattended(
                        Map.of(
                                "KAFKA_BOOTSTRAP_SERVERS", SharedBroker.bootstrapServers(),
                                "DISPATCHER_TOPICS_OUTCOMES", topics.outcomes()));
        var line = Main.commandLine(shell, config -> 0);
        cluster =
                Cluster.of(
                        shell,
                        new SettingsFile(),
                        Terminal.of(shell, line.getCommandSpec()),
                        "history");
    }

    @AfterEach
    void disconnect() {
        cluster.close();
    }

    @Test
    void aKeyThatWasSentLongBeforeTheRejectedRecordIsNotSentAgain() throws Exception {
        tell("backlog", 1, OutcomeStatus.SENT, DAY.multipliedBy(4));
        tell("backlog", 1, OutcomeStatus.REJECTED, DAY);
        Candidate letter = rejected("backlog", DAY);

        apply(letter);

        assertSkipped(Why.ACCEPTED_OTHERWISE, letter, "another record with its idempotencyKey");
    }

    @Test
    void whatWasOnlyEverRejectedIsReady() throws Exception {
        tell("other", 1, OutcomeStatus.SENT, DAY.multipliedBy(4));
        tell("limited", 1, OutcomeStatus.REJECTED, DAY);
        Candidate letter = rejected("limited", DAY);

        apply(letter);

        assertNull(letter.skip());
    }

    @Test
    void ofWhatWasJournaledOnlyWhatCameAfterItsLetterCounts() throws Exception {
        tell("again", 2, OutcomeStatus.SENT, DAY.multipliedBy(6));
        tell("again", 1, OutcomeStatus.FAILED, HOUR);
        Candidate ready = failed("again", HOUR);
        tell("later", 2, OutcomeStatus.SENT, MINUTE);
        Candidate redriven = failed("later", HOUR);

        apply(ready, redriven, rejected("reads-it-all", HOUR));

        assertNull(ready.skip());
        assertSkipped(Why.LATER_RUN, redriven, "its run 2 is there already: SENT");
    }

    @Test
    void theOutcomesHaveToReachBackByTheTimeThatAKeyIsKnown() throws Exception {
        var first = new TopicPartition(topics.outcomes(), 0);
        put(first.partition(), "deleted", 1, OutcomeStatus.SENT, DAY.multipliedBy(3));
        put(first.partition(), "kept", 1, OutcomeStatus.SENT, DAY.plus(HOUR));
        cluster.admin().deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(1))).all().get();
        Candidate inReach = rejected("in-reach", Duration.ofMinutes(30));
        Candidate outOfReach = rejected("out-of-reach", HOUR.multipliedBy(2));

        apply(inReach, outOfReach);

        assertNull(inReach.skip());
        assertSkipped(Why.NO_HISTORY, outOfReach, "DISPATCHER_DEDUP_WINDOW, 1 day,");
    }

    private void apply(Candidate... candidates) {
        new OutcomeHistory(cluster, TIME).apply(List.of(candidates));
    }

    private static void assertSkipped(Why why, Candidate candidate, String words) {
        Skip skip = candidate.skip();
        assertNotNull(skip);
        assertEquals(why, skip.why(), skip.words());
        assertTrue(skip.words().contains(words), skip.words());
    }

    /** Of a record that was never journaled. */
    private Candidate rejected(String id, Duration ago) {
        return candidate(id, ago, true);
    }

    private Candidate failed(String id, Duration ago) {
        return candidate(id, ago, false);
    }

    private Candidate candidate(String id, Duration ago, boolean unjournaled) {
        String command =
                """
                {"commandId":"%s","instanceId":"inst1","chatId":"447441429009",
                 "content":{"type":"text","message":"hello"}}\
                """
                        .formatted(id);
        Instant then = now.minus(ago);
        var original =
                new Original(new byte[0], command.getBytes(UTF_8), List.of(), then.toEpochMilli());
        var source = new Source(topics.commands().getFirst(), 0, 7);
        var letter =
                new DeadLetter(
                        new Source(topics.deadLetters(), 0, 1),
                        then,
                        source,
                        original,
                        Run.FIRST,
                        "any_code",
                        "some words",
                        id,
                        0,
                        0,
                        unjournaled,
                        null);
        return new LetterCheck(topics.commands(), DAY.multipliedBy(14), CommandLimits.DEFAULTS, now)
                .of(letter);
    }

    private void tell(String id, int run, OutcomeStatus status, Duration ago) throws Exception {
        put(null, id, run, status, ago);
    }

    private void put(
            @Nullable Integer partition, String id, int run, OutcomeStatus status, Duration ago)
            throws Exception {
        Instant then = now.minus(ago);
        var source = new Source(topics.commands().getFirst(), 0, run);
        var outcome =
                new Outcome(
                        EventIds.of(source, run, status.name()),
                        new CommandId(id),
                        new IdempotencyKey(id),
                        new InstanceId("inst1"),
                        ChatId.parse("447441429009"),
                        ContentType.TEXT,
                        run,
                        status,
                        then,
                        0,
                        null,
                        null,
                        false,
                        null,
                        source,
                        Map.of(),
                        null,
                        null);
        producer.send(
                        new ProducerRecord<>(
                                topics.outcomes(),
                                partition,
                                then.toEpochMilli(),
                                id.getBytes(UTF_8),
                                new OutcomeJson().encode(outcome)))
                .get();
    }
}
