package io.wawp.dispatcher.cli;

import io.wawp.dispatcher.app.AuditPlan;
import io.wawp.dispatcher.audit.Audit;
import io.wawp.dispatcher.audit.AuditReport;
import io.wawp.dispatcher.audit.AuditRules;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./wawp audit}: holds what the topics tell to what the worker promises. */
@Command(
        name = "audit",
        description = {
            "Reads the command, outcome, delivery and dead-letter topics, and names every promise that"
                    + " they show to be broken: a command without its one ending, a key sent twice,"
                    + " a chat out of order, a dead letter that is not the original.",
            "",
            "Writes nothing, and can be called while workers run: what is under way is open, not lost."
                    + " What topics cannot show, and what their retention has deleted, is said and"
                    + " counted in the last line."
        },
        footer = {
            "  ./wawp audit",
            "  ./wawp audit --since 2h",
            "  ./wawp audit --drained",
            "  ./wawp audit --json | jq -r 'select(.kind == \"violation\") | .rule'",
            "",
            "Exit status: 0 if nothing is broken; 1 if something is, or Kafka cannot be read; 2 for"
                    + " wrong use."
        })
final class AuditCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only commands written since a time, or a duration ago (2h).")
    private @Nullable String since;

    @Option(
            names = "--drained",
            description =
                    "Nothing may be open any more: producers have stopped, and the workers had time"
                            + " to finish. What has not ended is lost, then.")
    private boolean drained;

    @Option(
            names = "--offsets-reset",
            description =
                    "Intake's offsets were reset: REJECTED and DUPLICATE may be told again under the"
                            + " same eventId.")
    private boolean rereads;

    @Option(
            names = "--json",
            description = "One JSON object for each violation and each gap, then the totals.")
    private boolean json;

    @Mixin private SettingsFile file = new SettingsFile();

    private final Shell shell;

    AuditCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Instant from = from();
        Terminal terminal = Terminal.of(shell, spec);
        try (Cluster cluster = Cluster.of(shell, file, terminal, "audit")) {
            AuditReport report = audit(cluster, terminal, from);
            terminal.clear();
            new AuditLines(terminal, json).show(report);
            return report.isClean() ? Exit.DONE : Exit.FAILED;
        }
    }

    private AuditReport audit(Cluster cluster, Terminal terminal, @Nullable Instant from) {
        var config = cluster.config();
        var topics = AuditPlan.topics(config);
        cluster.partitionsOf(
                Stream.concat(
                                topics.commands().stream(),
                                Stream.of(
                                        topics.outcomes(),
                                        topics.deliveries(),
                                        topics.deadLetters(),
                                        config.dispatcher().topics().instances()))
                        .toList());
        AuditRules rules =
                AuditPlan.rules(cluster.config())
                        .withDrained(drained)
                        .withRereads(rereads)
                        .withSince(from);
        var paced = AuditPlan.paced(cluster.config(), rules, shell.time());
        if (paced.isEmpty()) {
            terminal.say(
                    "warning: the instances file cannot be used, so the paces of the numbers are"
                            + " not known and I5 is not checked; ./wawp worker says what is wrong"
                            + " with it");
        }
        try {
            return Audit.of(topics, cluster.clientProperties("reader"))
                    .rules(paced.orElse(rules))
                    .intake(AuditPlan.intakeGroup(config))
                    .progress(terminal::progress)
                    .run(() -> shell.time().now());
        } catch (KafkaException e) {
            throw cluster.failure(e);
        }
    }

    private @Nullable Instant from() {
        String written = since;
        try {
            return written == null ? null : Moments.before(written, shell.time().now());
        } catch (IllegalArgumentException e) {
            throw WrongUse.of(spec, "--since: " + e.getMessage());
        }
    }
}
