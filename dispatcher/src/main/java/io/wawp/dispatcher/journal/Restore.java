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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    /** Followed messages kept of one shard; older ones are not followed on. */
    private static final int MAX_FOLLOWED = 100_000;

    private static final Duration BROKER_ANSWER = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Tenure tenure;
    private final JournalSettings settings;
    private final int partitions;
    private final Time time;
    private final Map<KeyHash, CommandEntry> followed = new LinkedHashMap<>();
    private final Map<InstanceId, InstanceEntry> instances = new HashMap<>();
    private EntryFormat.@Nullable Position journalled;
    private long entries;

    /**
     * @param partitions how many partitions the journal has on the cluster
     */
    Restore(Tenure tenure, JournalSettings settings, int partitions, Time time) {
        this.time = time;
        this.tenure = tenure;
        this.settings = settings;
        this.partitions = partitions;
    }

    /**
     * A shard as its journal tells it, and what is to be told of it.
     *
     * @param waited until its position was stable
     * @param read how long reading its journal took
     */
    record Result(
            Shard shard,
            Reception.Restored restored,
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
     * @throws UnknownFormat when an entry was written by a newer major version
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

    private void take(ConsumerRecord<byte[], byte[]> record, Shard shard) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        byte[] value = record.value();
        entries++;
        if (EntryKeys.isCommand(key)) {
            takeCommand(key, value, record.offset(), shard);
        } else if (EntryKeys.isInstance(key)) {
            if (value != null) {
                InstanceEntry entry = EntryFormat.decodeInstance(key, value);
                instances.put(entry.instanceId(), entry);
            }
        } else if (key.equals(EntryKeys.POSITION) && value != null) {
            journalled = EntryFormat.decodePosition(value);
        }
    }

    private void takeCommand(String key, byte @Nullable [] value, long offset, Shard shard) {
        KeyHash hash = KeyHash.ofJournalKey(key);
        followed.remove(hash);
        if (value == null) {
            shard.forget(hash);
            return;
        }
        CommandEntry entry = EntryFormat.decodeCommand(key, value);
        shard.restore(hash, entry, offset);
        if (entry.state() instanceof CommandState.Sent sent && !sent.isFinal()) {
            followed.put(hash, entry);
            if (followed.size() > MAX_FOLLOWED) {
                followed.remove(followed.keySet().iterator().next());
            }
        }
    }

    private Result finish(Shard shard, long committed, Duration waited, Duration read) {
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
        open.sort(Comparator.comparingLong(Ticket::sequence));
        return new Result(
                shard,
                new Reception.Restored(
                        open,
                        new ArrayList<>(followed.values()),
                        new ArrayList<>(instances.values())),
                entries,
                waited,
                read);
    }
}
