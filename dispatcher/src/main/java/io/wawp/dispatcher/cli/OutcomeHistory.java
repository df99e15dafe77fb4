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
 * What the outcome topic tells of candidates: those whose command went on meanwhile are skipped.
 * Keeps nothing of other commands. Owned by the command's thread.
 *
 * <p>What was journaled is judged by its entry, and only a run that came after its letter says
 * anything new. Of what never was, every outcome counts, however old: its record, or another with
 * its key, may have been taken in before, under other settings, and sent, and forgotten.
 */
final class OutcomeHistory {
    /** How far the clocks of producers, workers and brokers may be apart. */
    private static final Duration CLOCKS = Duration.ofMinutes(5);

    private final Cluster cluster;
    private final Time time;
    private final String topic;
    private final Duration dedupWindow;
    private final OutcomeJson json = new OutcomeJson();

    OutcomeHistory(Cluster cluster, Time time) {
        this.cluster = cluster;
        this.time = time;
        this.topic = cluster.topics().outcomes();
        this.dedupWindow = cluster.config().dispatcher().dedupWindow();
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
                Instant since = candidate.writtenAt();
                from = since.isBefore(from) ? since : from;
                needsAll |= candidate.unjournaled();
            }
        }
        if (byKey.isEmpty()) {
            return;
        }
        if (needsAll) {
            skipWithoutHistory(byKey.values(), completeSince());
        }
        try (TopicScan scan =
                TopicScan.open(
                        cluster,
                        time,
                        cluster.partitionsOf(topic),
                        needsAll
                                ? new TopicScan.From.Beginning()
                                : new TopicScan.From.Since(beforeClocks(from)))) {
            scan.toEnd(record -> {
                note(record, byKey);
                return true;
            });
        }
    }

    private static Instant beforeClocks(Instant instant) {
        return instant.toEpochMilli() < CLOCKS.toMillis() ? Instant.EPOCH : instant.minus(CLOCKS);
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
        if (candidate != null && counts(record, candidate)) {
            judge(outcome, candidate);
        }
    }

    private static boolean counts(ConsumerRecord<byte[], byte[]> record, Candidate candidate) {
        return candidate.unjournaled()
                || record.timestamp() >= beforeClocks(candidate.writtenAt()).toEpochMilli();
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

    /**
     * A record may be another copy of one that was sent as long before as a key is promised to be
     * known.
     */
    private void skipWithoutHistory(Collection<Candidate> candidates, Instant since) {
        for (Candidate candidate : candidates) {
            Instant needed = candidate.producedAt().minus(dedupWindow).minus(CLOCKS);
            if (candidate.unjournaled() && needed.isBefore(since)) {
                candidate.skip(
                        Why.NO_HISTORY,
                        "the outcomes from DISPATCHER_DEDUP_WINDOW, "
                                + LetterCheck.words(dedupWindow)
                                + ", before its record was written are not all kept any more, so"
                                + " nobody can tell whether another record with its idempotencyKey"
                                + " was sent; look into the chat, and if it is not there, produce"
                                + " it anew");
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
