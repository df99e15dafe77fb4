package io.wawp.dispatcher.app;

import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.records.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until the broker answers and every topic is there, saying what it waits for; refuses to go
 * on where the internal topics do not have the number of partitions that they should.
 */
final class TopicWait {
    private static final Logger log = LoggerFactory.getLogger(TopicWait.class);
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration BETWEEN = Duration.ofSeconds(2);

    private final Admin admin;
    private final Topics topics;
    private final Time time;

    TopicWait(Admin admin, Topics topics, Time time) {
        this.admin = admin;
        this.topics = topics;
        this.time = time;
    }

    /**
     * Waits.
     *
     * @param stopped whether to give up waiting
     * @throws IllegalStateException when the topics can never be worked with as they are
     */
    void untilReady(BooleanSupplier stopped) throws InterruptedException {
        String told = "";
        while (!stopped.getAsBoolean()) {
            String problem = problem();
            if (problem.isEmpty()) {
                return;
            }
            if (!problem.equals(told)) {
                log.warn("Waiting: {}", problem);
                told = problem;
            }
            time.sleep(BETWEEN);
        }
    }

    private String problem() throws InterruptedException {
        Map<String, Integer> there = new HashMap<>();
        try {
            Map<String, KafkaFuture<TopicDescription>> answers =
                    admin.describeTopics(
                                    topics.names(),
                                    new DescribeTopicsOptions()
                                            .timeoutMs((int) PATIENCE.toMillis()))
                            .topicNameValues();
            for (Map.Entry<String, KafkaFuture<TopicDescription>> answer : answers.entrySet()) {
                try {
                    there.put(answer.getKey(), answer.getValue().get().partitions().size());
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                        throw e;
                    }
                }
            }
        } catch (ExecutionException e) {
            return "Kafka does not answer as it should ("
                    + e.getCause()
                    + "). Is a broker running at KAFKA_BOOTSTRAP_SERVERS?";
        }
        List<String> missing =
                topics.names().stream().filter(name -> !there.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            return "missing topics: "
                    + String.join(", ", missing)
                    + ". Create them with ./wawp topics";
        }
        require(topics.dispatch(), there);
        require(topics.journal(), there);
        return "";
    }

    private void require(String topic, Map<String, Integer> there) {
        int found = there.getOrDefault(topic, 0);
        if (found != topics.partitions()) {
            throw new IllegalStateException(
                    topic
                            + " has "
                            + found
                            + " partitions and DISPATCHER_PARTITIONS says "
                            + topics.partitions()
                            + ". The number is fixed for life: set DISPATCHER_PARTITIONS to what"
                            + " the topics were created with");
        }
    }
}
