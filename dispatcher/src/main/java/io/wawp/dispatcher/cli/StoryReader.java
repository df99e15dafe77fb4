package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.json.CommandDecoder;
import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.cli.CommandStory.Told;
import io.wawp.dispatcher.journal.EntryLookup;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.records.DeadLetter;
import io.wawp.dispatcher.records.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the topics know of one command id: its partition of the outcome and delivery topics,
 * its instance's partition of the journal, the very record of the command topic, and more only
 * where that says too little. Owned by one thread.
 */
final class StoryReader {
    /** Of one command; more would be a producer that repeats itself without end. */
    private static final int MOST = 1000;

    private static final Duration BEFORE = Duration.ofMinutes(1);

    private final Cluster cluster;
    private final Topics topics;
    private final Time time;
    private final @Nullable InstanceId instance;
    private final OutcomeJson json = new OutcomeJson();
    private final CommandDecoder decoder;

    /**
     * @param instance only what concerns it; null for all
     */
    StoryReader(Cluster cluster, Time time, @Nullable InstanceId instance) {
        this.cluster = cluster;
        this.topics = cluster.topics();
        this.time = time;
        this.instance = instance;
        this.decoder = new CommandDecoder(cluster.limits());
    }

    /**
     * Reads.
     *
     * @throws CommandFailed when Kafka cannot be used, or a topic is missing
     */
    CommandStory read(String commandId) {
        cluster.partitionsOf(topics.names());
        List<Told<Outcome>> outcomes = outcomes(commandId);
        List<Told<Delivery>> deliveries = deliveries(commandId);
        List<ConsumerRecord<byte[], byte[]>> letters = deadLetters(commandId, outcomes);
        List<CommandEntry> entries = entries(commandId, outcomes);
        Map<Source, ConsumerRecord<byte[], byte[]>> originals = originals(outcomes, entries);
        boolean unread = false;
        boolean takenIn = false;
        if (outcomes.isEmpty() && entries.isEmpty()) {
            var found = new WaitingRecords(cluster, time, decoder, instance);
            found.unread(commandId)
                    .forEach(record -> originals.put(WaitingRecords.sourceOf(record), record));
            unread = !originals.isEmpty();
            takenIn = !unread && found.isTakenIn(commandId);
        }
        return new CommandStory(
                commandId,
                outcomes,
                deliveries,
                letters,
                originals,
                entries,
                unread,
                takenIn,
                events(outcomes, entries),
                new Workers(cluster).areThere());
    }

    private List<Told<Outcome>> outcomes(String commandId) {
        var found = new ArrayList<Told<Outcome>>();
        scanKey(
                topics.outcomes(),
                commandId,
                record -> {
                    if (Heard.of(topics, json, record) instanceof Heard.OfOutcome(Outcome outcome)
                            && isWanted(outcome.instanceId())) {
                        keep(found, new Told<>(outcome, record));
                    }
                });
        found.sort(Comparator.comparing(told -> told.what().at()));
        return found;
    }

    private List<Told<Delivery>> deliveries(String commandId) {
        var found = new ArrayList<Told<Delivery>>();
        scanKey(
                topics.deliveries(),
                commandId,
                record -> {
                    if (Heard.of(topics, json, record)
                                    instanceof Heard.OfDelivery(Delivery delivery)
                            && isWanted(delivery.instanceId())) {
                        keep(found, new Told<>(delivery, record));
                    }
                });
        found.sort(Comparator.comparing(told -> told.what().at()));
        return found;
    }

    /**
     * Only where there must be one, or where nothing else is kept: it is no keyed topic of ours.
     */
    private List<ConsumerRecord<byte[], byte[]>> deadLetters(
            String commandId, List<Told<Outcome>> outcomes) {
        Optional<Instant> first =
                outcomes.stream()
                        .map(Told::what)
                        .filter(it ->
                                it.status() == OutcomeStatus.FAILED
                                        || it.status() == OutcomeStatus.REJECTED)
                        .map(Outcome::at)
                        .min(Comparator.naturalOrder());
        if (first.isEmpty() && !outcomes.isEmpty()) {
            return List.of();
        }
        TopicScan.From from =
                first.<TopicScan.From>map(at -> new TopicScan.From.Since(at.minus(BEFORE)))
                        .orElseGet(TopicScan.From.Beginning::new);
        var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        scan(
                cluster.partitionsOf(topics.deadLetters()),
                from,
                record -> {
                    Header id = record.headers().lastHeader(DeadLetter.COMMAND_ID);
                    if (id != null
                            && id.value() != null
                            && new String(id.value(), UTF_8).equals(commandId)) {
                        keep(found, record);
                    }
                });
        return found;
    }

    private List<CommandEntry> entries(String commandId, List<Told<Outcome>> outcomes) {
        Set<CommandKey> keys = new LinkedHashSet<>();
        for (Told<Outcome> told : outcomes) {
            var id = told.what().instanceId();
            var key = told.what().idempotencyKey();
            if (id != null && key != null) {
                keys.add(new CommandKey(id, key));
            }
        }
        if (keys.isEmpty()) {
            guessed().forEach(id -> keys.add(new CommandKey(id, new IdempotencyKey(commandId))));
        }
        try (var reader = cluster.consumer()) {
            var lookup = new EntryLookup(reader, topics.journal());
            return keys.stream()
                    .flatMap(key -> lookup.find(key).stream())
                    .filter(entry -> entry.commandId().value().equals(commandId))
                    .toList();
        } catch (KafkaException e) {
            throw cluster.failure(e);
        }
    }

    /** Whose command it may be where no outcome says it. */
    private List<InstanceId> guessed() {
        if (instance != null) {
            return List.of(instance);
        }
        return Stream.of(
                        cluster.config().dispatcher().defaultInstanceId(),
                        cluster.config().wawp().instanceId())
                .flatMap(Stream::ofNullable)
                .distinct()
                .map(InstanceId::new)
                .toList();
    }

    private Map<Source, ConsumerRecord<byte[], byte[]>> originals(
            List<Told<Outcome>> outcomes, List<CommandEntry> entries) {
        var sources = new LinkedHashSet<Source>();
        outcomes.forEach(told -> sources.add(told.what().source()));
        entries.forEach(entry -> sources.add(entry.source()));
        var found = new HashMap<Source, ConsumerRecord<byte[], byte[]>>();
        for (Source source : sources) {
            var partition = new TopicPartition(source.topic(), source.partition());
            // a topic that this deployment reads no more may be gone
            if (topics.commands().contains(source.topic())
                    && cluster.partitionsOf(source.topic()).contains(partition)) {
                TopicScan.one(cluster, time, source).ifPresent(record -> found.put(source, record));
            }
        }
        return found;
    }

    private List<InstanceEvent> events(List<Told<Outcome>> outcomes, List<CommandEntry> entries) {
        var concerned = new LinkedHashSet<String>();
        outcomes.forEach(told ->
                Stream.ofNullable(told.what().instanceId())
                        .forEach(id -> concerned.add(id.value())));
        entries.forEach(entry -> concerned.add(entry.key().instanceId().value()));
        var last = new HashMap<String, InstanceEvent>();
        for (String id : concerned) {
            scanKey(
                    topics.instances(),
                    id,
                    record -> {
                        if (Heard.of(topics, json, record)
                                instanceof Heard.OfInstance(InstanceEvent it)) {
                            last.put(id, it);
                        }
                    });
        }
        return List.copyOf(last.values());
    }

    private void scanKey(
            String topic, String key, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        TopicScan.ofKey(
                cluster,
                time,
                topic,
                key,
                record -> {
                    visitor.accept(record);
                    return true;
                });
    }

    private void scan(
            Collection<TopicPartition> partitions,
            TopicScan.From from,
            Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        try (TopicScan scan = TopicScan.open(cluster, time, partitions, from)) {
            scan.toEnd(record -> {
                visitor.accept(record);
                return true;
            });
        }
    }

    private boolean isWanted(@Nullable InstanceId of) {
        return instance == null || instance.equals(of);
    }

    private static <T> void keep(List<T> found, T one) {
        if (found.size() >= MOST) {
            found.removeFirst();
        }
        found.add(one);
    }
}
