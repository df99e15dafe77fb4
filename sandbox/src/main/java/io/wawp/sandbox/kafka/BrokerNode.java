package io.wawp.sandbox.kafka;

import io.wawp.sandbox.LocalPort;
import io.wawp.sandbox.SandboxException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.ServerSocketFactory.KafkaServerSocketFactory;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * One node, broker and controller in one. Owned by {@link EmbeddedKafka}, whose lock guards it: one
 * thread at a time.
 */
final class BrokerNode {
    private static final Logger log = LoggerFactory.getLogger(BrokerNode.class);

    /** How long a stop waits for a controller; without a quorum there is none to wait for. */
    private static final Duration HANDING_OVER = Duration.ofSeconds(5);

    private static final String CONTROLLER_LISTENER = "CONTROLLER";

    private final int id;
    private final int port;
    private final Path directory;
    private final Map<String, Object> properties;
    private final Map<Integer, InetSocketAddress> voters;
    private @Nullable ControllerServer controller;
    private @Nullable BrokerServer broker;

    BrokerNode(int id, BrokerSettings settings, Map<String, Object> extra) {
        this.id = id;
        this.port = settings.brokerPorts().get(id - 1);
        this.directory = settings.directory(id);
        this.properties = settings.properties(id, extra);
        this.voters = settings.voters();
    }

    int port() {
        return port;
    }

    boolean isRunning() {
        return broker != null;
    }

    /** The id of the cluster that this node's directory was made for, if it was made. */
    Optional<String> clusterId() {
        try {
            return new MetaPropertiesEnsemble.Loader()
                    .addLogDirs(List.of(directory.toString()))
                    .addMetadataLogDir(directory.toString())
                    .load()
                    .clusterId();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read Kafka's data directory " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Writes what a broker wants to find in its directory. Does nothing where that was done. */
    void format(String clusterId) {
        Formatter formatter =
                new Formatter()
                        .setPrintStream(
                                new PrintStream(
                                        OutputStream.nullOutputStream(),
                                        false,
                                        StandardCharsets.UTF_8))
                        .setNodeId(id)
                        .setClusterId(clusterId)
                        .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                        .setControllerListenerName(CONTROLLER_LISTENER)
                        .setIgnoreFormatted(true)
                        .setDirectories(List.of(directory.toString()))
                        .setMetadataLogDirectory(directory.toString());
        try {
            formatter.run();
        } catch (Exception e) {
            throw new SandboxException(
                    "Cannot prepare Kafka's data directory %s: %s. Give a directory that can be written, or one of an earlier sandbox"
                            .formatted(directory, e.getMessage()),
                    e);
        }
    }

    void start() {
        LocalPort.requireFree("Kafka", port);
        try {
            startParts();
        } catch (Exception e) {
            stop();
            throw new SandboxException(
                    "Kafka's node %d did not start on %s:%d with its data in %s: %s"
                            .formatted(id, LocalPort.HOST, port, directory, e.getMessage()),
                    e);
        }
    }

    /**
     * As the broker's own main class does it; that one cannot be told how long a stop may take, and
     * ends the JVM when something fails.
     */
    private void startParts() throws Exception {
        KafkaConfig config = new KafkaConfig(properties);
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> prepared =
                KafkaRaftServer.initializeLogDirs(config, log, "node " + id + ": ");
        SharedServer shared =
                new SharedServer(
                        config,
                        prepared._1(),
                        Time.SYSTEM,
                        Server.initializeMetrics(
                                config, Time.SYSTEM, prepared._1().clusterId().orElseThrow()),
                        CompletableFuture.completedFuture(voters),
                        List.of(),
                        (name, fatal, action) -> new LoggingFaultHandler(name, action),
                        new KafkaServerSocketFactory());
        broker = new BrokerServer(shared);
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), prepared._2());
        controller.startup();
        broker.startup();
    }

    /** In an orderly way as far as the rest of the quorum allows it. */
    void stop() {
        BrokerServer stoppingBroker = broker;
        ControllerServer stoppingController = controller;
        broker = null;
        controller = null;
        if (stoppingBroker != null) {
            stoppingBroker.shutdown(HANDING_OVER);
        }
        if (stoppingController != null) {
            stoppingController.shutdown();
        }
    }
}
