package io.wawp.dispatcher.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The cluster: where topics begin and end, and a reader of them. Owned by the thread that audits,
 * which closes it.
 */
final class TopicExtents implements AutoCloseable {
    private final Map<String, Object> kafka;
    private final Instant now;
    private final Consumer<byte[], byte[]> committed;
    private final Consumer<byte[], byte[]> written;

    TopicExtents(Map<String, Object> kafka, Instant now) {
        this.kafka = kafka;
        this.now = now;
        this.committed = consumer("read_committed");
        this.written = consumer("read_uncommitted");
    }

    private Consumer<byte[], byte[]> consumer(String isolation) {
        Map<String, Object> all = new HashMap<>(kafka);
        all.remove(ConsumerConfig.GROUP_ID_CONFIG);
        all.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "100");
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Topics as they are now. */
    Extent extent(Collection<String> topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        topics.forEach(topic -> partitions.addAll(Reading.partitions(committed, topic)));
        return new Extent(committed.beginningOffsets(partitions), committed.endOffsets(partitions));
    }

    /** Leaves out of them what is older. */
    void since(Extent extent, Instant since) {
        long timestamp = since.toEpochMilli();
        extent.since(timestamp, new Reading(committed).firstSince(extent.sure.keySet(), timestamp));
    }

    /** Reads what was sure to be there when the audit began. */
    void readSure(Extent extent, Reading.Visitor visitor) {
        extent.to = extent.sure;
        extent.stuck.addAll(new Reading(committed).read(extent.from, extent.to, visitor));
    }

    /** Reads everything that is written by now, once it is committed. */
    void readAll(Extent extent, Reading.Visitor visitor) {
        extent.to = written.endOffsets(extent.sure.keySet());
        extent.stuck.addAll(new Reading(committed).read(extent.from, extent.to, visitor));
    }

    /** From when on everything of a topic is seen; the largest number if some of it is not. */
    long completeSince(Extent extent, String topic) {
        if (!extent.stuck.isEmpty() || extent.damaged > 0) {
            return Long.MAX_VALUE;
        }
        return extent.cut.isEmpty()
                ? extent.completeSince(Long.MIN_VALUE)
                : extent.completeSince(now.minus(retention(topic)).toEpochMilli());
    }

    /** How long records are kept; not at all where it is not time that limits it. */
    private Duration retention(String topic) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(kafka)) {
            var entry =
                    admin.describeConfigs(List.of(resource))
                            .all()
                            .get()
                            .getOrDefault(
                                    resource, new org.apache.kafka.clients.admin.Config(List.of()))
                            .get(TopicConfig.RETENTION_MS_CONFIG);
            long millis = entry == null ? 0 : Long.parseLong(entry.value());
            return Duration.ofMillis(Math.max(0, millis));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        committed.close();
        written.close();
    }
}
