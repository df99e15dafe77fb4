package io.wawp.chaos;

import io.wawp.sandbox.SandboxTopics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/**
 * Partitions of the worker's groups that have records to be read and a position that does not move,
 * and members of a stable group that have no partition although there are enough. Used by one
 * thread.
 */
final class Standstill {
    private static final long PATIENCE_SECONDS = 5;

    private final Admin admin;
    private final Map<String, List<TopicPartition>> groups;
    private final Map<TopicPartition, Place> places = new HashMap<>();
    private final Map<String, Long> idleSince = new HashMap<>();

    /**
     * Where a group stood in a partition, and since when it has stood there with something to do.
     */
    private record Place(long position, long since) {}

    /**
     * @param nanos how long
     */
    record Finding(Probes.Probe probe, String where, long nanos) {}

    Standstill(Admin admin, int commandPartitions, int internalPartitions) {
        this.admin = admin;
        this.groups =
                Map.of(
                        WorkerPlan.GROUP + "-intake",
                        partitions(SandboxTopics.COMMANDS, commandPartitions),
                        WorkerPlan.GROUP + "-dispatch",
                        partitions(SandboxTopics.DISPATCH, internalPartitions));
    }

    private static List<TopicPartition> partitions(String topic, int count) {
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new TopicPartition(topic, i));
        }
        return all;
    }

    /** Everything that stands still now, however shortly; nothing while the cluster cannot say. */
    List<Finding> look(Calm calm) throws InterruptedException {
        List<Finding> found = new ArrayList<>();
        try {
            for (Map.Entry<String, List<TopicPartition>> group : groups.entrySet()) {
                positions(group.getKey(), group.getValue(), calm, found);
                members(group.getKey(), group.getValue().size(), calm, found);
            }
        } catch (ExecutionException | TimeoutException e) {
            // a broker is down; what stands still will still stand at the next look
        }
        return found;
    }

    private void positions(
            String group, List<TopicPartition> partitions, Calm calm, List<Finding> found)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed =
                admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                admin.listOffsets(asked).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        long now = System.nanoTime();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata at = committed.get(partition);
            ListOffsetsResultInfo end = ends.get(partition);
            long position = at == null ? 0 : at.offset();
            Place last = places.get(partition);
            // the markers of transactions are offsets too, with nothing to be read
            boolean behind = end != null && end.offset() > position + 1;
            if (last == null || last.position() != position || !behind) {
                places.put(partition, new Place(position, now));
            } else {
                found.add(
                        new Finding(
                                Probes.Probe.LAG,
                                group + " in " + partition,
                                calm.nanosAfter(last.since())));
            }
        }
    }

    private void members(String group, int partitions, Calm calm, List<Finding> found)
            throws ExecutionException, InterruptedException, TimeoutException {
        ConsumerGroupDescription described =
                Objects.requireNonNull(
                                admin.describeConsumerGroups(List.of(group))
                                        .describedGroups()
                                        .get(group))
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        boolean enough = described.members().size() <= partitions;
        long now = System.nanoTime();
        Map<String, Long> idle = new HashMap<>();
        described
                .members()
                .forEach(member -> {
                    boolean nothing = member.assignment().topicPartitions().isEmpty();
                    if (enough && nothing && described.groupState() == GroupState.STABLE) {
                        String id = member.consumerId();
                        Long known = idleSince.get(group + id);
                        idle.put(group + id, known == null ? now : known);
                    }
                });
        idleSince.keySet().removeIf(id -> id.startsWith(group) && !idle.containsKey(id));
        idleSince.putAll(idle);
        idle.values()
                .forEach(since ->
                        found.add(
                                new Finding(
                                        Probes.Probe.IDLENESS,
                                        "of " + group,
                                        calm.nanosAfter(since))));
    }
}
