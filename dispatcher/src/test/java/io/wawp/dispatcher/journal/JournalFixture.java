package io.wawp.dispatcher.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.app.SystemTime;
import io.wawp.dispatcher.dispatch.DispatchSettings;
import io.wawp.dispatcher.dispatch.Doorkeeper;
import io.wawp.dispatcher.kafka.KafkaClients;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.Claims;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Run;
import io.wawp.dispatcher.records.DispatchRecord;
import io.wawp.dispatcher.records.OutcomeRecords;
import io.wawp.dispatcher.records.RunHeaders;
import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.SharedBroker;
import io.wawp.dispatcher.testing.TestTopics;
import io.wawp.dispatcher.testing.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A journal against the shared broker, with topics of its own. */
final class JournalFixture implements AutoCloseable {
    static final OutcomeError SOME_ERROR = OutcomeError.of(ReasonCode.RATE_LIMITED, "slowly");

    final Topics topics;
    final List<RuntimeException> fatal = new ArrayList<>();
    private final List<KafkaJournal> journals = new ArrayList<>();
    private final SystemTime time = new SystemTime();
    private final KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                    Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
    private String groupProtocol = "classic";
    private long contentBytes = 1 << 20;
    private int maxOpen = 100_000;
    private Duration commitInterval = JournalSettings.DEFAULT_COMMIT_INTERVAL;
    private final Map<String, String> client = new HashMap<>();
    private UnaryOperator<JournalClients> clients = same -> same;
    private long nextOffset;

    JournalFixture(int partitions) {
        topics = TestTopics.create(partitions);
        client.put("bootstrap.servers", SharedBroker.bootstrapServers());
        client.put("transaction.timeout.ms", "5000");
    }

    JournalFixture groupProtocol(String protocol) {
        groupProtocol = protocol;
        return this;
    }

    JournalFixture contentBytes(long bytes) {
        contentBytes = bytes;
        return this;
    }

    JournalFixture maxOpen(int most) {
        maxOpen = most;
        return this;
    }

    JournalFixture commitInterval(Duration interval) {
        commitInterval = interval;
        return this;
    }

    /** Of the journals that are started from now on. */
    JournalFixture clients(UnaryOperator<JournalClients> wrapper) {
        clients = wrapper;
        return this;
    }

    /** A property of the Kafka clients of the journals that are started from now on. */
    JournalFixture client(String property, String value) {
        client.put(property, value);
        return this;
    }

    KafkaClients.Settings kafka(String worker) {
        return new KafkaClients.Settings(client, groupProtocol, topics.dispatch(), worker);
    }

    KafkaJournal start(String worker, RecordingReception reception) {
        var settings =
                new JournalSettings(
                        topics.dispatch(),
                        topics.journal(),
                        maxOpen,
                        contentBytes,
                        commitInterval,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        1_000_000);
        var journal =
                new KafkaJournal(
                        settings,
                        clients.apply(new KafkaJournalClients(kafka(worker))),
                        new OutcomeRecords(topics),
                        new Doorkeeper(DispatchSettings.DEFAULT),
                        reception,
                        time,
                        JournalMeters.NONE,
                        topics.partitions(),
                        fatal::add);
        journals.add(journal);
        journal.start();
        return journal;
    }

    /** Writes a command as intake does. */
    void dispatch(String instance, String commandId, String text) {
        dispatch(instance, commandId, text, nextOffset++);
    }

    /** The same, saying where in the command topic it was read. */
    void dispatch(String instance, String commandId, String text, long sourceOffset) {
        dispatch(instance, commandId, text, sourceOffset, Run.FIRST);
    }

    /** The same, as an operator's tool asks for another run. */
    void dispatch(String instance, String commandId, String text, long sourceOffset, Run run) {
        byte[] value =
                """
                {"commandId":"%s","instanceId":"%s","chatId":"447441429009",
                 "content":{"type":"text","message":"%s"}}\
                """
                        .formatted(commandId, instance, text)
                        .getBytes(UTF_8);
        var read =
                new ConsumerRecord<byte[], byte[]>(
                        topics.commands().getFirst(), 0, sourceOffset, null, value);
        if (run.number() > 1) {
            RunHeaders.record("t", DispatchRecord.originalOf(read), run)
                    .headers()
                    .forEach(read.headers()::add);
        }
        try {
            producer.send(
                            DispatchRecord.build(
                                    topics.dispatch(),
                                    topics.partitions(),
                                    new InstanceId(instance),
                                    read))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    TopicReader read(String... names) {
        return new TopicReader(SharedBroker.bootstrapServers(), names);
    }

    /** What an operator's tool finds in the journal. */
    Optional<CommandEntry> lookUp(String instance, String idempotencyKey) {
        Map<String, Object> properties =
                Map.of(
                        "bootstrap.servers",
                        SharedBroker.bootstrapServers(),
                        "isolation.level",
                        "read_committed");
        try (var reader =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return new EntryLookup(reader, topics.journal())
                    .find(
                            new CommandKey(
                                    new InstanceId(instance), new IdempotencyKey(idempotencyKey)));
        }
    }

    static CommandEntry sending(CommandEntry entry) {
        Instant now = Instant.now();
        return entry.open(
                new CommandState.Sending(
                        Attempts.NONE.begin(now), now, now.plusSeconds(10), Claims.NONE));
    }

    /** It failed, and certainly was not sent. */
    static CommandEntry failed(CommandEntry entry, Instant forgetAfter) {
        Instant now = Instant.now();
        return entry.ended(
                new CommandState.Ended(
                        Attempts.NONE.begin(now), OutcomeStatus.FAILED, SOME_ERROR, now),
                forgetAfter);
    }

    static CommandEntry ended(CommandEntry entry, Instant forgetAfter) {
        return entry.ended(
                new CommandState.Sent(
                        Attempts.NONE.begin(Instant.now()), null, 0, Instant.now(), true),
                forgetAfter);
    }

    @Override
    public void close() {
        journals.forEach(KafkaJournal::close);
        producer.close();
        time.close();
    }
}
