package io.wawp.dispatcher.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Outcome;
import io.wawp.dispatcher.testing.TopicReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The outcomes of one topic, by command. Not thread-safe. */
final class OutcomeStory {
    private final TopicReader reader;
    private final OutcomeJson json = new OutcomeJson();

    OutcomeStory(TopicReader reader) {
        this.reader = reader;
    }

    /** Waits for a command's terminal outcome. */
    Outcome endOf(String commandId) {
        reader.until(all -> !endsOf(commandId).isEmpty());
        return endsOf(commandId).getFirst();
    }

    /** Reads to the topic's end: no command has two terminal outcomes. */
    void requireOneEndEach() {
        reader.toEnd();
        Map<String, Long> ends =
                all().stream()
                        .filter(outcome -> outcome.status().isTerminal())
                        .collect(
                                Collectors.groupingBy(
                                        outcome -> String.valueOf(outcome.commandId()),
                                        Collectors.counting()));
        ends.values().removeIf(count -> count == 1);
        assertEquals(Map.of(), ends, "more than one terminal outcome");
    }

    private List<Outcome> endsOf(String commandId) {
        return all().stream()
                .filter(outcome -> outcome.status().isTerminal())
                .filter(outcome ->
                        outcome.commandId() != null
                                && outcome.commandId().value().equals(commandId))
                .toList();
    }

    private List<Outcome> all() {
        return reader.seen().stream().map(record -> json.decodeOutcome(record.value())).toList();
    }
}
