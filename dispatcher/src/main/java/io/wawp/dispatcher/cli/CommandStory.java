package io.wawp.dispatcher.cli;

import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.model.CommandEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * All that the topics know of one command id. Immutable.
 *
 * @param commandId what was asked for
 * @param outcomes of every run and record, in order of time
 * @param deliveries in order of time
 * @param deadLetters its records in the dead-letter topic
 * @param originals its records in the command topics, of those that are kept
 * @param entries where it stands in the journal; several only if several instances use the id
 * @param unread whether a record of it stands where no worker has read it yet
 * @param takenIn whether it was checked, and the worker of its number has not taken it over yet
 * @param events the last event of each instance that is concerned
 * @param workers whether any worker is running; empty when that could not be asked
 */
record CommandStory(
        String commandId,
        List<Told<Outcome>> outcomes,
        List<Told<Delivery>> deliveries,
        List<ConsumerRecord<byte[], byte[]>> deadLetters,
        Map<Source, ConsumerRecord<byte[], byte[]>> originals,
        List<CommandEntry> entries,
        boolean unread,
        boolean takenIn,
        List<InstanceEvent> events,
        Optional<Boolean> workers) {

    CommandStory {
        outcomes = List.copyOf(outcomes);
        deliveries = List.copyOf(deliveries);
        deadLetters = List.copyOf(deadLetters);
        originals = Map.copyOf(originals);
        entries = List.copyOf(entries);
        events = List.copyOf(events);
    }

    /** What a record says, with the record. */
    record Told<T>(T what, ConsumerRecord<byte[], byte[]> record) {}

    boolean isKnown() {
        return !outcomes.isEmpty()
                || !deliveries.isEmpty()
                || !deadLetters.isEmpty()
                || !originals.isEmpty()
                || !entries.isEmpty();
    }

    /** The instances that use the id. */
    Set<String> instances() {
        return Stream.concat(
                        outcomes.stream()
                                .flatMap(told -> Stream.ofNullable(told.what().instanceId())),
                        entries.stream().map(entry -> entry.key().instanceId()))
                .map(id -> id.value())
                .collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    /**
     * The outcome that says how things are: of the last run, its ending if there is one. That
     * another record was a duplicate, or was rejected, says nothing of what is journaled: either
     * may come after the command was sent.
     */
    Optional<Outcome> last() {
        return outcomes.stream()
                .map(Told::what)
                .max(
                        Comparator.comparingInt((Outcome it) -> weight(it.status()))
                                .thenComparingInt(Outcome::run)
                                .thenComparingInt(it -> it.status().isTerminal() ? 1 : 0)
                                .thenComparing(Outcome::at));
    }

    /** The last rejection that came after what says how things are, if one did. */
    Optional<Outcome> turnedAwaySince() {
        Optional<Outcome> last = last().filter(CommandStory::isOfAJournaledRun);
        return outcomes.stream()
                .map(Told::what)
                .filter(it -> it.status() == OutcomeStatus.REJECTED)
                .filter(it ->
                        last.map(of -> of.run() < it.run() || of.at().isBefore(it.at()))
                                .orElse(true))
                .max(Comparator.comparing(Outcome::at));
    }

    /** Whether it tells of the command itself, and not of one more record that was turned away. */
    static boolean isOfAJournaledRun(Outcome outcome) {
        return weight(outcome.status()) == 2;
    }

    private static int weight(OutcomeStatus status) {
        return switch (status) {
            case DUPLICATE -> 0;
            case REJECTED -> 1;
            case ACCEPTED, SENT, FAILED, EXPIRED, UNRESOLVED, CANCELLED -> 2;
        };
    }

    /** Why its number is paused, if it is. */
    Optional<InstanceEvent> pause() {
        return events.stream()
                .filter(event -> event.state() == InstanceEvent.State.PAUSED)
                .findFirst();
    }
}
