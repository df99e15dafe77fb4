package io.wawp.dispatcher.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * All that one turn commits. Immutable: a batch whose transaction was aborted is committed again as
 * it is, less what has lost its shard meanwhile.
 *
 * @param items in the order in which they came
 * @param positions of every shard that has anything in the batch. Kafka checks the group only where
 *     offsets are added to a transaction, so there is no entry of a shard without its position
 * @param positionRecords each shard's {@code p} entry, where its position has moved
 */
record Batch(
        List<BatchItem> items,
        Map<Shard, Long> positions,
        Map<Shard, ProducerRecord<byte[], byte[]>> positionRecords) {
    Batch {
        items = List.copyOf(items);
        positions = Map.copyOf(positions);
        positionRecords = Map.copyOf(positionRecords);
    }

    boolean isEmpty() {
        return items.isEmpty() && positions.isEmpty();
    }

    /** The same without what belongs to tenures that have ended; each of those is told. */
    Batch lessEnded() {
        List<BatchItem> kept = new ArrayList<>();
        for (BatchItem item : items) {
            if (item.tenure().isCurrent()) {
                kept.add(item);
            } else {
                item.dropped();
            }
        }
        return new Batch(kept, current(positions), current(positionRecords));
    }

    /** The same with something else, or nothing, in the place of one item. */
    Batch with(BatchItem refused, Optional<BatchItem> instead) {
        return new Batch(
                items.stream()
                        .flatMap(item -> item.equals(refused) ? instead.stream() : Stream.of(item))
                        .toList(),
                positions,
                positionRecords);
    }

    private static <T> Map<Shard, T> current(Map<Shard, T> byShard) {
        return byShard.entrySet().stream()
                .filter(entry -> entry.getKey().tenure().isCurrent())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
