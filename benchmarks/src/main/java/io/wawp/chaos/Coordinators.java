package io.wawp.chaos;

import io.wawp.sandbox.SandboxTopics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.Node;

/** Which broker has which office. Nodes are numbered from 1. Safe for use by any thread. */
final class Coordinators {
    private static final List<String> GROUPS =
            List.of(WorkerPlan.GROUP + "-dispatch", WorkerPlan.GROUP + "-intake");
    private static final int ANY = 1;
    private static final long PATIENCE_SECONDS = 15;

    private final Admin admin;

    Coordinators(Admin admin) {
        this.admin = admin;
    }

    /** The leader of one of the partitions of the internal topics. */
    int leader(long draw) throws InterruptedException {
        String topic = (draw & 1) == 0 ? SandboxTopics.DISPATCH : SandboxTopics.JOURNAL;
        return ask(() -> {
            TopicDescription found =
                    Objects.requireNonNull(
                            admin.describeTopics(List.of(topic))
                                    .allTopicNames()
                                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                                    .get(topic));
            int partition = (int) Math.floorMod(draw >> 1, (long) found.partitions().size());
            return id(found.partitions().get(partition).leader());
        });
    }

    /** The coordinator of one of the worker's groups. */
    int ofGroup(long draw) throws InterruptedException {
        String group = GROUPS.get((int) Math.floorMod(draw, (long) GROUPS.size()));
        return ask(() ->
                id(
                        Objects.requireNonNull(
                                        admin.describeConsumerGroups(List.of(group))
                                                .describedGroups()
                                                .get(group))
                                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                                .coordinator()));
    }

    /** The coordinator of one of the transactional ids that are there. */
    int ofTransactions(long draw) throws InterruptedException {
        return ask(() -> {
            Map<Integer, Collection<TransactionListing>> byBroker =
                    admin.listTransactions()
                            .allByBrokerId()
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            List<Integer> brokers =
                    byBroker.entrySet().stream()
                            .filter(each -> !each.getValue().isEmpty())
                            .map(Map.Entry::getKey)
                            .sorted()
                            .toList();
            return brokers.isEmpty()
                    ? ANY
                    : brokers.get((int) Math.floorMod(draw, (long) brokers.size()));
        });
    }

    private interface Question {
        int answer() throws ExecutionException, InterruptedException, TimeoutException;
    }

    /** A cluster that cannot say it at this moment has some broker hit. */
    private static int ask(Question question) throws InterruptedException {
        try {
            return question.answer();
        } catch (ExecutionException | TimeoutException e) {
            return ANY;
        }
    }

    private static int id(Node node) {
        return node == null || node.isEmpty() ? ANY : node.id();
    }
}
