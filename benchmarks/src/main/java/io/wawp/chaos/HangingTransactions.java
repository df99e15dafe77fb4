package io.wawp.chaos;

import io.wawp.sandbox.SandboxTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/**
 * Transactions that stand open in a partition while their coordinator holds them to be over, which
 * nothing but an operator ends: whoever reads committed records waits there for ever. They are
 * Kafka's doing and not the worker's, so a run that has one says so.
 */
final class HangingTransactions {
    private static final long PATIENCE_SECONDS = 15;
    private static final int MOST_PARTITIONS = 64;

    private HangingTransactions() {}

    /** A line each; empty where there are none, or nobody can say. */
    static List<String> in(Admin admin) throws InterruptedException {
        try {
            Set<Long> ongoing =
                    admin.listTransactions().all().get(PATIENCE_SECONDS, TimeUnit.SECONDS).stream()
                            .filter(each ->
                                    each.state() == TransactionState.ONGOING
                                            || each.state() == TransactionState.PREPARE_ABORT
                                            || each.state() == TransactionState.PREPARE_COMMIT)
                            .map(TransactionListing::producerId)
                            .collect(Collectors.toSet());
            List<String> found = new ArrayList<>();
            for (TopicPartition partition : partitions(admin)) {
                var producers =
                        admin.describeProducers(List.of(partition))
                                .partitionResult(partition)
                                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                for (ProducerState each : producers.activeProducers()) {
                    if (each.currentTransactionStartOffset().isPresent()
                            && !ongoing.contains(each.producerId())) {
                        found.add(
                                "%s from offset %d, of producer %d, epoch %d"
                                        .formatted(
                                                partition,
                                                each.currentTransactionStartOffset().getAsLong(),
                                                each.producerId(),
                                                each.producerEpoch()));
                    }
                }
            }
            return found;
        } catch (ExecutionException | TimeoutException e) {
            return List.of();
        }
    }

    private static List<TopicPartition> partitions(Admin admin)
            throws ExecutionException, InterruptedException, TimeoutException {
        var described =
                admin.describeTopics(
                                List.of(
                                        SandboxTopics.DISPATCH,
                                        SandboxTopics.JOURNAL,
                                        SandboxTopics.OUTCOMES,
                                        SandboxTopics.DELIVERIES,
                                        SandboxTopics.DEAD_LETTERS,
                                        "__consumer_offsets"))
                        .allTopicNames()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        List<TopicPartition> all = new ArrayList<>();
        for (Map.Entry<String, TopicDescription> each : described.entrySet()) {
            for (int i = 0;
                    i < Math.min(MOST_PARTITIONS, each.getValue().partitions().size());
                    i++) {
                all.add(new TopicPartition(each.getKey(), i));
            }
        }
        return all;
    }
}
