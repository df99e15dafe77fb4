package io.wawp.dispatcher.cli;

import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Outcome;
import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The outcomes that come from the moment on in which it is opened. Owned by the command's thread;
 * only {@link #stop} may be called by others.
 */
final class OutcomeFeed implements AutoCloseable {
    private final OutcomeJson json = new OutcomeJson();
    private final TopicScan scan;

    /** An outcome with its record. */
    record Told(Outcome outcome, ConsumerRecord<byte[], byte[]> record) {}

    private OutcomeFeed(TopicScan scan) {
        this.scan = scan;
    }

    /** To be opened before the commands are written whose outcomes are wanted. */
    static OutcomeFeed open(Cluster cluster, Time time, Collection<TopicPartition> partitions) {
        return new OutcomeFeed(TopicScan.open(cluster, time, partitions, new TopicScan.From.End()));
    }

    /** What has come; waits so long for the first. Passes over what is no outcome. */
    List<Told> next(Duration patience) {
        var told = new ArrayList<Told>();
        for (ConsumerRecord<byte[], byte[]> record : scan.next(patience)) {
            try {
                if (record.value() != null) {
                    told.add(new Told(json.decodeOutcome(record.value()), record));
                }
            } catch (IllegalArgumentException _) {
                // somebody else wrote to the topic, or a newer version: not what is waited for
            }
        }
        return told;
    }

    void stop() {
        scan.stop();
    }

    @Override
    public void close() {
        scan.close();
    }
}
