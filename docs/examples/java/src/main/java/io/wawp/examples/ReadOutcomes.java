package io.wawp.examples;

import io.wawp.common.kafka.OutcomeDeserializer;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints what becomes of commands until one has its terminal outcome: {@code ReadOutcomes
 * COMMAND_ID}. The exit status is 0 only if that one was SENT.
 */
public final class ReadOutcomes {
    private ReadOutcomes() {}

    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("usage: ReadOutcomes COMMAND_ID");
            System.exit(2);
        }
        Outcome last = until(System.getenv(), arguments[0]);
        System.exit(last.status() == OutcomeStatus.SENT ? 0 : 1);
    }

    static Outcome until(Map<String, String> env, String commandId) {
        Map<String, Object> properties =
                Map.of(
                        "bootstrap.servers",
                        env.getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092"),
                        "group.id",
                        env.getOrDefault("GROUP_ID", "my-service"),
                        "isolation.level",
                        "read_committed", // each outcome once
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false,
                        "key.deserializer",
                        StringDeserializer.class,
                        "value.deserializer",
                        OutcomeDeserializer.class);
        try (var consumer = new KafkaConsumer<String, Outcome>(properties)) {
            consumer.subscribe(List.of(env.getOrDefault("OUTCOMES_TOPIC", "wawp.outcomes")));
            while (true) {
                for (ConsumerRecord<String, Outcome> read : consumer.poll(Duration.ofSeconds(1))) {
                    Outcome outcome = read.value();
                    System.out.println(line(outcome));
                    if (outcome.commandId() != null
                            && outcome.commandId().value().equals(commandId)
                            && outcome.status().isTerminal()) {
                        consumer.commitSync();
                        return outcome;
                    }
                }
                // after the work is done: a crash before this line reads again, and eventId tells
                consumer.commitSync();
            }
        }
    }

    private static String line(Outcome outcome) {
        return switch (outcome.status()) {
            case ACCEPTED -> outcome.commandId() + " is journaled: it will not be lost";
            case SENT ->
                    outcome.commandId()
                            + " is sent"
                            // ids of chats and messages show themselves whole only when asked
                            + (outcome.messageId() == null
                                    ? "; its id follows in the deliveries"
                                    : " as " + outcome.messageId().value());
            case DUPLICATE -> outcome.commandId() + " repeats " + outcome.duplicateOf();
            case FAILED, EXPIRED, REJECTED, CANCELLED, UNRESOLVED ->
                    "%s ended %s: %s"
                            .formatted(
                                    // a record that could not be read names no command
                                    outcome.commandId() == null
                                            ? outcome.source()
                                            : outcome.commandId(),
                                    outcome.status(),
                                    outcome.error());
        };
    }
}
