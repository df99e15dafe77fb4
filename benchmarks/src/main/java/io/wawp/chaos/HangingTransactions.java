package io.wawp.chaos;

import io.wawp.sandbox.SandboxTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/**
 * Transactions that stand open in a partition while their coordinator holds them to be over, which
 * nothing but an operator ends: whoever reads committed records waits there for ever. They are
 * Kafka's doing and not the worker's (docs/reliability.md), so a run ends them as an operator
 * would, and counts them. Its thread runs from the beginning to {@link #close}.
 */
final class HangingTransactions implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 15;
    private static final Duration PAUSE = Duration.ofSeconds(4);

    /** Much longer than the coordinator's markers are on their way. */
    private static final Duration CERTAIN = Duration.ofSeconds(15);

    private final Admin admin;
    private final Calm calm;
    private final Chronicle chronicle;
    private final Map<Hanging, Long> since = new HashMap<>();
    private final AtomicInteger ended = new AtomicInteger();
    private final Thread thread;

    HangingTransactions(Admin admin, Calm calm, Chronicle chronicle) {
        this.admin = admin;
        this.calm = calm;
        this.chronicle = chronicle;
        this.thread = Thread.ofVirtual().name("hanging-transactions").start(this::run);
    }

    private record Hanging(TopicPartition partition, long producerId, int epoch, long start) {}

    private void run() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                look();
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void look() throws InterruptedException {
        try {
            Map<Hanging, ProducerState> found =
                    calm.isOn(Calm.Trouble.BROKERS) ? Map.of() : found();
            since.keySet().retainAll(found.keySet());
            for (Map.Entry<Hanging, ProducerState> each : found.entrySet()) {
                long first = since.computeIfAbsent(each.getKey(), key -> System.nanoTime());
                if (System.nanoTime() - first > CERTAIN.toNanos()) {
                    end(each.getKey(), each.getValue());
                }
            }
        } catch (ExecutionException | TimeoutException e) {
            since.clear(); // a broker is down: what it said before may be over
        }
    }

    private void end(Hanging hanging, ProducerState state)
            throws ExecutionException, InterruptedException, TimeoutException {
        admin.abortTransaction(
                        new AbortTransactionSpec(
                                hanging.partition(),
                                hanging.producerId(),
                                (short) hanging.epoch(),
                                state.coordinatorEpoch().orElse(0)))
                .all()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        ended.incrementAndGet();
        chronicle.tell(
                "%-28s  Kafka forgot to end a transaction in %s at offset %d; ended by hand"
                        .formatted("", hanging.partition(), hanging.start()));
    }

    private Map<Hanging, ProducerState> found()
            throws ExecutionException, InterruptedException, TimeoutException {
        List<TopicPartition> partitions = partitions();
        Map<TopicPartition, PartitionProducerState> states =
                admin.describeProducers(partitions).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Map<Hanging, ProducerState> open = new HashMap<>();
        states.forEach((partition, state) ->
                state.activeProducers()
                        .forEach(each -> {
                            if (each.currentTransactionStartOffset().isPresent()) {
                                open.put(
                                        new Hanging(
                                                partition,
                                                each.producerId(),
                                                each.producerEpoch(),
                                                each.currentTransactionStartOffset().getAsLong()),
                                        each);
                            }
                        }));
        // asked after, not before: what is open by then was known when it was begun
        Set<Long> ongoing = ongoing();
        open.keySet().removeIf(each -> ongoing.contains(each.producerId()));
        return open;
    }

    private Set<Long> ongoing() throws ExecutionException, InterruptedException, TimeoutException {
        return admin.listTransactions().all().get(PATIENCE_SECONDS, TimeUnit.SECONDS).stream()
                .filter(each ->
                        each.state() == TransactionState.ONGOING
                                || each.state() == TransactionState.PREPARE_ABORT
                                || each.state() == TransactionState.PREPARE_COMMIT)
                .map(TransactionListing::producerId)
                .collect(Collectors.toSet());
    }

    private List<TopicPartition> partitions()
            throws ExecutionException, InterruptedException, TimeoutException {
        List<TopicPartition> all = new ArrayList<>();
        admin.describeTopics(
                        List.of(
                                SandboxTopics.DISPATCH,
                                SandboxTopics.JOURNAL,
                                SandboxTopics.OUTCOMES,
                                SandboxTopics.DELIVERIES,
                                SandboxTopics.INSTANCES,
                                SandboxTopics.DEAD_LETTERS,
                                "__consumer_offsets"))
                .allTopicNames()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .forEach((topic, description) ->
                        description
                                .partitions()
                                .forEach(each ->
                                        all.add(new TopicPartition(topic, each.partition()))));
        return all;
    }

    /** How many had to be ended, each counted once in each partition. */
    int ended() {
        return ended.get();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
