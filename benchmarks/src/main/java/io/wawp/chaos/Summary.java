package io.wawp.chaos;

import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.audit.AuditReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What one run came to, as a table. */
record Summary(
        ChaosSettings settings,
        Chronicle chronicle,
        Ledger ledger,
        CallSpool spool,
        Crew crew,
        Probes probes,
        int forgotten,
        Duration drain) {

    String table(AuditReport report) {
        List<String> rows = new ArrayList<>();
        rows.add(row("seed", Long.toString(settings.seed())));
        rows.add(
                row(
                        "run",
                        "%s, %d broker(s), %d workers, %d/s, group protocol %s"
                                .formatted(
                                        settings.length(),
                                        settings.brokers(),
                                        settings.workers(),
                                        settings.rate(),
                                        settings.groupProtocol())));
        chronicle.done().forEach((kind, count) -> rows.add(row(kind.word(), count(count))));
        rows.add(row("workers killed or stopped", count(chronicle.endedWorkers())));
        rows.add(row("workers started", count(crew.starts())));
        rows.add(row("commands", count(ledger.commands())));
        rows.add(
                row(
                        "sends, and those that took effect",
                        count(spool.calls()) + ", " + count(spool.effective())));
        for (OutcomeStatus status : OutcomeStatus.values()) {
            rows.add(row(status.name(), count(ledger.told(status))));
        }
        rows.add(row("of them reconciled", count(ledger.reconciled())));
        for (Probe probe : Probe.values()) {
            rows.add(
                    row(
                            probe.words(),
                            "%d s of %d"
                                    .formatted(
                                            probes.worst(probe).toSeconds(),
                                            probes.bound(probe).toSeconds())));
        }
        rows.add(row("transactions that Kafka forgot", count(forgotten)));
        rows.add(row("drained in", drain.toSeconds() + " s"));
        rows.add(
                row(
                        "audited",
                        "%,d commands, %,d outcomes, %,d deliveries, %,d dead letters, %,d calls"
                                .formatted(
                                        report.counts().commands(),
                                        report.counts().outcomes(),
                                        report.counts().deliveries(),
                                        report.counts().deadLetters(),
                                        report.counts().calls())));
        rows.add(row("violations", count(chronicle.violationCount())));
        return "\n" + String.join("\n", rows);
    }

    private static String row(String name, String value) {
        return "  %-36s %s".formatted(name, value);
    }

    private static String count(long number) {
        return "%,d".formatted(number);
    }
}
