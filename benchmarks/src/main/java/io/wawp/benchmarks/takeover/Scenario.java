package io.wawp.benchmarks.takeover;

import java.util.HashMap;
import java.util.Map;

/**
 * What is measured: how a worker ends, with which settings of the broker and of the workers. The
 * sandbox's broker is tuned for tests, so each scenario sets back what of it takes part.
 */
enum Scenario {
    DEFAULT_KILL("kill -9, default settings", Ending.KILL),
    DEFAULT_TERM("SIGTERM, default settings", Ending.TERM),
    SHORT_KILL("kill -9, KAFKA_SESSION_TIMEOUT_MS=6000", Ending.KILL),
    SHORTER_KILL(
            "kill -9, KAFKA_SESSION_TIMEOUT_MS=3000 and KAFKA_HEARTBEAT_INTERVAL_MS=500, broker:"
                    + " group.min.session.timeout.ms=3000",
            Ending.KILL),
    CONSUMER_KILL("kill -9, KAFKA_GROUP_PROTOCOL=consumer, default settings", Ending.KILL),
    CONSUMER_TERM("SIGTERM, KAFKA_GROUP_PROTOCOL=consumer, default settings", Ending.TERM),
    CONSUMER_SHORT_KILL(
            "kill -9, KAFKA_GROUP_PROTOCOL=consumer, broker: session 6 s, heartbeat 1 s",
            Ending.KILL);

    /** How a worker ends. */
    enum Ending {
        KILL,
        TERM
    }

    private final String title;
    private final Ending ending;

    Scenario(String title, Ending ending) {
        this.title = title;
        this.ending = ending;
    }

    String title() {
        return title;
    }

    Ending ending() {
        return ending;
    }

    /** Properties of the broker. */
    Map<String, String> broker() {
        Map<String, String> all = stock();
        switch (this) {
            case SHORTER_KILL -> all.put("group.min.session.timeout.ms", "3000");
            case CONSUMER_SHORT_KILL -> {
                all.put("group.consumer.session.timeout.ms", "6000");
                all.put("group.consumer.min.session.timeout.ms", "6000");
                all.put("group.consumer.heartbeat.interval.ms", "1000");
                all.put("group.consumer.min.heartbeat.interval.ms", "1000");
            }
            case DEFAULT_KILL, DEFAULT_TERM, SHORT_KILL, CONSUMER_KILL, CONSUMER_TERM -> {}
        }
        return all;
    }

    /** Settings of every worker, beyond what makes it work at all. */
    Map<String, String> worker() {
        return switch (this) {
            case DEFAULT_KILL, DEFAULT_TERM -> Map.of();
            case SHORT_KILL -> Map.of("KAFKA_SESSION_TIMEOUT_MS", "6000");
            case SHORTER_KILL ->
                    Map.of(
                            "KAFKA_SESSION_TIMEOUT_MS", "3000",
                            "KAFKA_HEARTBEAT_INTERVAL_MS", "500");
            case CONSUMER_KILL, CONSUMER_TERM, CONSUMER_SHORT_KILL ->
                    Map.of("KAFKA_GROUP_PROTOCOL", "consumer");
        };
    }

    /** Apache Kafka's own defaults, of all that takes part in a take-over. */
    private static Map<String, String> stock() {
        return new HashMap<>(
                Map.of(
                        "group.initial.rebalance.delay.ms", "3000",
                        "group.min.session.timeout.ms", "6000",
                        "group.consumer.min.session.timeout.ms", "45000",
                        "group.consumer.session.timeout.ms", "45000",
                        "group.consumer.min.heartbeat.interval.ms", "5000",
                        "group.consumer.heartbeat.interval.ms", "5000",
                        "add.partitions.to.txn.retry.backoff.ms", "20",
                        "transaction.abort.timed.out.transaction.cleanup.interval.ms", "10000",
                        "offsets.topic.num.partitions", "50",
                        "transaction.state.log.num.partitions", "50"));
    }
}
