package io.wawp.dispatcher.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.InstanceEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Entries as records of the journal topic, always with their partition. */
final class JournalRecords {
    private JournalRecords() {}

    static ProducerRecord<byte[], byte[]> of(String topic, int shard, CommandEntry entry) {
        return of(topic, shard, EntryKeys.of(entry.key()), EntryFormat.encode(entry));
    }

    static ProducerRecord<byte[], byte[]> of(String topic, int shard, InstanceEntry entry) {
        return of(topic, shard, EntryKeys.of(entry.instanceId()), EntryFormat.encode(entry));
    }

    static ProducerRecord<byte[], byte[]> of(
            String topic, int shard, EntryFormat.Position position) {
        return of(topic, shard, EntryKeys.POSITION, EntryFormat.encode(position));
    }

    static ProducerRecord<byte[], byte[]> tombstone(String topic, int shard, String key) {
        return of(topic, shard, key, null);
    }

    /** About how many bytes a record takes on the wire. */
    static int size(ProducerRecord<byte[], byte[]> record) {
        int size = 128;
        size += record.key() == null ? 0 : record.key().length;
        size += record.value() == null ? 0 : record.value().length;
        for (var header : record.headers()) {
            size += 16 + header.key().length();
            size += header.value() == null ? 0 : header.value().length;
        }
        return size;
    }

    private static ProducerRecord<byte[], byte[]> of(
            String topic, int shard, String key, byte @Nullable [] value) {
        return new ProducerRecord<>(topic, shard, key.getBytes(UTF_8), value);
    }
}
