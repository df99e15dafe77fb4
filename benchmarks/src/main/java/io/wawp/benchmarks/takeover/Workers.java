package io.wawp.benchmarks.takeover;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.dispatcher.cli.Main;
import io.wawp.sandbox.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The worker processes, by slot. Each start is a new process with a new log; a slot calls Wawp at a
 * loopback address of its own, so that the simulator can tell who calls. Owned by the measurement.
 */
final class Workers implements AutoCloseable {
    private static final String TOKEN = "takeover-token";
    private static final Duration STARTING = Duration.ofMinutes(5);
    private static final Duration ENDING = Duration.ofMinutes(1);
    private static final List<String> OPTIONS =
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Path directory;
    private final Map<String, String> settings;
    private final int wawpPort;
    private final List<ChildJvm> processes = new ArrayList<>();
    private final List<Path> logs = new ArrayList<>();
    private int started;

    Workers(Path directory, String bootstrapServers, int wawpPort, Map<String, String> more) {
        this.directory = directory;
        this.wawpPort = wawpPort;
        this.settings = new HashMap<>(environment(bootstrapServers));
        this.settings.putAll(more);
    }

    /** The slot of the worker that calls at this address; -1 for none. */
    static int slotOf(String host) {
        if (!host.startsWith("127.0.0.")) {
            return -1;
        }
        int colon = host.indexOf(':');
        String last = host.substring("127.0.0.".length(), colon < 0 ? host.length() : colon);
        return Integer.parseInt(last) - 1;
    }

    private Map<String, String> environment(String bootstrapServers) {
        try {
            Path instances = directory.resolve("instances.json");
            Files.writeString(
                    instances,
                    Feeder.all().stream()
                            .map(id ->
                                    "{\"instanceId\":\"%s\",\"accessToken\":\"%s\"}"
                                            .formatted(id, TOKEN))
                            .collect(Collectors.joining(",", "[", "]")),
                    UTF_8);
            Path config = directory.resolve("dispatcher.properties");
            Files.writeString(
                    config,
                    "dispatcher.pacing-profiles.steady.gap=PT0.4S\ndispatcher.pacing=steady\n",
                    UTF_8);
            return Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS",
                    bootstrapServers,
                    "WAWP_INSTANCES_FILE",
                    instances.toString(),
                    "DISPATCHER_CONFIG_FILE",
                    config.toString(),
                    "DISPATCHER_TYPING",
                    "false",
                    "DISPATCHER_ADMIN_PORT",
                    "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates the topics. */
    void createTopics() throws InterruptedException {
        ChildJvm topics = ChildJvm.start(plan("topics", 0, directory.resolve("topics.log")));
        if (!topics.awaitEnd(STARTING) || topics.exitStatus() != 0) {
            throw new IllegalStateException(
                    "the topics could not be created; see " + directory.resolve("topics.log"));
        }
    }

    /** Starts a process in a slot that has none, and returns when it says READY. */
    void start(int slot) throws InterruptedException {
        Path log = directory.resolve("worker-%d-%03d.log".formatted(slot, ++started));
        ChildJvm process = ChildJvm.start(plan("worker", slot, log));
        if (slot < processes.size()) {
            processes.set(slot, process);
            logs.set(slot, log);
        } else {
            processes.add(process);
            logs.add(log);
        }
        if (!process.awaitReady(STARTING)) {
            throw new IllegalStateException("a worker did not become ready; see " + log);
        }
    }

    int count() {
        return processes.size();
    }

    /** What the process that is in this slot has logged. */
    Path log(int slot) {
        return logs.get(slot);
    }

    void end(int slot, Scenario.Ending ending) {
        switch (ending) {
            case KILL -> processes.get(slot).kill();
            case TERM -> processes.get(slot).terminate();
        }
    }

    void awaitEnd(int slot) throws InterruptedException {
        if (!processes.get(slot).awaitEnd(ENDING)) {
            throw new IllegalStateException("a worker does not end; see " + logs.get(slot));
        }
    }

    private ChildJvm.Plan plan(String command, int slot, Path log) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put(
                "WAWP_BASE_URL",
                "http://127.0.0.%d:%d/wp-json/awp/v1".formatted(slot + 1, wawpPort));
        return new ChildJvm.Plan(
                Main.class.getName(), List.of(command), OPTIONS, environment, log, false);
    }

    @Override
    public void close() {
        processes.forEach(ChildJvm::kill);
    }
}
