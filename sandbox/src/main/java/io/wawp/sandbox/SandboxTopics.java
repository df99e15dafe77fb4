package io.wawp.sandbox;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topics that a worker needs, with their default names and the settings that the design
 * requires, for a sandbox or a test; elsewhere the worker's own command creates them. Immutable.
 *
 * @param internalPartitions of {@code wawp.dispatch} and {@code wawp.journal}, always the same
 */
public record SandboxTopics(int internalPartitions) {
    public static final String COMMANDS = "wawp.commands";
    public static final String OUTCOMES = "wawp.outcomes";
    public static final String DELIVERIES = "wawp.deliveries";
    public static final String INSTANCES = "wawp.instances";
    public static final String DEAD_LETTERS = "wawp.dead-letters";
    public static final String DISPATCH = "wawp.dispatch";
    public static final String JOURNAL = "wawp.journal";

    private static final int PUBLIC_PARTITIONS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** With 24 partitions, the default. */
    public static SandboxTopics standard() {
        return new SandboxTopics(24);
    }

    public SandboxTopics {
        if (internalPartitions < 1) {
            throw new IllegalArgumentException(
                    "internalPartitions is " + internalPartitions + ", at least 1 is needed");
        }
    }

    /**
     * Creates those that are missing and returns their names once clients can see all. Existing
     * ones stay as they are.
     */
    public List<String> create(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Set<String> there =
                    admin.listTopics().names().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            List<NewTopic> missing = all().stream().filter(t -> !there.contains(t.name())).toList();
            List<String> created = new ArrayList<>();
            var creations = admin.createTopics(missing).values();
            for (NewTopic topic : missing) {
                try {
                    requireNonNull(creations.get(topic.name()))
                            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    created.add(topic.name());
                } catch (ExecutionException e) {
                    // Somebody else was faster.
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
            awaitAll(admin);
            return created;
        } catch (ExecutionException | TimeoutException e) {
            throw new SandboxException(
                    "Cannot create topics on %s: %s. Is the broker running?"
                            .formatted(bootstrapServers, e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("Interrupted while topics were created", e);
        }
    }

    /** A broker learns of a topic only some time after the controller has created it. */
    private void awaitAll(Admin admin)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<String> names = all().stream().map(NewTopic::name).toList();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                admin.describeTopics(names)
                        .allTopicNames()
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
                        || System.nanoTime() - end > 0) {
                    throw e;
                }
                Thread.sleep(LOOK_AGAIN);
            }
        }
    }

    /** What would be created on an empty cluster. */
    public List<NewTopic> all() {
        return List.of(
                topic(COMMANDS, PUBLIC_PARTITIONS, Map.of()),
                topic(OUTCOMES, PUBLIC_PARTITIONS, keptFor(Duration.ofDays(7))),
                topic(DELIVERIES, PUBLIC_PARTITIONS, keptFor(Duration.ofDays(7))),
                topic(INSTANCES, PUBLIC_PARTITIONS, Map.of("cleanup.policy", "compact")),
                topic(DEAD_LETTERS, PUBLIC_PARTITIONS, keptFor(Duration.ofDays(14))),
                topic(DISPATCH, internalPartitions, Map.of("retention.ms", "-1")),
                topic(
                        JOURNAL,
                        internalPartitions,
                        Map.of(
                                "cleanup.policy",
                                "compact",
                                "segment.bytes",
                                Integer.toString(64 * 1024 * 1024),
                                "min.cleanable.dirty.ratio",
                                "0.2")));
    }

    private static NewTopic topic(String name, int partitions, Map<String, String> settings) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings);
    }

    private static Map<String, String> keptFor(Duration time) {
        return Map.of("retention.ms", Long.toString(time.toMillis()));
    }
}
