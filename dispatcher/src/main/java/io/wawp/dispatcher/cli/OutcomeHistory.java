package io.wawp.dispatcher.cli;

import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.cli.Skip.Why;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What the outcome topic tells of candidates since their dead letters: those whose command went on
 * meanwhile are skipped. Keeps nothing of other commands. Owned by the command's thread.
 */
final class OutcomeHistory {
    /** How far the clocks of producers, workers and brokers may be apart. */
    private static final Duration CLOCKS = Duration.ofMinutes(5);

    private final Cluster cluster;
    private final Time time;
    private final String topic;
    private final OutcomeJson json = new OutcomeJson();

    OutcomeHistory(Cluster cluster, Time time) {
        this.cluster = cluster;
        this.time = time;
        this.topic = cluster.topics().outcomes();
    }

    /**
     * Skips those that went on meanwhile, or of which nobody can tell.
     *
     * @throws CommandFailed when the outcome topic cannot be read
     */
    void apply(Collection<Candidate> candidates) {
        var byKey = new HashMap<CommandKey, Candidate>();
        Instant from = Instant.MAX;
        boolean needsAll = false;
        for (Candidate candidate : candidates) {
            CommandKey key = candidate.key();
            if (candidate.isReady() && key != null) {
                byKey.put(key, candidate);
                from = candidate.knownSince().isBefore(from) ? candidate.knownSince() : from;
                needsAll |= candidate.unjournaled();
            }
        }
        if (byKey.isEmpty()) {
            return;
        }
        if (needsAll) {
            skipWithoutHistory(byKey.values(), completeSince());
        }
        Instant start =
                from.toEpochMilli() < CLOCKS.toMillis() ? Instant.EPOCH : from.minus(CLOCKS);
        try (TopicScan scan =
                TopicScan.open(
                        cluster,
                        time,
                        cluster.partitionsOf(topic),
                        new TopicScan.From.Since(start))) {
            scan.toEnd(record -> {
                note(record, byKey);
                return true;
            });
        }
    }

    private void note(
            ConsumerRecord<byte[], byte[]> record, Map<CommandKey, Candidate> candidates) {
        if (record.value() == null) {
            return;
        }
        Outcome outcome;
        try {
            outcome = json.decodeOutcome(record.value());
        } catch (IllegalArgumentException _) {
            return; // no record of ours
        }
        var instance = outcome.instanceId();
        var key = outcome.idempotencyKey();
        if (instance == null || key == null) {
            return;
        }
        Candidate candidate = candidates.get(new CommandKey(instance, key));
        if (candidate != null) {
            judge(outcome, candidate);
        }
    }

    /** The last one seen has the last word. */
    private static void judge(Outcome outcome, Candidate candidate) {
        if (outcome.run() > candidate.run()) {
            candidate.skip(
                    Why.LATER_RUN,
                    "its run " + outcome.run() + " is there already: " + outcome.status());
        } else if (candidate.unjournaled() && wasJournaled(outcome)) {
            candidate.skip(
                    Why.ACCEPTED_OTHERWISE,
                    "another record with its idempotencyKey was accepted, "
                            + outcome.source()
                            + ": "
                            + outcome.status());
        }
    }

    /** Whether the outcome shows that its key is, or was, in the journal. */
    private static boolean wasJournaled(Outcome outcome) {
        var error = outcome.error();
        return outcome.status() != OutcomeStatus.REJECTED
                || (error != null && error.code() == ReasonCode.IDEMPOTENCY_KEY_REUSED);
    }

    private static void skipWithoutHistory(Collection<Candidate> candidates, Instant since) {
        for (Candidate candidate : candidates) {
            if (candidate.unjournaled() && candidate.knownSince().minus(CLOCKS).isBefore(since)) {
                candidate.skip(
                        Why.NO_HISTORY,
                        "the outcomes since its record was written are not kept any more, so nobody"
                                + " can tell whether it was sent by another record; produce it anew"
                                + " if it was not");
            }
        }
    }

    /** From when on every outcome is still there; always, if none was ever deleted. */
    private Instant completeSince() {
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        List<TopicPartition> partitions = cluster.partitionsOf(topic);
        partitions.forEach(partition -> asked.put(partition, OffsetSpec.earliest()));
        Map<TopicPartition, ListOffsetsResultInfo> earliest =
                cluster.answer(cluster.admin().listOffsets(asked).all());
        Instant since = Instant.MIN;
        for (TopicPartition partition : partitions) {
            ListOffsetsResultInfo first = earliest.get(partition);
            if (first != null && first.offset() > 0) {
                Instant complete = firstKept(partition);
                since = complete.isAfter(since) ? complete : since;
            }
        }
        return since;
    }

    /** The time of the first record that is kept; of an empty partition, how long any would be. */
    private Instant firstKept(TopicPartition partition) {
        var first = new HashMap<TopicPartition, Instant>();
        try (TopicScan scan =
                TopicScan.open(cluster, time, List.of(partition), new TopicScan.From.Beginning())) {
            scan.toEnd(record -> {
                first.put(partition, Instant.ofEpochMilli(record.timestamp()));
                return false;
            });
        }
        Instant kept = first.get(partition);
        return kept == null ? time.now().minus(retention()) : kept;
    }

    private Duration retention() {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var config =
                cluster.answer(cluster.admin().describeConfigs(List.of(resource)).all())
                        .get(resource);
        var entry = config == null ? null : config.get(TopicConfig.RETENTION_MS_CONFIG);
        String millis = entry == null ? null : entry.value();
        // without a limit of time it was deleted by size, or by hand: nobody knows since when
        return millis == null || Long.parseLong(millis) < 0
                ? Duration.ZERO
                : Duration.ofMillis(Long.parseLong(millis));
    }
}
