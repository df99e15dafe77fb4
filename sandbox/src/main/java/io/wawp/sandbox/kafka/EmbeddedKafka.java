package io.wawp.sandbox.kafka;

import io.wawp.sandbox.LocalPort;
import io.wawp.sandbox.SandboxException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A real Apache Kafka cluster in this JVM: KRaft, each node broker and controller in one, listening
 * on 127.0.0.1, files on disk. Nothing of Kafka is left out or replaced, so what holds against it
 * holds against a cluster elsewhere of the same version and settings. It is tuned for tests: small
 * internal topics, no waiting before a group's first rebalance, short time-outs; topics are not
 * created by themselves.
 *
 * <p>Data lives in a temporary directory that {@link #close} deletes, or in one that was given,
 * which stays and is taken up again by the next start, whatever the ports then. Safe for use by any
 * thread; starting and stopping happen one at a time.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int START_TRIES = 3;

    private final String clusterId;
    private final List<BrokerNode> nodes;
    private final DataDirectory data;

    private EmbeddedKafka(String clusterId, List<BrokerNode> nodes, DataDirectory data) {
        this.clusterId = clusterId;
        this.nodes = nodes;
        this.data = data;
    }

    /** One node on a free port with data that goes when it is closed. */
    public static EmbeddedKafka start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * The properties of a single node that do not depend on its place: for a broker elsewhere that
     * is to behave as this one does.
     */
    public static Map<String, String> tuning() {
        return BrokerSettings.tuning(1).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().toString()));
    }

    /** For {@code bootstrap.servers}: every node, running or not. */
    public String bootstrapServers() {
        return nodes.stream()
                .map(node -> LocalPort.HOST + ":" + node.port())
                .collect(Collectors.joining(","));
    }

    public String clusterId() {
        return clusterId;
    }

    public int nodes() {
        return nodes.size();
    }

    /** The port of a node; nodes are numbered from 1. */
    public int port(int node) {
        return node(node).port();
    }

    public synchronized boolean isRunning(int node) {
        return node(node).isRunning();
    }

    /**
     * Stops all nodes in an orderly way and keeps their data; {@link #restart()} brings them back.
     */
    public synchronized void stop() {
        inParallel(nodes, BrokerNode::stop);
    }

    /** Starts again, on its old port, every node that is stopped. */
    public synchronized void restart() {
        inParallel(nodes.stream().filter(node -> !node.isRunning()).toList(), BrokerNode::start);
    }

    /** Stops one node, numbered from 1, and keeps its data. */
    public synchronized void stop(int node) {
        node(node).stop();
    }

    /** Starts one stopped node again on its old port. */
    public synchronized void restart(int node) {
        BrokerNode stopped = node(node);
        if (!stopped.isRunning()) {
            stopped.start();
        }
    }

    /**
     * Stops all nodes and deletes the data, unless its directory was given. Can be called twice.
     */
    @Override
    public void close() {
        stop();
        data.close();
    }

    private BrokerNode node(int number) {
        if (number < 1 || number > nodes.size()) {
            throw new IllegalArgumentException(
                    "node is " + number + ", nodes are numbered from 1 to " + nodes.size());
        }
        return nodes.get(number - 1);
    }

    /** A node that starts alone waits for a quorum, hence all at once. */
    private static void inParallel(List<BrokerNode> nodes, NodeStep step) {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> running = new ArrayList<>();
            for (BrokerNode node : nodes) {
                running.add(threads.submit(() -> step.run(node)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SandboxException known) {
                throw known;
            }
            throw new SandboxException("Kafka failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("Interrupted while Kafka started or stopped", e);
        }
    }

    private interface NodeStep {
        void run(BrokerNode node);
    }

    /** What to start. Not for use by several threads. */
    public static final class Builder {
        private int nodes = 1;
        private int port;
        private @Nullable Path dataDir;
        private Map<String, Object> extra = Map.of();

        private Builder() {}

        /** How many nodes; three survive the loss of one. */
        public Builder nodes(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("nodes is " + count + ", at least 1 is needed");
            }
            nodes = count;
            return this;
        }

        /** The first node's port, further nodes take the next ones; 0, the default, is any. */
        public Builder port(int first) {
            port = first;
            return this;
        }

        /** Where the data is, and stays. Made if it is missing. */
        public Builder dataDir(Path directory) {
            dataDir = directory;
            return this;
        }

        /** Broker properties that go before the ones set here, with values as text or numbers. */
        public Builder properties(Map<String, ?> more) {
            extra = Map.copyOf(more);
            return this;
        }

        /** Returns when every node serves clients. */
        public EmbeddedKafka start() {
            BrokerLogging.quieten();
            BrokerLogging.refuseExits();
            DataDirectory data =
                    dataDir == null ? DataDirectory.temporary() : DataDirectory.given(dataDir);
            for (int attempt = 1; ; attempt++) {
                try {
                    return start(data);
                } catch (RuntimeException e) {
                    // A free port may be gone by the time it is used; a given one is final.
                    if (port != 0 || attempt == START_TRIES || !isAboutAPort(e)) {
                        data.close();
                        throw e;
                    }
                }
            }
        }

        private static boolean isAboutAPort(RuntimeException problem) {
            for (Throwable each = problem; each != null; each = each.getCause()) {
                if (each instanceof BindException) {
                    return true;
                }
            }
            return false;
        }

        private EmbeddedKafka start(DataDirectory data) {
            List<Integer> free = LocalPort.free(2 * nodes);
            List<Integer> ports = new ArrayList<>();
            for (int i = 0; i < nodes; i++) {
                ports.add(port == 0 ? free.get(nodes + i) : port + i);
                LocalPort.requireFree("Kafka", ports.getLast());
            }
            BrokerSettings settings =
                    new BrokerSettings(ports, free.subList(0, nodes), data.path());
            List<BrokerNode> members = new ArrayList<>();
            for (int id = 1; id <= nodes; id++) {
                members.add(new BrokerNode(id, settings, extra));
            }
            String clusterId =
                    members.stream()
                            .map(BrokerNode::clusterId)
                            .flatMap(Optional::stream)
                            .findFirst()
                            .orElseGet(() -> Uuid.randomUuid().toString());
            EmbeddedKafka kafka = new EmbeddedKafka(clusterId, members, data);
            try {
                members.forEach(node -> node.format(clusterId));
                kafka.restart();
                return kafka;
            } catch (RuntimeException e) {
                kafka.stop();
                throw e;
            }
        }
    }
}
