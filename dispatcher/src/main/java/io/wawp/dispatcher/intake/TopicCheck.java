package io.wawp.dispatcher.intake;

import io.wawp.dispatcher.records.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.PartitionInfo;

/** Whether the topics that intake needs are there; it creates none. */
final class TopicCheck {
    private TopicCheck() {}

    /**
     * Compares what is needed with what is there.
     *
     * @param there what the cluster has
     * @return what is wrong and what to do; empty when nothing is
     */
    static Optional<String> problem(Topics topics, Map<String, List<PartitionInfo>> there) {
        var missing = new ArrayList<String>();
        for (String name : topics.commands()) {
            addMissing(missing, name, there);
        }
        addMissing(missing, topics.outcomes(), there);
        addMissing(missing, topics.deadLetters(), there);
        addMissing(missing, topics.dispatch(), there);
        if (!missing.isEmpty()) {
            return Optional.of(
                    "missing topics: "
                            + String.join(", ", missing)
                            + ". Create them with ./wawp topics (or let this user describe them)");
        }
        int partitions = there.getOrDefault(topics.dispatch(), List.of()).size();
        if (partitions != topics.partitions()) {
            // with another count an instance's commands would go to another partition
            return Optional.of(
                    topics.dispatch()
                            + " has "
                            + partitions
                            + " partitions and should have "
                            + topics.partitions()
                            + ": the number is fixed for life. See ./wawp topics");
        }
        return Optional.empty();
    }

    private static void addMissing(
            List<String> missing, String name, Map<String, List<PartitionInfo>> there) {
        if (!there.containsKey(name)) {
            missing.add(name);
        }
    }
}
