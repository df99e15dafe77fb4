package io.wawp.dispatcher.journal;

import io.wawp.common.command.InstanceId;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.InstanceEntry;
import io.wawp.dispatcher.model.Reception;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Ticket;
import io.wawp.dispatcher.model.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a shard's journal into a {@link Shard}. The order of its steps is what makes it safe:
 *
 * <ol>
 *   <li>the committed position, as stable: this waits for a transaction that the previous owner
 *       left open, so nothing of it can appear later;
 *   <li>then the journal's end, not the last stable offset but the very end: now final;
 *   <li>then the journal, read-committed, up to it.
 * </ol>
 */
final class Restore {
    /** Followed messages kept of one shard; of older ones only where they stand. */
    private static final int MAX_FOLLOWED = 100_000;

    /**
     * What was journaled in this time before the take-over may still be confused with what is in
     * doubt: longer than any look into a chat goes back.
     */
    private static final Duration RECENTLY = Duration.ofHours(1);

    /** Recent ones kept of one shard; of those that are left out, the oldest go first. */
    private static final int MAX_RECENT = 20_000;

    /** With more unreadable keys than this no later record is waited for. */
    private static final int MOST_UNREADABLE = 100;

    private static final Duration BROKER_ANSWER = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Tenure tenure;
    private final JournalSettings settings;
    private final int partitions;
    private final int mostFollowed;
    private final int mostRecent;
    private final Time time;
    private final Map<KeyHash, CommandEntry> followed = new LinkedHashMap<>();
    private final Set<KeyHash> leftOut = new LinkedHashSet<>();
    private final Map<KeyHash, Recent> recent = new LinkedHashMap<>();
    private long recentSince = Long.MIN_VALUE;
    private final Map<String, UnknownFormat> unreadable = new LinkedHashMap<>();
    private final long recentFrom;
    private final Map<InstanceId, InstanceEntry> instances = new HashMap<>();
    private EntryFormat.@Nullable Position journalled;
    private long entries;

    /**
     * @param partitions how many partitions the journal has on the cluster
     */
    Restore(Tenure tenure, JournalSettings settings, int partitions, Time time) {
        this(tenure, settings, partitions, time, MAX_FOLLOWED, MAX_RECENT);
    }

    Restore(
            Tenure tenure,
            JournalSettings settings,
            int partitions,
            Time time,
            int mostFollowed,
            int mostRecent) {
        this.time = time;
        this.tenure = tenure;
        this.settings = settings;
        this.partitions = partitions;
        this.recentFrom = time.now().minus(RECENTLY).toEpochMilli();
        this.mostFollowed = mostFollowed;
        this.mostRecent = mostRecent;
    }

    /**
     * A shard as its journal tells it, and what is to be told of it.
     *
     * @param leftOut where the sent messages stand for which there was no room
     * @param waited until its position was stable
     * @param read how long reading its journal took
     */
    record Result(
            Shard shard,
            Reception.Restored restored,
            List<Long> leftOut,
            long entries,
            Duration waited,
            Duration read) {}

    /** The number of shards changed under the data. */
    static final class PartitionsChanged extends RuntimeException {
        private static final long serialVersionUID = 1;

        PartitionsChanged(String topic, int recorded, int found) {
            super(
                    topic
                            + " was written with "
                            + recorded
                            + " partitions and has "
                            + found
                            + " now. The number is fixed for life, since it says which worker owns"
                            + " which WhatsApp number: set the topics back (create them anew with "
                            + recorded
                            + " partitions and copy the records), or use a new"
                            + " DISPATCHER_GROUP_ID with new, empty topics");
        }
    }

    /**
     * @return null when the tenure ended meanwhile
     * @throws UnknownFormat when an entry says what this version cannot read
     * @throws PartitionsChanged when the journal was written with another number of partitions
     */
    @Nullable Result run(Consumer<byte[], byte[]> reader, Admin admin) throws InterruptedException {
        var dispatch = new TopicPartition(settings.dispatchTopic(), tenure.shard());
        var journal = new TopicPartition(settings.journalTopic(), tenure.shard());
        long began = time.nanoTime();
        OffsetAndMetadata committed = stablePosition(reader, dispatch);
        if (!tenure.isCurrent()) {
            return null;
        }
        long stable = time.nanoTime();
        long end = end(admin, journal);
        var shard = new Shard(tenure, 0, 0, 1_024);
        if (!read(reader, journal, end, shard)) {
            return null;
        }
        return finish(
                shard,
                committed == null ? 0 : committed.offset(),
                Duration.ofNanos(stable - began),
                Duration.ofNanos(time.nanoTime() - stable));
    }

    private @Nullable OffsetAndMetadata stablePosition(
            Consumer<byte[], byte[]> reader, TopicPartition dispatch) {
        while (true) {
            try {
                return reader.committed(Set.of(dispatch), BROKER_ANSWER).get(dispatch);
            } catch (TimeoutException e) {
                // an open transaction of the previous owner lives at most its own time-out
                if (!tenure.isCurrent()) {
                    return null;
                }
            }
        }
    }

    private static long end(Admin admin, TopicPartition journal) throws InterruptedException {
        try {
            return admin.listOffsets(
                            Map.of(journal, OffsetSpec.latest()),
                            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .partitionResult(journal)
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw new KafkaException("the end of " + journal + " could not be found", e);
        }
    }

    private boolean read(
            Consumer<byte[], byte[]> reader, TopicPartition journal, long end, Shard shard) {
        reader.assign(Set.of(journal));
        reader.seekToBeginning(Set.of(journal));
        while (reader.position(journal) < end) {
            if (!tenure.isCurrent()) {
                return false;
            }
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL).records(journal)) {
                if (record.offset() < end) {
                    take(record, shard);
                }
            }
        }
        return true;
    }

    /** What cannot be read does not matter if a later record of its key can. */
    private void take(ConsumerRecord<byte[], byte[]> record, Shard shard) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        try {
            read(key, record, shard);
            unreadable.remove(key);
        } catch (UnknownFormat e) {
            refuse(key, e.at(record.topic(), record.partition(), record.offset()));
        } catch (RuntimeException e) {
            refuse(
                    key,
                    UnknownFormat.broken(e)
                            .at(record.topic(), record.partition(), record.offset()));
        }
    }

    private void refuse(String key, UnknownFormat why) {
        if (unreadable.size() >= MOST_UNREADABLE) {
            throw why;
        }
        unreadable.putIfAbsent(key, why);
    }

    private void read(String key, ConsumerRecord<byte[], byte[]> record, Shard shard) {
        byte[] value = record.value();
        entries++;
        if (EntryKeys.isCommand(key)) {
            takeCommand(key, value, record, shard);
        } else if (EntryKeys.isInstance(key)) {
            if (value != null) {
                InstanceEntry entry = EntryFormat.decodeInstance(key, value);
                instances.put(entry.instanceId(), entry);
            }
        } else if (key.equals(EntryKeys.POSITION) && value != null) {
            journalled = EntryFormat.decodePosition(value);
        }
    }

    private void takeCommand(
            String key,
            byte @Nullable [] value,
            ConsumerRecord<byte[], byte[]> record,
            Shard shard) {
        KeyHash hash = KeyHash.ofJournalKey(key);
        followed.remove(hash);
        leftOut.remove(hash);
        recent.remove(hash);
        if (value == null) {
            shard.forget(hash);
            return;
        }
        CommandEntry entry = EntryFormat.decodeCommand(key, value);
        shard.restore(hash, entry, record.offset());
        if (entry.state() instanceof CommandState.Sent sent && !sent.isFinal()) {
            followed.put(hash, entry);
            if (followed.size() > mostFollowed) {
                KeyHash oldest = followed.keySet().iterator().next();
                followed.remove(oldest);
                leftOut.add(oldest);
            }
        }
        if (record.timestamp() >= recentFrom && leftAMessage(entry.state())) {
            // nobody reads its content again
            keepRecent(hash, new Recent(entry.withoutOriginal(), record.timestamp()));
        }
    }

    private static boolean leftAMessage(CommandState state) {
        return state instanceof CommandState.Sent
                || (state instanceof CommandState.Ended ended && ended.mayHaveBeenSent());
    }

    /**
     * @param at when it was journaled, in milliseconds since 1970
     */
    private record Recent(CommandEntry entry, long at) {}

    private void keepRecent(KeyHash hash, Recent one) {
        recent.put(hash, one);
        if (recent.size() > mostRecent) {
            KeyHash oldest = recent.keySet().iterator().next();
            Recent dropped = Objects.requireNonNull(recent.remove(oldest));
            recentSince = Math.max(recentSince, dropped.at());
        }
    }

    private Result finish(Shard shard, long committed, Duration waited, Duration read) {
        if (!unreadable.isEmpty()) {
            throw unreadable.values().iterator().next();
        }
        long position = committed;
        if (journalled != null) {
            if (journalled.partitions() != partitions) {
                throw new PartitionsChanged(
                        settings.journalTopic(), journalled.partitions(), partitions);
            }
            position = Math.max(position, journalled.offset());
        }
        shard.position(position);
        List<Ticket> open = new ArrayList<>();
        for (Slot slot : shard.slots()) {
            if (slot instanceof OpenCommand command) {
                open.add(command);
            }
        }
        List<Long> places = new ArrayList<>(leftOut.size());
        for (KeyHash hash : leftOut) {
            places.add(Objects.requireNonNull(shard.find(hash)).offset());
        }
        open.sort(Comparator.comparingLong(Ticket::sequence));
        return new Result(
                shard,
                new Reception.Restored(
                                open,
                                new ArrayList<>(followed.values()),
                                recent.values().stream().map(Recent::entry).toList(),
                                new ArrayList<>(instances.values()))
                        .rememberedSince(
                                recentSince == Long.MIN_VALUE
                                        ? Instant.MIN
                                        : Instant.ofEpochMilli(recentSince)),
                places,
                entries,
                waited,
                read);
    }
}
