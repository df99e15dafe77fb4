package io.wawp.benchmarks.takeover;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.wawp.sandbox.kafka.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * The broker's process: one node on a given port. Says {@code READY}, logs what its groups do, and
 * ends when whoever started it is gone.
 */
public final class BrokerMain {
    private BrokerMain() {}

    /** Arguments: the port, the directory of the data, and properties as {@code name=value}. */
    @SuppressWarnings("SystemOut") // whoever starts it reads READY there
    public static void main(String[] args) throws InterruptedException {
        EmbeddedKafka.builder()
                .port(Integer.parseInt(args[0]))
                .dataDir(Path.of(args[1]))
                .properties(properties(Stream.of(args).skip(2)))
                .start();
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger("org.apache.kafka.coordinator.group").setLevel(Level.INFO);
        }
        Thread.ofPlatform().daemon().start(BrokerMain::endWithTheStarter);
        System.out.println("READY");
        System.out.flush();
        new CountDownLatch(1).await();
    }

    private static Map<String, String> properties(Stream<String> lines) {
        return lines.map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /** Standard input ends with the process that holds its other end. */
    private static void endWithTheStarter() {
        try {
            while (System.in.read() >= 0) {
                // nobody says anything
            }
        } catch (IOException e) {
            // as good as its end
        }
        Runtime.getRuntime().halt(0);
    }
}
