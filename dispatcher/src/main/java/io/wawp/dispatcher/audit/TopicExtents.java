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
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
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
        // what retention deletes before it is read must not go unnoticed
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
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
        read(extent, visitor);
    }

    /** Reads everything that is written by now, once it is committed. */
    void readAll(Extent extent, Reading.Visitor visitor) {
        extent.to = written.endOffsets(extent.sure.keySet());
        read(extent, visitor);
    }

    private void read(Extent extent, Reading.Visitor visitor) {
        var reading = new Reading(committed);
        extent.stuck.addAll(reading.read(extent.from, extent.to, visitor, extent::deletedUnread));
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

    /**
     * The committed positions of a group.
     *
     * @throws org.apache.kafka.common.errors.AuthorizationException when they may not be asked for
     */
    Map<TopicPartition, Long> positions(String group) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        try (Admin admin = Admin.create(kafka)) {
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, position) -> {
                        if (position != null) {
                            positions.put(partition, position.offset());
                        }
                    });
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        return positions;
    }

    /** How long records are kept; not at all where it is not time alone that limits it. */
    private Duration retention(String topic) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(kafka)) {
            Config config =
                    admin.describeConfigs(List.of(resource))
                            .all()
                            .get()
                            .getOrDefault(resource, new Config(List.of()));
            boolean bySize = number(config, TopicConfig.RETENTION_BYTES_CONFIG) >= 0;
            long millis = number(config, TopicConfig.RETENTION_MS_CONFIG);
            return Duration.ofMillis(bySize ? 0 : Math.max(0, millis));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static long number(Config config, String name) {
        ConfigEntry entry = config.get(name);
        String value = entry == null ? null : entry.value();
        return value == null ? -1 : Long.parseLong(value);
    }

    @Override
    public void close() {
        committed.close();
        written.close();
    }
}
