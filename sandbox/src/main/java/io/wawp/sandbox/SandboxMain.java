package io.wawp.sandbox;

import io.wawp.sandbox.kafka.EmbeddedKafka;
import io.wawp.sandbox.wawp.AckSchedule;
import io.wawp.sandbox.wawp.WawpSimulator;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The program {@code ./wawp sandbox}: a broker with our topics and the Wawp simulator, until it is
 * told to stop (SIGINT, SIGTERM), then exit status 0. Status 2 is wrong use; 1 a failure, said on
 * standard error. A line with the one word {@code READY} follows once both accept connections.
 */
@Command(
        name = "./wawp sandbox",
        description = "A Kafka broker with our topics and a simulator of Wawp, until Ctrl-C.",
        mixinStandardHelpOptions = true,
        optionListHeading = "%nOptions%n",
        footerHeading = "%nExamples%n",
        footer = {
            "  ./wawp sandbox",
            "  ./wawp sandbox --data-dir target/sandbox     the broker's data survives",
            "  ./wawp sandbox --kafka-port 19092 --wawp-port 18081"
        },
        usageHelpAutoWidth = true)
public final class SandboxMain implements Callable<Integer> {
    private static final String INSTANCE_ID = "123456789012";
    private static final String ACCESS_TOKEN = "sandbox-token";

    private final Deque<AutoCloseable> started = new ConcurrentLinkedDeque<>();
    private volatile int exitStatus;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description = "Where the broker listens (${DEFAULT-VALUE}); 0: any free port.")
    private int kafkaPort = 9092;

    @Option(
            names = "--wawp-port",
            paramLabel = "PORT",
            description = "Where the simulator listens (${DEFAULT-VALUE}); 0: any free port.")
    private int wawpPort = 8081;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the broker's data is and stays; without it, it goes at the end.")
    private @Nullable Path dataDir;

    private SandboxMain() {}

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new SandboxMain());
        line.setExecutionExceptionHandler(SandboxMain::failed);
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        requirePort("--kafka-port", kafkaPort);
        requirePort("--wawp-port", wawpPort);
        QuietLoggers.warningsOnly(List.of("io.netty"));
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        try {
            start();
        } catch (RuntimeException e) {
            exitStatus = 1;
            throw e;
        }
        new CountDownLatch(1).await();
        return 0;
    }

    private void start() {
        // The simulator first: it starts at once, so a taken port shows before the broker's start.
        WawpSimulator simulator =
                WawpSimulator.builder()
                        .port(wawpPort)
                        .acceptAnyInstance(ACCESS_TOKEN)
                        .acks(AckSchedule.leisurely())
                        .start();
        started.push(simulator);
        EmbeddedKafka kafka = startKafka();
        started.push(kafka);
        SandboxTopics.standard().create(kafka.bootstrapServers());
        print(kafka, simulator);
    }

    private EmbeddedKafka startKafka() {
        EmbeddedKafka.Builder builder = EmbeddedKafka.builder().port(kafkaPort);
        return dataDir == null ? builder.start() : builder.dataDir(dataDir).start();
    }

    private void print(EmbeddedKafka kafka, WawpSimulator simulator) {
        String control = "http://" + LocalPort.HOST + ":" + simulator.port() + "/sandbox";
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                """
                Kafka            %1$s (%2$s)
                Wawp simulator   %3$s

                A worker takes:
                  export KAFKA_BOOTSTRAP_SERVERS=%1$s
                  export WAWP_BASE_URL=%3$s
                  export WAWP_INSTANCE_ID=%4$s
                  export WAWP_ACCESS_TOKEN=%5$s
                Any other instance id of twelve letters or digits works with this token too.

                To look at what it did, and to make it fail:
                  curl %6$s/calls
                  curl %6$s/chats
                  curl %6$s/faults -d '{"action":"wawp_upstream_error","status":502,"first":2}'
                  curl %6$s/faults -d '{"action":"no_answer","record":true,"contains":"lost"}'
                  curl %6$s/faults -d '{"operation":"chat_messages","action":"listing","shape":"gows","order":"mixed","most":20}'
                  curl -X DELETE %6$s/faults
                  curl %6$s/instances -d '{"instanceId":"%4$s","status":"SCAN_QR_CODE"}'

                READY
                """,
                kafka.bootstrapServers(),
                dataDir == null ? "data goes when it stops" : "data in " + dataDir,
                simulator.baseUri(),
                INSTANCE_ID,
                ACCESS_TOKEN,
                control);
        out.flush();
    }

    /** Runs when the JVM is told to end: by a signal, which is the orderly end, or by a failure. */
    private void stop() {
        int status = exitStatus;
        try {
            closeAll();
        } catch (RuntimeException e) {
            System.err.println("The sandbox did not stop in an orderly way: " + e.getMessage());
            status = 1;
        }
        Runtime.getRuntime().halt(status);
    }

    private void closeAll() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                throw new SandboxException(String.valueOf(e.getMessage()), e);
            }
        }
    }

    private void requirePort(String option, int port) {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s is %d; give a port from 1 to 65535, or 0 for any".formatted(option, port));
        }
    }

    private static int failed(Exception problem, CommandLine line, CommandLine.ParseResult parsed) {
        line.getErr()
                .println(
                        problem instanceof SandboxException
                                ? problem.getMessage()
                                        + " (see --kafka-port, --wawp-port, --data-dir)."
                                : "The sandbox failed, which is a defect: " + problem);
        line.getErr().flush();
        return 1;
    }
}
