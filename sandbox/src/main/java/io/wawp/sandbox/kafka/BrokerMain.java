package io.wawp.sandbox.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * One node in a JVM of its own, as {@link KafkaProcesses} starts it: writes {@code READY} when it
 * serves clients, stops in good order on SIGTERM, and ends when whoever started it is gone.
 */
public final class BrokerMain {
    /**
     * Nodes in processes of their own compete for the machine with everything that fails around
     * them: one that is slow is not one that is gone. Transactions that timed out are looked for as
     * seldom as by default: a coordinator that finds one while its node still comes up notes it as
     * ended and does not end it.
     */
    private static final Map<String, Object> PATIENT =
            Map.of(
                    "broker.session.timeout.ms", 6_000,
                    "controller.quorum.election.timeout.ms", 1_500,
                    "controller.quorum.fetch.timeout.ms", 4_000,
                    "transaction.abort.timed.out.transaction.cleanup.interval.ms", 10_000);

    private BrokerMain() {}

    /** Arguments: the node's number, brokers' ports, controllers' ports, directory, cluster id. */
    @SuppressWarnings("SystemOut") // whoever starts it reads READY there
    public static void main(String[] args) throws Exception {
        BrokerLogging.quieten();
        var settings = new BrokerSettings(ports(args[1]), ports(args[2]), Path.of(args[3]));
        var node = new BrokerNode(Integer.parseInt(args[0]), settings, PATIENT);
        node.format(args[4]);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "stop"));
        Thread.ofPlatform().daemon().name("starter-watch").start(BrokerMain::endWithTheStarter);
        node.start();
        System.out.println("READY");
        System.out.flush();
        new CountDownLatch(1).await();
    }

    private static List<Integer> ports(String text) {
        return Stream.of(text.split(",", -1)).map(Integer::valueOf).toList();
    }

    private static void stop(BrokerNode node) {
        node.stop();
        Runtime.getRuntime().halt(0);
    }

    /** Standard input ends with the process that holds its other end, however that one ends. */
    private static void endWithTheStarter() {
        try {
            while (System.in.read() >= 0) {
                // nobody says anything
            }
        } catch (IOException e) {
            // as good as its end
        }
        Runtime.getRuntime().halt(1);
    }
}
