package io.wawp.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.sandbox.SandboxException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The program {@code ./wawp chaos}. Exit status: 0 only if nothing was violated, 1 if something was
 * or the run could not be carried out, 2 for wrong use.
 */
@Command(
        name = "./wawp chaos",
        description =
                "Workers, brokers and the gateway fail by a script that is drawn from a seed, while"
                        + " commands flow; then everything is mended, drained and audited. Needs"
                        + " nothing but this machine.",
        optionListHeading = "%nOptions%n",
        footerHeading = "%nExamples%n",
        footer = {
            "  ./wawp chaos                                      two minutes; it names its seed",
            "  ./wawp chaos --seed 42 --minutes 10 --brokers 3",
            "  ./wawp chaos --only kill-worker,freeze-worker --keep /tmp/run"
        },
        usageHelpWidth = 100)
public final class ChaosMain implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ChaosMain.class);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Draws the script and the commands; another one each time by default.")
    private @Nullable Long seed;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "How long things fail (${DEFAULT-VALUE}); draining comes on top.")
    private double minutes = 2;

    @Option(
            names = "--every",
            paramLabel = "S",
            description = "Seconds between two actions, on average (${DEFAULT-VALUE}).")
    private double every = ChaosSettings.DEFAULT_SECONDS_APART;

    @Option(
            names = "--brokers",
            paramLabel = "1|3",
            description = "How many brokers (${DEFAULT-VALUE}).")
    private int brokers = 1;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "How many workers (${DEFAULT-VALUE}).")
    private int workers = ChaosSettings.DEFAULT_WORKERS;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Commands a second (${DEFAULT-VALUE}).")
    private int rate = ChaosSettings.DEFAULT_RATE;

    @Option(
            names = "--group-protocol",
            paramLabel = "classic|consumer",
            description = "KAFKA_GROUP_PROTOCOL of the workers (${DEFAULT-VALUE}).")
    private String groupProtocol = "classic";

    @Option(
            names = "--only",
            paramLabel = "ACTIONS",
            split = ",",
            description = "Only these actions, separated by commas: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Words.class)
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description =
                    "Keep all logs, and the brokers' data, there. Without it they go unless something"
                            + " was violated.")
    private @Nullable Path keep;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    private volatile int exitStatus = 130;

    private ChaosMain() {}

    /** The words of the actions, for the help. */
    static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Words() {
            for (Action.Kind each : Action.Kind.values()) {
                add(each.word());
            }
        }
    }

    public static void main(String[] args) {
        var program = new ChaosMain();
        var line = new CommandLine(program);
        line.setExecutionExceptionHandler((problem, _, _) -> program.failed(problem, line));
        line.setParameterExceptionHandler((wrong, arguments) -> {
            line.getErr().println(wrong.getMessage());
            line.getErr().println("./wawp help chaos shows the options");
            return CommandLine.ExitCode.USAGE;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        ChaosSettings settings = settings();
        var directory = RunDirectory.open(settings.keep());
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8);
        RunLog.begin(directory.path().resolve("conductor.log"));
        try (var chronicle = new Chronicle(out, directory.path().resolve("actions.log"))) {
            var run = new ChaosRun(settings, directory.path(), chronicle);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(run), "stop"));
            exitStatus = played(run::run, chronicle) ? 0 : 1;
            run.close();
            if (exitStatus == 0) {
                directory.tidy();
            } else {
                chronicle.text(
                        "The logs of all processes, the actions and the calls are in %s. The same script again: %s"
                                .formatted(directory.path(), settings.replay()));
            }
        }
        return exitStatus;
    }

    /** What is played. */
    interface Play {
        void run() throws InterruptedException;
    }

    /**
     * Plays it.
     *
     * @return whether it came to its end and nothing was violated
     */
    static boolean played(Play play, Chronicle chronicle) throws InterruptedException {
        try {
            play.run();
            return chronicle.violationCount() == 0;
        } catch (ChaosException | SandboxException e) {
            chronicle.text("The run could not be carried out: " + e.getMessage());
            return false;
        } catch (RuntimeException e) {
            log.error("The run failed, which is a defect of its own", e);
            chronicle.text(
                    "The run failed, which is a defect of its own; conductor.log says where: " + e);
            return false;
        }
    }

    /** What happens before a run and after it: such as a directory that cannot be written to. */
    private int failed(Exception problem, CommandLine line) {
        exitStatus = 1;
        line.getErr()
                .println(
                        problem instanceof ChaosException || problem instanceof SandboxException
                                ? problem.getMessage()
                                : "The run failed, which is a defect of its own: " + problem);
        line.getErr().flush();
        return 1;
    }

    /** Runs when the JVM is told to end, by a signal or because all is done. */
    private void stop(ChaosRun run) {
        int status = exitStatus;
        run.close();
        Runtime.getRuntime().halt(status);
    }

    private ChaosSettings settings() {
        require(brokers == 1 || brokers == 3, "--brokers is %d; give 1 or 3".formatted(brokers));
        require(workers >= 1 && workers <= 12, "--workers is %d; give 1 to 12".formatted(workers));
        require(rate >= 10 && rate <= 5_000, "--rate is %d; give 10 to 5000".formatted(rate));
        require(
                minutes > 0 && minutes <= 600,
                "--minutes is %s; give up to 600".formatted(minutes));
        require(every >= 0.1 && every <= 600, "--every is %s; give 0.1 to 600".formatted(every));
        require(
                groupProtocol.equals("classic") || groupProtocol.equals("consumer"),
                "--group-protocol is %s; give classic or consumer".formatted(groupProtocol));
        return new ChaosSettings(
                seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed,
                Duration.ofMillis((long) (minutes * 60_000)),
                Duration.ofMillis((long) (every * 1_000)),
                brokers,
                workers,
                rate,
                groupProtocol,
                kinds(),
                keep);
    }

    private Set<Action.Kind> kinds() {
        var kinds = EnumSet.noneOf(Action.Kind.class);
        for (String word : only) {
            try {
                kinds.add(Action.Kind.of(word.strip()));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--only knows no action '%s'; give some of %s"
                                .formatted(word, String.join(", ", new Words())),
                        e);
            }
        }
        return kinds.isEmpty() ? EnumSet.allOf(Action.Kind.class) : kinds;
    }

    private void require(boolean fine, String otherwise) {
        if (!fine) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
