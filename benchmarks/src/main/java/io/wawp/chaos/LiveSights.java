package io.wawp.chaos;

import io.wawp.sandbox.LocalPort;
import io.wawp.sandbox.SandboxTopics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The running cluster and the running workers. Used by one thread; closed when it has ended. */
final class LiveSights implements Sights, AutoCloseable {
    private static final long PATIENCE_SECONDS = 5;
    private static final Duration LONGEST_READING = Duration.ofSeconds(5);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(200);

    private static final Pattern RESTORING =
            Pattern.compile("(?m)^wawp_shards_restoring_seconds(?:\\{[^}]*})? ([0-9.eE+-]+)");

    private final Admin admin;
    private final Crew crew;
    private final Map<String, List<TopicPartition>> groups;
    private final KafkaConsumer<byte[], byte[]> reader;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(LONGEST_CALL).build();

    LiveSights(
            String bootstrapServers,
            Admin admin,
            Crew crew,
            int commandPartitions,
            int internalPartitions) {
        this.admin = admin;
        this.crew = crew;
        this.groups =
                Map.of(
                        WorkerPlan.GROUP + "-intake",
                        partitions(SandboxTopics.COMMANDS, commandPartitions),
                        WorkerPlan.GROUP + "-dispatch",
                        partitions(SandboxTopics.DISPATCH, internalPartitions));
        this.reader =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", bootstrapServers,
                                "isolation.level", "read_committed",
                                "enable.auto.commit", "false",
                                // what is before the beginning was read and deleted
                                "auto.offset.reset", "earliest",
                                // one batch is enough
                                "max.partition.fetch.bytes", "1024",
                                "default.api.timeout.ms", "5000",
                                "reconnect.backoff.max.ms", "500"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(String topic, int count) {
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new TopicPartition(topic, i));
        }
        return all;
    }

    @Override
    public List<GroupView> groups() throws UnseenException, InterruptedException {
        List<GroupView> views = new ArrayList<>();
        try {
            for (Map.Entry<String, List<TopicPartition>> each : groups.entrySet()) {
                views.add(view(each.getKey(), each.getValue()));
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new UnseenException(e);
        }
        return views;
    }

    private GroupView view(String group, List<TopicPartition> partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed =
                admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Map<TopicPartition, Long> ends = ends(partitions, IsolationLevel.READ_UNCOMMITTED);
        ConsumerGroupDescription described =
                Objects.requireNonNull(
                                admin.describeConsumerGroups(List.of(group))
                                        .describedGroups()
                                        .get(group))
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Map<TopicPartition, GroupView.Place> places = new HashMap<>();
        ends.forEach((partition, end) -> {
            OffsetAndMetadata at = committed.get(partition);
            places.put(partition, new GroupView.Place(at == null ? 0 : at.offset(), end));
        });
        Map<String, Set<TopicPartition>> members = new HashMap<>();
        described
                .members()
                .forEach(each ->
                        members.put(each.consumerId(), each.assignment().topicPartitions()));
        return new GroupView(group, described.groupState() == GroupState.STABLE, members, places);
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions, IsolationLevel level)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> each :
                admin.listOffsets(asked, new ListOffsetsOptions(level))
                        .all()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .entrySet()) {
            ends.put(each.getKey(), each.getValue().offset());
        }
        return ends;
    }

    @Override
    public Set<TopicPartition> unread(Map<TopicPartition, Long> positions)
            throws UnseenException, InterruptedException {
        if (positions.isEmpty()) {
            return Set.of();
        }
        List<TopicPartition> asked = List.copyOf(positions.keySet());
        Set<TopicPartition> unread = new HashSet<>();
        Map<TopicPartition, Long> undecided = new HashMap<>();
        try {
            Map<TopicPartition, Long> ends = ends(asked, IsolationLevel.READ_UNCOMMITTED);
            Map<TopicPartition, Long> readable = ends(asked, IsolationLevel.READ_COMMITTED);
            ends.forEach((partition, end) -> {
                if (end.equals(readable.get(partition))) {
                    undecided.put(partition, end);
                } else {
                    unread.add(partition);
                }
            });
            unread.addAll(withRecords(positions, undecided));
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new UnseenException(e);
        }
        return unread;
    }

    /** Reads from each position until a record comes or the end is there. */
    private Set<TopicPartition> withRecords(
            Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends)
            throws TimeoutException {
        Set<TopicPartition> found = new HashSet<>();
        Set<TopicPartition> left = new HashSet<>(ends.keySet());
        reader.assign(left);
        left.forEach(each -> reader.seek(each, Objects.requireNonNull(positions.get(each))));
        long deadline = System.nanoTime() + LONGEST_READING.toNanos();
        while (!left.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> each : reader.poll(POLL)) {
                found.add(new TopicPartition(each.topic(), each.partition()));
            }
            left.removeIf(each ->
                    found.contains(each)
                            || reader.position(each) >= Objects.requireNonNull(ends.get(each)));
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("Nothing came from " + left);
            }
        }
        return found;
    }

    @Override
    public List<WorkerView> ready() {
        List<WorkerView> ready = new ArrayList<>();
        for (WorkerSlot slot : crew.slots()) {
            if (slot.isReady()) {
                ready.add(new LiveWorker(slot));
            }
        }
        return ready;
    }

    private final class LiveWorker implements WorkerView {
        private final WorkerSlot slot;

        private LiveWorker(WorkerSlot slot) {
            this.slot = slot;
        }

        @Override
        public String name() {
            return slot.name();
        }

        @Override
        public double restoringSeconds() throws UnseenException, InterruptedException {
            URI uri =
                    URI.create("http://%s:%d/metrics".formatted(LocalPort.HOST, slot.adminPort()));
            var request = HttpRequest.newBuilder(uri).timeout(LONGEST_CALL).build();
            try {
                String text = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
                Matcher seconds = RESTORING.matcher(text);
                if (!seconds.find()) {
                    throw new UnseenException("no wawp_shards_restoring_seconds at " + uri);
                }
                return Double.parseDouble(seconds.group(1));
            } catch (IOException | NumberFormatException e) {
                throw new UnseenException(e);
            }
        }
    }

    @Override
    public void close() {
        http.close();
        reader.close();
    }
}
