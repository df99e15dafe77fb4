package io.wawp.dispatcher.cli;

import io.wawp.common.command.CommandId;
import io.wawp.common.command.InstanceId;
import io.wawp.common.json.CommandDecoder;
import io.wawp.common.json.Decoding;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.records.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Looks for a command among those that no worker has told anything of yet. */
final class WaitingRecords {
    private final Cluster cluster;
    private final Topics topics;
    private final Time time;
    private final CommandDecoder decoder;
    private final @Nullable InstanceId instance;

    /**
     * @param instance only what concerns it; null for all
     */
    WaitingRecords(
            Cluster cluster, Time time, CommandDecoder decoder, @Nullable InstanceId instance) {
        this.cluster = cluster;
        this.topics = cluster.topics();
        this.time = time;
        this.decoder = decoder;
        this.instance = instance;
    }

    /** Its records in the command topics behind what the workers have read. */
    List<ConsumerRecord<byte[], byte[]>> unread(String commandId) {
        String group = cluster.config().dispatcher().groupId() + "-intake";
        Map<TopicPartition, OffsetAndMetadata> positions =
                cluster.answer(
                        cluster.admin()
                                .listConsumerGroupOffsets(group)
                                .partitionsToOffsetAndMetadata());
        var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        for (TopicPartition partition : cluster.partitionsOf(topics.commands())) {
            OffsetAndMetadata position = positions.get(partition);
            TopicScan.From from =
                    position == null
                            ? new TopicScan.From.Beginning()
                            : new TopicScan.From.Offset(position.offset());
            find(List.of(partition), from, commandId, found);
        }
        return found;
    }

    /** Whether it is in the dispatch topic, from which its owner deletes what it has taken over. */
    boolean isTakenIn(String commandId) {
        var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        find(
                cluster.partitionsOf(topics.dispatch()),
                new TopicScan.From.Beginning(),
                commandId,
                found);
        return !found.isEmpty();
    }

    private void find(
            List<TopicPartition> partitions,
            TopicScan.From from,
            String commandId,
            List<ConsumerRecord<byte[], byte[]>> found) {
        try (TopicScan scan = TopicScan.open(cluster, time, partitions, from)) {
            scan.toEnd(record -> {
                if (isIt(record.value(), commandId)) {
                    found.add(record);
                }
                return found.isEmpty();
            });
        }
    }

    private boolean isIt(byte @Nullable [] value, String commandId) {
        return switch (decoder.decode(value, time.now())) {
            case Decoding.Valid it ->
                    isIt(it.command().commandId(), it.command().instanceId(), commandId);
            case Decoding.Invalid it -> isIt(it.commandId(), it.instanceId(), commandId);
        };
    }

    private boolean isIt(@Nullable CommandId id, @Nullable InstanceId of, String commandId) {
        return id != null
                && id.value().equals(commandId)
                && (instance == null || instance.equals(of));
    }

    static Source sourceOf(ConsumerRecord<byte[], byte[]> record) {
        return new Source(record.topic(), record.partition(), record.offset());
    }
}
