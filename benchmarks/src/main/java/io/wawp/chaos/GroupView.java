package io.wawp.chaos;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * One of the workers' groups at one moment.
 *
 * @param stable whether its partitions are shared out
 * @param members what each has
 * @param places of all partitions that the group is to read
 */
record GroupView(
        String group,
        boolean stable,
        Map<String, Set<TopicPartition>> members,
        Map<TopicPartition, Place> places) {

    /**
     * @param position the group's, of the next record
     * @param end behind the last record or marker
     */
    record Place(long position, long end) {}

    GroupView {
        members = Map.copyOf(members);
        places = Map.copyOf(places);
    }
}
