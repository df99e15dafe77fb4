package io.wawp.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Since when what in the workers' groups: partitions that have records to be read and a position
 * that does not move, members of a stable group that have no partition although there are enough,
 * and who has which partition. Used by one thread.
 */
final class Standstill {
    /** Sooner it is not worth a closer look. */
    private static final Duration SUSPICIOUS = Duration.ofSeconds(10);

    private final Calm calm;
    private final LongSupplier clock;
    private final Map<TopicPartition, Standing> standing = new HashMap<>();
    private final Map<TopicPartition, Owned> owned = new HashMap<>();
    private final Map<Member, Long> idle = new HashMap<>();

    /** A position that has not moved since, although it is not at the end. */
    private record Standing(String group, long position, long since) {}

    private record Owned(String member, long since) {}

    private record Member(String group, String id) {}

    /**
     * @param nanos how long
     */
    record Finding(Probe probe, String where, long nanos) {}

    Standstill(Calm calm, LongSupplier clock) {
        this.calm = calm;
        this.clock = clock;
    }

    /** Takes in how a group is now. */
    void saw(GroupView view) {
        long now = clock.getAsLong();
        view.places().forEach((partition, place) -> place(view.group(), partition, place, now));
        idle(view, now);
        if (view.stable()) {
            view.members()
                    .forEach((member, partitions) ->
                            partitions.forEach(each -> owner(each, member, now)));
        }
    }

    private void place(String group, TopicPartition partition, GroupView.Place place, long now) {
        if (place.end() <= place.position()) {
            standing.remove(partition);
            return;
        }
        Standing last = standing.get(partition);
        if (last == null || last.position() != place.position()) {
            standing.put(partition, new Standing(group, place.position(), now));
        }
    }

    private void idle(GroupView view, long now) {
        Set<Member> without = new HashSet<>();
        boolean enough = view.members().size() <= view.places().size();
        if (view.stable() && enough) {
            view.members()
                    .forEach((id, partitions) -> {
                        if (partitions.isEmpty()) {
                            without.add(new Member(view.group(), id));
                        }
                    });
        }
        idle.keySet()
                .removeIf(each -> each.group().equals(view.group()) && !without.contains(each));
        without.forEach(each -> idle.putIfAbsent(each, now));
    }

    private void owner(TopicPartition partition, String member, long now) {
        Owned last = owned.get(partition);
        if (last == null || !last.member().equals(member)) {
            owned.put(partition, new Owned(member, now));
        }
    }

    /**
     * Positions that have not moved for some seconds although they are not at the end. What is
     * behind them may be markers of transactions and records of aborted ones, which nobody reads.
     */
    Map<TopicPartition, Long> suspects() {
        long now = clock.getAsLong();
        Map<TopicPartition, Long> suspects = new HashMap<>();
        standing.forEach((partition, each) -> {
            if (now - each.since() >= SUSPICIOUS.toNanos()) {
                suspects.put(partition, each.position());
            }
        });
        return suspects;
    }

    /** Some that were suspected have nothing to be read. */
    void nothingToRead(Set<TopicPartition> partitions) {
        partitions.forEach(standing::remove);
    }

    /** Everything that stands still now, however shortly. */
    List<Finding> findings() {
        List<Finding> found = new ArrayList<>();
        standing.forEach((partition, each) ->
                found.add(finding(Probe.LAG, each.group() + " in " + partition, each.since())));
        idle.forEach((member, since) ->
                found.add(finding(Probe.IDLENESS, "of " + member.group(), since)));
        return found;
    }

    private Finding finding(Probe probe, String where, long since) {
        return new Finding(probe, where, calm.nanosAfter(since, probe.excused()));
    }

    /** Since when a partition has had the owner that it has; empty before it was seen. */
    OptionalLong ownedSince(TopicPartition partition) {
        Owned last = owned.get(partition);
        return last == null ? OptionalLong.empty() : OptionalLong.of(last.since());
    }
}
