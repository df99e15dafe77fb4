package io.wawp.benchmarks.takeover;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures take-over; see the package. Needs Linux, whose loopback has many addresses. */
@Command(
        name = "./wawp bench takeover",
        mixinStandardHelpOptions = true,
        description = {
            "How long a number stands still when its worker is killed, or told to stop. Starts a broker,",
            "the simulator of Wawp and workers, each in a process of its own; a repetition takes some 20 s."
        })
public final class TakeOverMain implements Callable<Integer> {
    @Option(
            names = "--scenario",
            split = ",",
            description = "which: ${COMPLETION-CANDIDATES} (default: the first two)")
    private List<Scenario> scenarios = List.of(Scenario.DEFAULT_KILL, Scenario.DEFAULT_TERM);

    @Option(
            names = "--repetitions",
            defaultValue = "20",
            description = "of each (default: ${DEFAULT-VALUE})")
    private int repetitions;

    @Option(
            names = "--workers",
            defaultValue = "2",
            description = "workers at once, at least 2 (default: ${DEFAULT-VALUE})")
    private int workers;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "of the moments at which workers are ended (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--logs", description = "a directory for logs and data, kept; new or empty")
    private @Nullable Path logs;

    @Spec private CommandSpec command = CommandSpec.create();

    private TakeOverMain() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new TakeOverMain()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = command.commandLine().getOut();
        Path base = logs == null ? Files.createTempDirectory("takeover-") : logs;
        out.println("logs in " + base + ", seed " + seed);
        for (Scenario scenario : scenarios) {
            Path directory = Files.createDirectories(base.resolve(scenario.name()));
            var report = new Report(scenario);
            try {
                measure(scenario, directory, report, out);
            } finally {
                out.println();
                out.println(report.table());
                out.println();
                out.flush();
            }
        }
        return 0;
    }

    private void measure(Scenario scenario, Path directory, Report report, PrintWriter out)
            throws InterruptedException {
        try (var measurement = new Measurement(scenario, workers, directory, seed)) {
            for (int number = 1; number <= repetitions; number++) {
                TakeOver seen = measurement.repetition(number);
                report.add(seen);
                out.println(scenario + " " + number + ": " + Report.line(seen));
                out.flush();
            }
        }
    }
}
