package io.wawp.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The program {@code ./wawp demo}. Exit status: 0 if every command ended as it should, 1 if not or
 * if the demo cannot be played, 2 for wrong use. Ctrl-C stops all of it in good order.
 */
@Command(
        name = "./wawp demo",
        description =
                "A Kafka broker, a simulator of Wawp and one worker in one JVM: commands of each"
                        + " type, and some that must go wrong, on their way.",
        optionListHeading = "%nOptions%n",
        footerHeading = "%nExamples%n",
        footer = {
            "  ./wawp demo",
            "  ./wawp demo --stay     then talk to it from another terminal"
        },
        usageHelpAutoWidth = true)
public final class DemoMain implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(50);
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int INTERRUPTED = 130;

    @Option(names = "--stay", description = "Keep all of it running, and say how to talk to it.")
    private boolean stay;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    private volatile int exitStatus = INTERRUPTED;

    private DemoMain() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new DemoMain()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        // what is shown has signs that every terminal of today knows, whatever its locale says
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8);
        var screen = new Screen(out, Style.of(System.getenv(), Style.isTerminal()));
        try {
            DemoLog log = DemoLog.begin();
            try (var demo = new Demo(Scenario.standard(Instant.now()), screen, LIMIT)) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(demo, log), "stop"));
                play(demo, screen);
            } finally {
                if (exitStatus == FAILED) {
                    screen.text("The log is in " + log.file());
                }
            }
        } catch (StageException e) {
            exitStatus = FAILED;
            screen.blank();
            screen.bad(String.valueOf(e.getMessage()));
        }
        return exitStatus;
    }

    private void play(Demo demo, Screen screen) throws InterruptedException {
        boolean good = demo.play();
        // from here on, Ctrl-C is the usual end
        exitStatus = good ? DONE : FAILED;
        if (stay) {
            demo.stay();
            exitStatus = FAILED;
        } else {
            Invitation.toGoOn(screen);
        }
    }

    /** Runs when the JVM is told to end, by a signal or because all is done. */
    private void stop(Demo demo, DemoLog log) {
        int status = exitStatus;
        demo.close();
        if (status != FAILED) {
            log.delete();
        }
        Runtime.getRuntime().halt(status);
    }
}
