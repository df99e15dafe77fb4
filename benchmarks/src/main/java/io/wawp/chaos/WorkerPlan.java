package io.wawp.chaos;

import io.wawp.sandbox.ChildJvm;
import io.wawp.sandbox.LocalPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the workers of a run are started: the program that everybody runs, with settings that make it
 * wait less, on a JVM that starts quickly. Immutable.
 *
 * @param directory of the run, for logs and files
 * @param cache what makes a JVM start quicker; null to do without
 */
record WorkerPlan(
        Path directory,
        String bootstrapServers,
        URI wawp,
        String groupProtocol,
        int partitions,
        @Nullable Path cache) {
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);
    static final Duration SETTLE = Duration.ofSeconds(3);
    static final String GROUP = "chaos";

    private static final String MAIN = "io.wawp.dispatcher.cli.Main";
    private static final List<String> OPTIONS =
            List.of(
                    "-Xmx224m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+ExitOnOutOfMemoryError");

    /** Writes the files that the workers' settings name. */
    WorkerPlan {
        try {
            Files.writeString(directory.resolve("instances.json"), Numbers.instancesFile());
            Files.writeString(directory.resolve("worker.properties"), Numbers.profiles());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to " + directory, e);
        }
    }

    /**
     * One worker.
     *
     * @param name of its log; a stable id too, if {@code stable}
     * @param adminPort for health and metrics
     */
    ChildJvm.Plan worker(String name, boolean stable, int adminPort) {
        Map<String, String> environment = new HashMap<>(settings());
        environment.put("DISPATCHER_ADMIN_PORT", Integer.toString(adminPort));
        if (stable) {
            environment.put("DISPATCHER_WORKER_ID", name);
        }
        List<String> options = new ArrayList<>(OPTIONS);
        if (cache != null) {
            options.add("-XX:AOTCache=" + cache);
        }
        return new ChildJvm.Plan(
                MAIN,
                List.of("worker"),
                options,
                environment,
                directory.resolve(name + ".log"),
                true);
    }

    /** One that leaves a cache for those that follow, when it is told to stop. */
    ChildJvm.Plan training(Path cacheToMake) {
        return worker("training", false, LocalPort.free())
                .withOptions(List.of("-XX:AOTCacheOutput=" + cacheToMake));
    }

    WorkerPlan with(Path madeCache) {
        return new WorkerPlan(
                directory, bootstrapServers, wawp, groupProtocol, partitions, madeCache);
    }

    private Map<String, String> settings() {
        Map<String, String> all = new HashMap<>();
        all.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        all.put("KAFKA_GROUP_PROTOCOL", groupProtocol);
        if (groupProtocol.equals("classic")) {
            all.put("KAFKA_SESSION_TIMEOUT_MS", "3000");
            all.put("KAFKA_HEARTBEAT_INTERVAL_MS", "700");
        }
        all.put("WAWP_BASE_URL", wawp.toString());
        all.put("WAWP_INSTANCES_FILE", directory.resolve("instances.json").toString());
        all.put("WAWP_REQUEST_TIMEOUT", REQUEST_TIMEOUT.toString());
        all.put("DISPATCHER_CONFIG_FILE", directory.resolve("worker.properties").toString());
        all.put("DISPATCHER_GROUP_ID", GROUP);
        all.put("DISPATCHER_PARTITIONS", Integer.toString(partitions));
        all.put("DISPATCHER_PACING", "off");
        all.put("DISPATCHER_RECONCILE_SETTLE", SETTLE.toString());
        all.put("DISPATCHER_RECONCILE_DEADLINE", "PT10M");
        all.put("DISPATCHER_RETRY_MAX_ELAPSED", "PT5M");
        all.put("DISPATCHER_DEDUP_WINDOW", "PT2M");
        all.put("DISPATCHER_REDRIVE_WINDOW", "PT5M");
        all.put("DISPATCHER_UNKNOWN_INSTANCE_GRACE", "PT5S");
        all.put("DISPATCHER_PROBE_BACKOFF", "PT1S");
        all.put("DISPATCHER_PROBE_BACKOFF_MAX", "PT4S");
        all.put("DISPATCHER_DELIVERY_SCHEDULE", "PT2S,PT10S,PT30S");
        all.put("DISPATCHER_DELIVERY_DEADLINE", "PT40S");
        return all;
    }
}
