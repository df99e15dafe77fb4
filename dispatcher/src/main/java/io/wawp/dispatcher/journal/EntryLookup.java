package io.wawp.dispatcher.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.Shards;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is journaled of one command, for an operator's tool. Reads the one partition of the
 * journal topic that the command's instance belongs to, up to what is committed at the time of
 * asking, and keeps one record of it. Not thread-safe: it uses the consumer it was given, which
 * stays the caller's.
 */
public final class EntryLookup {
    private static final Duration POLL = Duration.ofMillis(200);

    /** A broker that gives nothing for so many polls, half a minute, is not there. */
    private static final int MOST_IDLE_POLLS = 150;

    private final Consumer<byte[], byte[]> reader;
    private final String journalTopic;

    /**
     * @param reader read-committed and of no group; whatever is assigned to it is replaced
     */
    public EntryLookup(Consumer<byte[], byte[]> reader, String journalTopic) {
        this.reader = reader;
        this.journalTopic = journalTopic;
    }

    /**
     * The command's last committed entry.
     *
     * @return empty when nothing is known of the key: it never was journaled, or it is forgotten
     * @throws RuntimeException when the entry was written by a newer major version; its message
     *     says so
     * @throws KafkaException when the topic cannot be read to its end
     */
    public Optional<CommandEntry> find(CommandKey key) {
        var partition =
                new TopicPartition(journalTopic, Shards.of(key.instanceId(), partitionCount()));
        String journalKey = EntryKeys.of(key);
        byte[] last = lastValue(partition, journalKey.getBytes(UTF_8));
        return last == null
                ? Optional.empty()
                : Optional.of(EntryFormat.decodeCommand(journalKey, last));
    }

    private int partitionCount() {
        int count = reader.partitionsFor(journalTopic).size();
        if (count == 0) {
            throw new KafkaException("the journal topic " + journalTopic + " does not exist");
        }
        return count;
    }

    /** Null when there is none, or when the last one is a tombstone. */
    private byte @Nullable [] lastValue(TopicPartition partition, byte[] key) {
        reader.assign(List.of(partition));
        reader.seekToBeginning(List.of(partition));
        Long end = reader.endOffsets(List.of(partition)).get(partition);
        byte[] last = null;
        int idle = 0;
        while (end != null && reader.position(partition) < end) {
            long before = reader.position(partition);
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL).records(partition)) {
                if (Arrays.equals(record.key(), key)) {
                    last = record.value();
                }
            }
            idle = reader.position(partition) == before ? idle + 1 : 0;
            if (idle > MOST_IDLE_POLLS) {
                throw new TimeoutException("the broker gives nothing more of " + partition);
            }
        }
        return last;
    }
}
