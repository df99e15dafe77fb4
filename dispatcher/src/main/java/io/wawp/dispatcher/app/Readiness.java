package io.wawp.dispatcher.app;

import io.wawp.dispatcher.intake.Intake;
import io.wawp.dispatcher.journal.KafkaJournal;
import io.wawp.dispatcher.observe.Health;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What makes this worker count as alive, and as ready. */
final class Readiness {
    /** A commit may wait for a broker this long and more; a loop that is stuck waits for ever. */
    private static final Duration STUCK = Duration.ofMinutes(3);

    /** A commit takes milliseconds. */
    private static final Duration SLOW = Duration.ofSeconds(10);

    private Readiness() {}

    static void register(Health health, KafkaJournal journal, Intake intake) {
        health.mustRun("journal-thread", journal::isAlive);
        health.alive(
                "journal-loop",
                () ->
                        journal.sinceLastTurn().compareTo(STUCK) < 0
                                ? Optional.empty()
                                : Optional.of(
                                        "no turn for "
                                                + journal.sinceLastTurn().toSeconds()
                                                + " s"));
        health.mustRun("intake-thread", intake::isAlive);
        health.mustTurn("intake-loop", intake::lastTurn, STUCK);
        health.ready("intake", intake::waitingFor);
        health.ready("journal", () -> problem(journal));
        health.ready("topic-partitions", journal::partitionTrouble);
        health.ready("journal-shards", () -> refused(journal.refusedShards()));
    }

    private static Optional<String> problem(KafkaJournal journal) {
        Optional<String> waitingFor = journal.waitingFor();
        if (waitingFor.isPresent()) {
            return Optional.of("waits for this: " + waitingFor.get());
        }
        if (journal.sinceLastTurn().compareTo(SLOW) > 0) {
            return Optional.of(
                    "waits for Kafka to commit a transaction, for "
                            + journal.sinceLastTurn().toSeconds()
                            + " s now");
        }
        return journal.isSettled()
                ? Optional.empty()
                : Optional.of(
                        "not a member of the group yet, or still reading the journals of its"
                                + " shards");
    }

    private static Optional<String> refused(Map<Integer, String> shards) {
        return shards.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "shards "
                                + shards.keySet().stream().sorted().toList()
                                + " are not worked on: "
                                + shards.values().iterator().next());
    }
}
