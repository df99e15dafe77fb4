package io.wawp.sandbox.kafka;

import io.wawp.sandbox.ChildJvm;
import io.wawp.sandbox.LocalPort;
import io.wawp.sandbox.SandboxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * The cluster of {@link EmbeddedKafka} with each node in a process of its own, so that a node can
 * be killed at any instruction. Nodes are numbered from 1 and keep their ports and data from one
 * start to the next. Safe for use by any thread; one step at a time.
 */
public final class KafkaProcesses implements AutoCloseable {
    private static final Duration STARTING = Duration.ofMinutes(3);
    private static final Duration GIVING_UP = Duration.ofSeconds(60);
    private static final Duration STOPPING = Duration.ofSeconds(20);

    /** Small, and compiled quickly: nodes are started often. */
    private static final List<String> OPTIONS =
            List.of(
                    "-Xmx640m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+ExitOnOutOfMemoryError");

    private final List<Integer> ports;
    private final List<Integer> controllerPorts;
    private final Path directory;
    private final List<String> options = new ArrayList<>(OPTIONS);
    private final boolean jarsOnly;
    private final String clusterId = Uuid.randomUuid().toString();

    // Guarded by this.
    private final List<ChildJvm> nodes = new ArrayList<>();

    private KafkaProcesses(int count, Path directory, boolean jarsOnly, List<String> more) {
        List<Integer> free = LocalPort.free(2 * count);
        this.ports = List.copyOf(free.subList(0, count));
        this.controllerPorts = List.copyOf(free.subList(count, 2 * count));
        this.directory = directory;
        this.jarsOnly = jarsOnly;
        this.options.addAll(more);
    }

    /**
     * Starts so many nodes and returns when all serve clients.
     *
     * @param directory where data and logs are, and stay; there, and empty
     * @throws SandboxException when a node does not come up; names its log
     */
    public static KafkaProcesses start(int count, Path directory) {
        return started(new KafkaProcesses(count, directory, false, List.of()));
    }

    /**
     * As {@link #start(int, Path)}, from a cache that {@link #train} made; with a class path of
     * jars.
     */
    public static KafkaProcesses start(int count, Path directory, Path cache) {
        return started(
                new KafkaProcesses(count, directory, true, List.of("-XX:AOTCache=" + cache)));
    }

    /**
     * Runs one node for a moment, so that the JVM can keep in a file what it learned of the
     * classes: nodes that start from it need half the time. Makes nothing where the JVM cannot.
     *
     * @param directory for the node's data and log; there, and empty
     */
    public static void train(Path directory, Path cache) {
        var trainees =
                new KafkaProcesses(1, directory, true, List.of("-XX:AOTCacheOutput=" + cache));
        try {
            trainees.startAll();
            trainees.nodes.getFirst().terminate();
            trainees.nodes.getFirst().awaitEnd(STARTING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            trainees.close();
        }
    }

    private static KafkaProcesses started(KafkaProcesses cluster) {
        try {
            cluster.startAll();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private synchronized void startAll() {
        for (int node = 1; node <= ports.size(); node++) {
            nodes.add(child(node));
        }
        awaitReady(nodes);
    }

    /** For {@code bootstrap.servers}: every node, running or not. */
    public String bootstrapServers() {
        return ports.stream()
                .map(port -> LocalPort.HOST + ":" + port)
                .collect(Collectors.joining(","));
    }

    public int nodes() {
        return ports.size();
    }

    /** Whether the node's process lives; it may still be starting. */
    public synchronized boolean isRunning(int node) {
        return nodes.get(node - 1).isAlive();
    }

    /** SIGKILL. */
    public synchronized void kill(int node) {
        ChildJvm child = nodes.get(node - 1);
        child.kill();
        awaitEnd(child);
    }

    /**
     * Nothing more fits on a node's disk: returns when the node has given up, as Kafka does when
     * none of its directories can be written.
     *
     * @return false where this system cannot do that
     * @throws SandboxException when the node goes on all the same
     */
    public synchronized boolean fillDisk(int node) {
        ChildJvm child = nodes.get(node - 1);
        if (!child.fillDisk()) {
            return false;
        }
        try {
            if (!child.awaitEnd(GIVING_UP)) {
                throw new SandboxException(
                        "Node %d of Kafka still runs %d s after its disk was full; see %s"
                                .formatted(node, GIVING_UP.toSeconds(), log(node)));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("Interrupted while Kafka ended", e);
        }
    }

    /** Stops a node in good order; one that does not end within its time is killed. */
    public synchronized void stop(int node) {
        stop(List.of(nodes.get(node - 1)));
    }

    /** Stops all nodes at once. */
    public synchronized void stop() {
        stop(nodes);
    }

    /** Starts every node that does not run, and returns when all serve clients. */
    public synchronized void restart() {
        List<ChildJvm> started = new ArrayList<>();
        for (int node = 1; node <= nodes.size(); node++) {
            if (!nodes.get(node - 1).isAlive()) {
                ChildJvm child = child(node);
                nodes.set(node - 1, child);
                started.add(child);
            }
        }
        awaitReady(started);
    }

    /** Kills all nodes; their data stays. */
    @Override
    public synchronized void close() {
        nodes.forEach(ChildJvm::kill);
        nodes.forEach(KafkaProcesses::awaitEnd);
    }

    private ChildJvm child(int node) {
        return ChildJvm.start(
                new ChildJvm.Plan(
                        BrokerMain.class.getName(),
                        List.of(
                                Integer.toString(node),
                                joined(ports),
                                joined(controllerPorts),
                                directory.toString(),
                                clusterId),
                        options,
                        Map.of(),
                        log(node),
                        jarsOnly));
    }

    private Path log(int node) {
        return directory.resolveSibling("broker-" + node + ".log");
    }

    private static String joined(List<Integer> numbers) {
        return numbers.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    private void awaitReady(List<ChildJvm> started) {
        try {
            for (ChildJvm each : started) {
                if (!each.awaitReady(STARTING)) {
                    throw new SandboxException(
                            "A node of Kafka did not start within %d s; see %s"
                                    .formatted(STARTING.toSeconds(), logs()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("Interrupted while Kafka started", e);
        }
    }

    private String logs() {
        return IntStream.rangeClosed(1, ports.size())
                .mapToObj(node -> log(node).toString())
                .collect(Collectors.joining(", "));
    }

    private static void stop(List<ChildJvm> stopping) {
        stopping.forEach(ChildJvm::terminate);
        stopping.forEach(KafkaProcesses::awaitEnd);
    }

    private static void awaitEnd(ChildJvm child) {
        try {
            if (!child.awaitEnd(STOPPING)) {
                child.kill();
                child.awaitEnd(STOPPING);
            }
        } catch (InterruptedException e) {
            child.kill();
            Thread.currentThread().interrupt();
        }
    }
}
