package io.wawp.dispatcher.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Gathers what one turn will commit. */
final class BatchBuilder {
    private final List<BatchItem> items = new ArrayList<>();
    private final Map<Shard, Long> positions = new HashMap<>();
    private final Map<Shard, ProducerRecord<byte[], byte[]>> positionRecords = new HashMap<>();

    /** Adds an item of a shard, whose position thereby goes along. */
    void add(Shard shard, BatchItem item) {
        items.add(item);
        positions.putIfAbsent(shard, shard.position());
    }

    /** The shard's position moves with this batch. */
    void moveTo(Shard shard, long position, IntFunction<ProducerRecord<byte[], byte[]>> record) {
        positions.put(shard, position);
        positionRecords.put(shard, record.apply(shard.tenure().shard()));
    }

    Batch build() {
        return new Batch(items, positions, positionRecords);
    }
}
