package io.wawp.demo;

import io.wawp.demo.Style.Tone;
import io.wawp.demo.Table.Cell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The table at the end, and the verdict under it. Used by one thread. */
final class Closing {
    private final Scenario scenario;
    private final Map<String, Happened> happened;

    /**
     * @param happened by the parts' names; holds every part
     */
    Closing(Scenario scenario, Map<String, Happened> happened) {
        this.scenario = scenario;
        this.happened = happened;
    }

    /**
     * Shows both.
     *
     * @param took how long all of it took
     * @return whether every command ended as it should
     */
    boolean show(Screen screen, Duration took) {
        screen.blank();
        screen.table(table());
        screen.blank();
        screen.text(
                "Sends: messages that got into the chat; 1 of 3: of three calls one brought it there.");
        screen.blank();
        List<String> wrong = new ArrayList<>();
        scenario.parts().forEach(part -> wrong.addAll(wrong(part)));
        String time = Screen.seconds(took).strip();
        if (wrong.isEmpty()) {
            screen.good(
                    "All %d commands ended as they should. It took %s, starting included."
                            .formatted(scenario.parts().size(), time));
        } else {
            screen.bad("After %s not every command has ended as it should:".formatted(time));
            wrong.forEach(screen::bad);
        }
        screen.blank();
        return wrong.isEmpty();
    }

    /** What has not come is named alone: all that follows from it would be noise. */
    private List<String> wrong(Scenario.Part part) {
        List<String> missing = Verdicts.missing(part.expected(), of(part));
        if (!missing.isEmpty()) {
            return List.of(part.name() + ": still missing " + String.join(", ", missing));
        }
        return Verdicts.faults(part.expected(), of(part)).stream()
                .map(fault -> part.name() + ": " + fault)
                .toList();
    }

    private Table table() {
        var table =
                new Table(
                        "command", "type", "expected", "happened", "why", "sends", "delivery", "");
        for (Scenario.Part part : scenario.parts()) {
            Happened record = of(part);
            table.row(
                    List.of(
                            new Cell(part.name(), Tone.STRONG),
                            Cell.of(part.type().wire()),
                            Cell.of(part.expected().ending().name()),
                            Cell.of(record.ending().map(it -> it.status().name()).orElse("-")),
                            Cell.of(record.ending().map(Storyteller::note).orElse("")),
                            Cell.of(sends(record)),
                            Cell.of(
                                    record.lastDelivery()
                                            .map(it -> it.status().name())
                                            .orElse("-")),
                            wrong(part).isEmpty()
                                    ? new Cell("✓", Tone.GOOD)
                                    : new Cell("✗", Tone.BAD)));
        }
        return table;
    }

    /** The messages that got through, and of how many calls if not each brought one. */
    private static String sends(Happened record) {
        if (record.calls() == 0) {
            return "-";
        }
        return record.calls() == record.copies()
                ? Integer.toString(record.copies())
                : record.copies() + " of " + record.calls();
    }

    private Happened of(Scenario.Part part) {
        return Objects.requireNonNull(happened.get(part.name()), part.name());
    }
}
