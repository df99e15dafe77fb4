package io.wawp.dispatcher.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wawp.dispatcher.audit.AuditReport;
import io.wawp.dispatcher.audit.Rule;
import io.wawp.dispatcher.audit.Unchecked;
import io.wawp.dispatcher.audit.Violation;
import io.wawp.dispatcher.cli.Terminal.Tone;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an audit found, for people or for programs. For one thread. */
final class AuditLines {
    private final Terminal terminal;
    private final boolean json;

    AuditLines(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    void show(AuditReport report) {
        report.violations()
                .forEach(each ->
                        terminal.result(
                                json
                                        ? object(each).toString()
                                        : terminal.paint(Tone.BAD, "broken") + "  " + each));
        report.unchecked()
                .forEach(each -> terminal.result(json ? object(each).toString() : line(each)));
        if (json) {
            terminal.result(totals(report).toString());
        } else {
            summary(report);
        }
    }

    private static ObjectNode object(Violation violation) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("kind", "violation");
        line.put("invariant", violation.invariant().label());
        line.put("rule", violation.rule().label());
        line.put("topic", violation.topic());
        line.put("partition", violation.partition());
        line.put("offset", violation.offset());
        line.put("commandId", violation.commandId());
        return line.put("message", violation.words());
    }

    private static ObjectNode object(Unchecked unchecked) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("kind", "unchecked").put("what", unchecked.what());
        return line.put("count", unchecked.count()).put("why", unchecked.why());
    }

    private static ObjectNode totals(AuditReport report) {
        AuditReport.Counts counts = report.counts();
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("kind", "total").put("violations", report.brokenInAll());
        ObjectNode rules = line.putObject("byRule");
        new TreeMap<>(report.broken()).forEach((rule, count) -> rules.put(rule.label(), count));
        line.put("commands", counts.commands()).put("open", counts.open());
        ObjectNode ended = line.putObject("ended");
        new TreeMap<>(counts.ended()).forEach((status, count) -> ended.put(status.name(), count));
        line.put("outcomes", counts.outcomes()).put("deliveries", counts.deliveries());
        line.put("deadLetters", counts.deadLetters());
        line.put("unchecked", report.unchecked().size());
        return line.put("uncheckedRecords", report.uncheckedRecords());
    }

    private String line(Unchecked unchecked) {
        String count = unchecked.count() == 0 ? "" : " (" + number(unchecked.count()) + ")";
        return terminal.paint(Tone.ODD, "not checked")
                + "  "
                + unchecked.what()
                + count
                + ": "
                + unchecked.why();
    }

    private void summary(AuditReport report) {
        AuditReport.Counts counts = report.counts();
        String ended =
                new TreeMap<>(counts.ended())
                        .entrySet().stream()
                                .map(each -> number(each.getValue()) + " " + each.getKey())
                                .collect(Collectors.joining(", "));
        terminal.result("");
        terminal.result(
                number(counts.commands())
                        + " commands read: "
                        + (ended.isEmpty() ? "" : ended + ", ")
                        + number(counts.open())
                        + " open");
        terminal.result(
                number(counts.outcomes())
                        + " outcomes, "
                        + number(counts.deliveries())
                        + " deliveries, "
                        + number(counts.deadLetters())
                        + " dead letters read");
        terminal.result(
                (report.isClean()
                                ? terminal.paint(Tone.GOOD, "no promise broken")
                                : terminal.paint(Tone.BAD, verdict(report)))
                        + gaps(report));
    }

    private String gaps(AuditReport report) {
        if (report.unchecked().isEmpty()) {
            return "";
        }
        long records = report.uncheckedRecords();
        return "; "
                + terminal.paint(Tone.ODD, number(report.unchecked().size()) + " not checked")
                + (records == 0 ? "" : ", which concern " + number(records) + " records");
    }

    private static String verdict(AuditReport report) {
        return number(report.brokenInAll())
                + " broken: "
                + new TreeMap<>(report.broken())
                        .entrySet().stream()
                                .map(each -> number(each.getValue()) + " " + name(each.getKey()))
                                .collect(Collectors.joining(", "));
    }

    private static String name(Rule rule) {
        return rule.invariant().label() + " " + rule.label();
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
