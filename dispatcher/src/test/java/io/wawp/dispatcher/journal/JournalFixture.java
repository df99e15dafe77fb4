package io.wawp.dispatcher.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.app.SystemTime;
import io.wawp.dispatcher.dispatch.Doorkeeper;
import io.wawp.dispatcher.kafka.KafkaClients;
import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.Claims;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.records.DispatchRecord;
import io.wawp.dispatcher.records.OutcomeRecords;
import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.SharedBroker;
import io.wawp.dispatcher.testing.TestTopics;
import io.wawp.dispatcher.testing.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    private UnaryOperator<JournalClients> clients = same -> same;
    private long nextOffset;

    JournalFixture(int partitions) {
        topics = TestTopics.create(partitions);
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

    JournalFixture clients(UnaryOperator<JournalClients> wrapper) {
        clients = wrapper;
        return this;
    }

    KafkaJournal start(String worker, RecordingReception reception) {
        var settings =
                new JournalSettings(
                        topics.dispatch(),
                        topics.journal(),
                        maxOpen,
                        contentBytes,
                        JournalSettings.DEFAULT_COMMIT_INTERVAL,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        1_000_000);
        var kafka =
                new KafkaClients.Settings(
                        Map.of(
                                "bootstrap.servers",
                                SharedBroker.bootstrapServers(),
                                "transaction.timeout.ms",
                                "5000"),
                        groupProtocol,
                        topics.dispatch(),
                        worker);
        var journal =
                new KafkaJournal(
                        settings,
                        clients.apply(new KafkaJournalClients(kafka)),
                        new OutcomeRecords(topics),
                        new Doorkeeper(),
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
