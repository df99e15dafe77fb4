package io.wawp.dispatcher.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topics of one deployment in the order in which conclusions may be drawn: each is asked
 * for its end after those that its records follow from. Owned by the thread that audits.
 */
final class Evidence {
    private final AuditTopics topics;
    private final AuditRules rules;
    private final CommandTable table;
    private final Findings findings;
    private final TopicExtents cluster;
    private final Consumer<String> progress;
    private final Instant now;

    final Extent commands;
    final Extent outcomes;
    final Extent letters;
    final Extent deliveries;

    // known once all is read
    private @Nullable CommandIndex index;
    private @Nullable OutcomeScan told;
    private Waits waits = Waits.NONE;

    Evidence(
            AuditTopics topics,
            AuditRules rules,
            CommandTable table,
            Findings findings,
            TopicExtents cluster,
            Consumer<String> progress,
            Instant now) {
        this.topics = topics;
        this.rules = rules;
        this.table = table;
        this.findings = findings;
        this.cluster = cluster;
        this.progress = progress;
        this.now = now;
        commands = cluster.extent(topics.commands());
        outcomes = cluster.extent(List.of(topics.outcomes()));
        letters = cluster.extent(List.of(topics.deadLetters()));
        deliveries = cluster.extent(List.of(topics.deliveries()));
        limit();
    }

    /** What is told of a record comes after it, by clocks that may differ. */
    private void limit() {
        Instant since = rules.since();
        if (since != null) {
            cluster.since(commands, since);
            Instant told = since.minus(EndJudge.CLOCKS);
            cluster.since(outcomes, told);
            cluster.since(letters, told);
            cluster.since(deliveries, told);
        }
    }

    /**
     * Reads everything.
     *
     * @param intake the group that reads the command topics; null if it is not known
     */
    void read(@Nullable String intake) {
        var digest = new Digest();
        progress.accept("reading " + String.join(", ", topics.commands()));
        cluster.readSure(commands, new CommandScan(table, commands, rules, digest, now));
        Map<TopicPartition, Long> positions =
                intake == null || rules.drained() ? null : positions(intake);
        progress.accept("reading " + topics.outcomes());
        var ends = new OutcomeScan(table, commands, outcomes, rules, findings);
        told = ends;
        cluster.readAll(outcomes, ends);
        waits = new Waits(rules.drained() ? null : pauses(), positions);
        progress.accept("reading " + topics.deadLetters());
        var dead = new LetterScan(table, commands, outcomes, letters, rules, findings, digest);
        cluster.readAll(letters, dead);
        progress.accept("reading " + topics.deliveries());
        var byId = new CommandIndex(table);
        index = byId;
        var arrived = new DeliveryScan(table, byId, outcomes, deliveries, findings);
        cluster.readAll(deliveries, arrived);
        ends.tellUnchecked();
        dead.tellUnchecked();
        arrived.tellUnchecked();
        List.of(commands, outcomes, letters, deliveries).forEach(this::tellUnread);
    }

    /** Where the workers were before the outcomes are read. */
    private @Nullable Map<TopicPartition, Long> positions(String intake) {
        Map<TopicPartition, Long> positions;
        try {
            positions = cluster.positions(intake);
        } catch (AuthorizationException e) {
            findings.unchecked(
                    "which records no worker has read yet",
                    "the group "
                            + intake
                            + " may not be described; what it has not read for long"
                            + " counts as lost");
            return null;
        }
        commands.sure.forEach((partition, end) -> {
            if (!positions.containsKey(partition) && commands.kept(partition) < end) {
                findings.unchecked(
                        "whether the records of " + partition + " are lost",
                        "the group " + intake + " has no position there, so none counts as read");
            }
        });
        return positions;
    }

    /** Read after the outcomes: who was resumed before them is seen to be so. */
    private @Nullable Pauses pauses() {
        String topic = topics.instances();
        if (topic == null) {
            return null;
        }
        progress.accept("reading " + topic);
        Extent extent = cluster.extent(List.of(topic));
        var pauses = new Pauses(table, extent);
        cluster.readAll(extent, pauses);
        pauses.tellUnchecked(findings);
        tellUnread(extent);
        return pauses;
    }

    /** What keeps records open beyond their time. */
    Waits waits() {
        return waits;
    }

    private void tellUnread(Extent extent) {
        for (var partition : extent.stuck) {
            findings.unchecked(
                    "what is in " + partition + " behind an open transaction",
                    "it stayed open for a minute; audit again when it is over");
        }
        for (var partition : extent.cut) {
            findings.unchecked(
                    "the beginning of " + partition,
                    "its first " + extent.kept(partition) + " offsets are deleted");
        }
        if (extent.damaged > 0) {
            findings.unchecked(
                    "damaged records of " + extent.sure.keySet().iterator().next().topic(),
                    extent.damaged,
                    "Kafka's client cannot read them");
        }
    }

    /** The commands by their ids, once they are read. */
    CommandIndex index() {
        return Objects.requireNonNull(index);
    }

    private OutcomeScan told() {
        return Objects.requireNonNull(told);
    }

    long outcomesSince() {
        return cluster.completeSince(outcomes, topics.outcomes());
    }

    long lettersSince() {
        return cluster.completeSince(letters, topics.deadLetters());
    }

    /** Whether there is no command that was ever let in and is not known. */
    boolean seesAllOutcomes() {
        return outcomesSince() == Long.MIN_VALUE && !told().hasElsewhere();
    }

    /** Whether every command that there ever was is read, and every outcome. */
    boolean isWhole() {
        return commands.isWhole()
                && commands.stuck.isEmpty()
                && outcomes.isWhole()
                && outcomes.stuck.isEmpty()
                && outcomes.damaged == 0;
    }
}
