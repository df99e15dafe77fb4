package io.wawp.dispatcher.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.cli.Terminal.Tone;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells what is done with each dead letter, and sums it up by code. Owned by one thread. */
final class RedriveReport {
    private static final int ACTION = 13;
    private static final int COMMAND = 24;

    private final Terminal terminal;
    private final boolean asJson;
    private final boolean dryRun;
    private final Map<String, Counts> byCode = new TreeMap<>();

    RedriveReport(Terminal terminal, boolean asJson, boolean dryRun) {
        this.terminal = terminal;
        this.asJson = asJson;
        this.dryRun = dryRun;
    }

    private static final class Counts {
        private int redriven;
        private int skipped;
    }

    /** Its next run was asked for, or would be. */
    void redriven(Candidate candidate, @Nullable Source written) {
        counts(candidate).redriven++;
        if (asJson) {
            ObjectNode line = json(candidate, dryRun ? "would-redrive" : "redriven");
            line.put("run", candidate.next().number());
            if (written != null) {
                put(line.putObject("written"), written);
            }
            terminal.result(line.toString());
            return;
        }
        terminal.result(
                line(
                        Tone.GOOD,
                        dryRun ? "would redrive" : "redriven",
                        candidate,
                        "run " + candidate.next().number() + ", was " + candidate.code()));
    }

    void skipped(Candidate candidate, Skip skip) {
        counts(candidate).skipped++;
        if (asJson) {
            ObjectNode line = json(candidate, "skipped");
            line.put("run", candidate.run());
            line.put("reason", skip.why().wire());
            line.put("message", skip.words());
            terminal.result(line.toString());
            return;
        }
        terminal.result(line(Tone.ODD, "skipped", candidate, skip.words()));
    }

    /** The totals. */
    void end() {
        int redriven = byCode.values().stream().mapToInt(counts -> counts.redriven).sum();
        int skipped = skipped();
        if (asJson) {
            ObjectNode totals = JsonNodeFactory.instance.objectNode();
            totals.put("action", "total").put("redriven", redriven).put("skipped", skipped);
            totals.put("dryRun", dryRun);
            ObjectNode codes = totals.putObject("byCode");
            byCode.forEach((code, counts) ->
                    codes.putObject(code)
                            .put("redriven", counts.redriven)
                            .put("skipped", counts.skipped));
            terminal.result(totals.toString());
            return;
        }
        if (byCode.isEmpty()) {
            return;
        }
        terminal.result("");
        byCode.forEach((code, counts) ->
                terminal.result(
                        RecordLines.pad(code, COMMAND)
                                + "  "
                                + counts.redriven
                                + (dryRun ? " would be redriven, " : " redriven, ")
                                + counts.skipped
                                + " skipped"));
        terminal.result(
                terminal.paint(
                        Tone.STRONG,
                        redriven
                                + (dryRun ? " would be redriven, " : " redriven, ")
                                + skipped
                                + " skipped"));
    }

    int skipped() {
        return byCode.values().stream().mapToInt(counts -> counts.skipped).sum();
    }

    private Counts counts(Candidate candidate) {
        return byCode.computeIfAbsent(candidate.code(), code -> new Counts());
    }

    private String line(Tone tone, String action, Candidate candidate, String detail) {
        return terminal.paint(tone, RecordLines.pad(action, ACTION))
                + "  "
                + RecordLines.pad(candidate.name(), COMMAND)
                + "  "
                + detail;
    }

    private static ObjectNode json(Candidate candidate, String action) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("action", action);
        line.put("commandId", candidate.commandId());
        var key = candidate.key();
        line.put("instanceId", key == null ? null : key.instanceId().value());
        line.put("idempotencyKey", key == null ? null : key.idempotencyKey().value());
        line.put("code", candidate.code());
        line.put("deadLetteredAt", RecordLines.time(candidate.writtenAt()));
        put(line.putObject("deadLetter"), candidate.at());
        put(line.putObject("source"), candidate.source());
        return line;
    }

    private static void put(ObjectNode node, Source source) {
        node.put("topic", source.topic())
                .put("partition", source.partition())
                .put("offset", source.offset());
    }
}
