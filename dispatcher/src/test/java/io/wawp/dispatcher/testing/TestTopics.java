package io.wawp.dispatcher.testing;

import io.wawp.dispatcher.records.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;

/** Topics of a test's own on the shared broker, so that no two tests see each other. */
public final class TestTopics {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final TopicDescription NONE = new TopicDescription("none", false, List.of());

    private TestTopics() {}

    /** Creates a whole set of topics under names that nobody else has. */
    public static Topics create(int partitions) {
        return on(SharedBroker.bootstrapServers(), partitions);
    }

    /** The same on another broker. */
    public static Topics on(String bootstrapServers, int partitions) {
        String prefix = "t" + NUMBERS.incrementAndGet() + ".";
        var topics =
                new Topics(
                        List.of(prefix + "commands"),
                        prefix + "outcomes",
                        prefix + "deliveries",
                        prefix + "instances",
                        prefix + "dead-letters",
                        prefix + "dispatch",
                        prefix + "journal",
                        partitions);
        create(bootstrapServers, topics);
        return topics;
    }

    /** Gives a topic of the shared broker more partitions, and waits until it says so itself. */
    public static void grow(String topic, int partitions) {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all().get();
            long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (partitionsOf(admin, topic) < partitions) {
                if (System.nanoTime() - limit > 0) {
                    throw new AssertionError(topic + " did not grow");
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int partitionsOf(Admin admin, String topic)
            throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .getOrDefault(topic, NONE)
                .partitions()
                .size();
    }

    public static void create(String bootstrapServers, Topics topics) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(
                            topics.specs().stream()
                                    .map(spec ->
                                            new NewTopic(spec.name(), spec.partitions(), (short) 1)
                                                    .configs(spec.settings()))
                                    .toList())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
