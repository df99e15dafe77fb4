package io.wawp.sandbox;

import io.wawp.sandbox.wawp.AckSchedule;
import io.wawp.sandbox.wawp.WawpSimulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The simulator of Wawp alone, as a container runs it: on all addresses, without a broker, and
 * without any of Kafka on its class path. A line with the one word {@code READY} follows once it
 * accepts connections; SIGTERM and SIGINT end it with exit status 0. Status 1 is a failure, 2 wrong
 * use.
 */
@Command(
        name = "simulator",
        description = "A simulator of Wawp, until it is told to stop.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true)
public final class SimulatorMain implements Callable<Integer> {
    private static final int LONGEST_CHECK_MS = 2_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Where it listens (${DEFAULT-VALUE}).")
    private int port = 8081;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The access token of every instance (${DEFAULT-VALUE}).")
    private String token = "sandbox-token";

    @Option(
            names = "--check",
            description = "Starts nothing: exit status 0 if one answers on the port, else 1.")
    private boolean check;

    private SimulatorMain() {}

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new SimulatorMain());
        line.setExecutionExceptionHandler(SimulatorMain::failed);
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 1 || port > 65_535) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--port is %d; give a port from 1 to 65535".formatted(port));
        }
        if (check) {
            return answers() ? 0 : 1;
        }
        QuietLoggers.warningsOnly(List.of("io.netty"));
        WawpSimulator simulator =
                WawpSimulator.builder()
                        .anyAddress()
                        .port(port)
                        .acceptAnyInstance(token)
                        .acks(AckSchedule.leisurely())
                        .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(simulator), "stop"));
        PrintWriter out = spec.commandLine().getOut();
        out.printf("Wawp simulator on port %d%nREADY%n", simulator.port());
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private boolean answers() {
        try {
            var call =
                    (HttpURLConnection)
                            URI.create("http://" + LocalPort.HOST + ":" + port + "/sandbox/faults")
                                    .toURL()
                                    .openConnection();
            call.setConnectTimeout(LONGEST_CHECK_MS);
            call.setReadTimeout(LONGEST_CHECK_MS);
            return call.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            spec.commandLine().getErr().println("No simulator answers on port " + port + ": " + e);
            return false;
        }
    }

    /** Without the halt a JVM that ends by a signal would not end with status 0. */
    private static void stop(WawpSimulator simulator) {
        simulator.close();
        Runtime.getRuntime().halt(0);
    }

    private static int failed(Exception problem, CommandLine line, CommandLine.ParseResult parsed) {
        line.getErr()
                .println(
                        problem instanceof SandboxException
                                ? problem.getMessage() + " (see --port)."
                                : "The simulator failed, which is a defect: " + problem);
        line.getErr().flush();
        return 1;
    }
}
