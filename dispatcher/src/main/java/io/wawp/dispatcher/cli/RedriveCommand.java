package io.wawp.dispatcher.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./wawp redrive}: opens the next run of commands that ended with a dead letter. */
@Command(
        name = "redrive",
        description = {
            "Sends commands again that ended with a dead letter.",
            "",
            "Each goes back to the command topic that it came from, byte for byte, as the next run"
                    + " of the same command. What may have been sent, was redriven already, or would"
                    + " only be rejected again is skipped, and it is said why. Called twice by"
                    + " mistake, it sends nothing twice. Ctrl-C ends it between two of them, and it"
                    + " tells which are left."
        },
        footer = {
            "  ./wawp redrive --all --dry-run",
            "  ./wawp redrive --code attempts_exhausted --since 2h",
            "  ./wawp redrive --command order-8841-shipped",
            "  ./wawp redrive --code wawp_rejected --instance 123456789012 --rate 5 --limit 100",
            "",
            "Exit status: 0 if all that were selected could be redriven, or none was; else 1."
        })
final class RedriveCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private RedriveSelection selection = new RedriveSelection();

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "At most so many a second; 0 for no limit (default: ${DEFAULT-VALUE}).")
    private double rate = 50;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Redrive at most so many; the next call goes on.")
    private int limit = Integer.MAX_VALUE;

    @Option(
            names = "--json",
            description = "One JSON object for each dead letter, then the totals.")
    private boolean json;

    @Mixin private SettingsFile file = new SettingsFile();

    private final Shell shell;

    RedriveCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        selection.check(spec, shell.time().now());
        if (rate < 0 || limit < 1) {
            throw WrongUse.of(spec, "--rate is 0 or more, and --limit 1 or more.");
        }
        Terminal terminal = Terminal.of(shell, spec);
        try (Cluster cluster = Cluster.of(shell, file, terminal, "redrive")) {
            return redrive(cluster, terminal);
        }
    }

    private int redrive(Cluster cluster, Terminal terminal) {
        var report = new RedriveReport(terminal, json, dryRun);
        var interruption = new Interruption();
        var redrive = new Redrive(cluster, shell.time(), terminal, selection, report, interruption);
        cluster.partitionsOf(cluster.topics().commands());
        terminal.progress("reading " + cluster.topics().deadLetters());
        if (redrive.choose() == 0) {
            terminal.say("No dead letter in " + cluster.topics().deadLetters() + " fits.");
        }
        if (dryRun) {
            redrive.show(limit);
            return ended(report);
        }
        return interruption.guard(
                () -> {},
                () -> {
                    redrive.write(limit, rate);
                    return ended(report);
                });
    }

    private static int ended(RedriveReport report) {
        report.end();
        return report.skipped() == 0 ? Exit.DONE : Exit.FAILED;
    }
}
