package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.Outcome;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.Tenure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a simulated world, in order, as nobody in it can see it. Times are nanoseconds
 * since its beginning. Thread-safe.
 */
final class History {
    /** What was to happen. */
    final Plan plan;

    private final List<Event> events = new ArrayList<>();

    History(Plan plan) {
        this.plan = plan;
    }

    /** One thing that happened. */
    sealed interface Event {
        long at();
    }

    /** A worker owns the shard from now on, whatever others believe. */
    record Took(long at, int worker, Tenure tenure) implements Event {}

    /** A record was judged; the entry is what was journaled for it, if anything was. */
    record Admitted(long at, List<CommandEntry> entries, List<Publication> told) implements Event {}

    /** An append was handed to a worker's journal: what it holds was decided by then. */
    record Asked(long at, int worker, Append append) implements Event {}

    /** A transaction was committed. */
    record Committed(long at, int worker, Tenure tenure, Append append) implements Event {}

    /**
     * The first byte of a send was written.
     *
     * @param allowed when the worker looked whether it may
     */
    record Written(long at, int worker, CommandKey key, long allowed) implements Event {}

    /** A message appeared in its chat. */
    record Arrived(long at, CommandKey key, MessageId id) implements Event {}

    /** A worker met a fault; the point is null where it was between two. */
    record Struck(long at, int worker, Fault fault, @Nullable Point point) implements Event {}

    synchronized void add(Event event) {
        events.add(event);
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    <T extends Event> List<T> all(Class<T> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** All that was told of commands, in order. */
    List<Outcome> outcomes() {
        var all = new ArrayList<Outcome>();
        for (Event event : events()) {
            if (event instanceof Admitted admitted) {
                all.addAll(outcomesOf(admitted.told()));
            } else if (event instanceof Committed committed) {
                all.addAll(outcomesOf(committed.append().publications()));
            }
        }
        return all;
    }

    static List<Outcome> outcomesOf(List<Publication> publications) {
        return publications.stream()
                .filter(Publication.OfOutcome.class::isInstance)
                .map(publication -> ((Publication.OfOutcome) publication).outcome())
                .toList();
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (Event event : events()) {
            text.append('\n').append("%9.3f s  ".formatted(event.at() / 1e9)).append(say(event));
        }
        return text.toString();
    }

    private static String say(Event event) {
        return switch (event) {
            case Took took -> "worker " + took.worker + " takes over";
            case Admitted admitted -> "read: " + say(admitted.entries) + " " + kinds(admitted.told);
            case Committed committed ->
                    "worker "
                            + committed.worker
                            + " commits "
                            + say(committed.append.commands())
                            + " "
                            + kinds(committed.append.publications());
            case Asked asked ->
                    "worker " + asked.worker + " asks for " + say(asked.append.commands());
            case Written written ->
                    "worker " + written.worker + " writes " + written.key.idempotencyKey().value();
            case Arrived arrived -> arrived.key.idempotencyKey().value() + " arrives in the chat";
            case Struck struck ->
                    "worker " + struck.worker + " meets " + struck.fault + " at " + struck.point;
        };
    }

    private static String say(List<CommandEntry> entries) {
        var text = new StringBuilder();
        for (CommandEntry entry : entries) {
            text.append(entry.key().idempotencyKey().value())
                    .append(' ')
                    .append(entry.state().getClass().getSimpleName())
                    .append(entry.state().attempts().begun());
        }
        return text.toString();
    }

    private static String kinds(List<Publication> publications) {
        var text = new StringBuilder();
        for (Publication publication : publications) {
            if (publication instanceof Publication.OfOutcome told) {
                text.append("-> ").append(told.outcome().status());
            }
        }
        return text.toString();
    }
}
