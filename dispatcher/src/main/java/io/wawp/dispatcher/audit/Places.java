package io.wawp.dispatcher.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where a record stands, as one number that is not 0: 15 bits of partition, 48 of offset. */
final class Places {
    /** No record. */
    static final long NONE = 0;

    private static final int OFFSET_BITS = 48;
    private static final long OFFSETS = (1L << OFFSET_BITS) - 1;

    private final Map<TopicPartition, Integer> numbers = new HashMap<>();
    private final List<TopicPartition> partitions = new ArrayList<>();

    long of(TopicPartition partition, long offset) {
        int number =
                numbers.computeIfAbsent(
                        partition,
                        added -> {
                            partitions.add(added);
                            return partitions.size();
                        });
        return ((long) number << OFFSET_BITS) | (offset & OFFSETS);
    }

    TopicPartition partition(long place) {
        return partitions.get((int) (place >>> OFFSET_BITS) - 1);
    }

    static long offset(long place) {
        return place & OFFSETS;
    }

    /** The same for records of one partition, another for those of another. */
    static long number(long place) {
        return place >>> OFFSET_BITS;
    }

    /** As people write it. */
    String words(long place) {
        return place == NONE ? "nowhere" : partition(place) + "@" + offset(place);
    }
}
