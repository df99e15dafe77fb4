package io.wawp.sandbox.kafka;

import io.wawp.sandbox.LocalPort;
import io.wawp.sandbox.SandboxException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * One node, broker and controller in one. Owned by {@link EmbeddedKafka}, whose lock guards it: one
 * thread at a time.
 */
final class BrokerNode {
    private static final String CONTROLLER_LISTENER = "CONTROLLER";

    private final int id;
    private final int port;
    private final Path directory;
    private final Map<String, Object> properties;
    private @Nullable KafkaRaftServer server;

    BrokerNode(int id, int port, Path directory, Map<String, Object> properties) {
        this.id = id;
        this.port = port;
        this.directory = directory;
        this.properties = properties;
    }

    int port() {
        return port;
    }

    boolean isRunning() {
        return server != null;
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
        KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        try {
            starting.startup();
        } catch (RuntimeException e) {
            starting.shutdown();
            throw new SandboxException(
                    "Kafka's node %d did not start on %s:%d with data in %s: %s"
                            .formatted(id, LocalPort.HOST, port, directory, e.getMessage()),
                    e);
        }
        server = starting;
    }

    void stop() {
        KafkaRaftServer stopping = server;
        server = null;
        if (stopping != null) {
            stopping.shutdown();
            stopping.awaitShutdown();
        }
    }
}
