package io.wawp.dispatcher.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All settings as plain values, checked. Immutable.
 *
 * @param effective lines to be logged once: each setting's value and where it comes from, secrets
 *     masked
 * @param warnings lines to be logged as warnings
 */
public record WorkerConfig(
        Kafka kafka,
        Wawp wawp,
        Dispatcher dispatcher,
        List<String> effective,
        List<String> warnings) {

    public WorkerConfig {
        effective = List.copyOf(effective);
        warnings = List.copyOf(warnings);
    }

    /** Tokens and passwords are in here. */
    @Override
    public String toString() {
        return "WorkerConfig[group " + dispatcher.groupId + "]";
    }

    /**
     * How to reach Kafka.
     *
     * @param client properties of every client, {@code bootstrap.servers} among them
     * @param groupProtocol {@code classic} or {@code consumer}
     */
    public record Kafka(Map<String, String> client, String groupProtocol) {
        public Kafka {
            client = Map.copyOf(client);
        }

        @Override
        public String toString() {
            return "Kafka[***]";
        }
    }

    /**
     * How to reach Wawp, and as whom.
     *
     * @param accessToken null when it is in a file, or when there is no {@code instanceId}
     */
    public record Wawp(
            String baseUrl,
            String api,
            String encoding,
            @Nullable String instanceId,
            @Nullable String accessToken,
            @Nullable Path accessTokenFile,
            @Nullable Path instancesFile,
            Duration requestTimeout,
            int maxTextLength) {

        @Override
        public String toString() {
            return "Wawp[" + baseUrl + "]";
        }
    }

    /**
     * The worker itself.
     *
     * @param workerId null for a random one
     * @param pacingProfiles those of the file, by name
     */
    public record Dispatcher(
            @Nullable String defaultInstanceId,
            TopicNames topics,
            String groupId,
            @Nullable String workerId,
            int partitions,
            String pacing,
            Map<String, PacingProfile> pacingProfiles,
            boolean typing,
            Duration dedupWindow,
            Duration redriveWindow,
            int maxOpen,
            Duration unknownInstanceGrace,
            String inDoubt,
            Duration reconcileSettle,
            Duration reconcileDeadline,
            Duration retryMaxElapsed,
            List<Duration> deliverySchedule,
            Duration deliveryDeadline,
            Duration probeBackoff,
            Duration probeBackoffMax,
            int adminPort,
            int maxCommandBytes,
            int maxConnections,
            boolean allowPrivateUrls,
            long contentMemoryBytes) {

        public Dispatcher {
            pacingProfiles = Map.copyOf(pacingProfiles);
            deliverySchedule = List.copyOf(deliverySchedule);
        }
    }

    /** What the topics are called. */
    public record TopicNames(
            List<String> commands,
            String outcomes,
            String deliveries,
            String instances,
            String deadLetters,
            String dispatch,
            String journal) {

        public TopicNames {
            commands = List.copyOf(commands);
        }
    }

    /**
     * A pacing profile of the file; zero means no limit.
     *
     * @param jitter by which part of itself the gap varies, 0 to 1
     */
    public record PacingProfile(
            String name,
            Duration gap,
            double jitter,
            Duration chatGap,
            int perMinute,
            int perHour,
            int perDay) {}
}
