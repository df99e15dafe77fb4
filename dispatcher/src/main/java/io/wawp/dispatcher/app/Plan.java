package io.wawp.dispatcher.app;

import io.wawp.common.command.InstanceId;
import io.wawp.common.json.CommandLimits;
import io.wawp.dispatcher.config.WorkerConfig;
import io.wawp.dispatcher.delivery.DeliverySettings;
import io.wawp.dispatcher.dispatch.DispatchSettings;
import io.wawp.dispatcher.dispatch.InDoubtPolicy;
import io.wawp.dispatcher.instance.AccountSettings;
import io.wawp.dispatcher.instance.ProbeSettings;
import io.wawp.dispatcher.intake.IntakeSettings;
import io.wawp.dispatcher.journal.JournalSettings;
import io.wawp.dispatcher.kafka.KafkaClients;
import io.wawp.dispatcher.model.AccessToken;
import io.wawp.dispatcher.pacing.PacingProfile;
import io.wawp.dispatcher.records.OutcomeRecords;
import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.wawp.Encoding;
import io.wawp.dispatcher.wawp.WawpSettings;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one configuration as each part's own settings. The command line takes topics and limits from
 * it, so that they are the worker's. Immutable.
 */
public final class Plan {
    /**
     * A stop waits for calls on the wire, but not beyond what an orchestrator grants by default.
     */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private static final List<String> BUILT_IN = List.of("standard", "strict", "off");

    private final WorkerConfig config;
    private final String workerId;

    public Plan(WorkerConfig config) {
        this.config = config;
        String named = config.dispatcher().workerId();
        this.workerId = named != null ? named : UUID.randomUUID().toString().substring(0, 8);
    }

    /** The topics of this deployment. */
    public Topics topics() {
        WorkerConfig.TopicNames names = config.dispatcher().topics();
        return new Topics(
                names.commands(),
                names.outcomes(),
                names.deliveries(),
                names.instances(),
                names.deadLetters(),
                names.dispatch(),
                names.journal(),
                config.dispatcher().partitions());
    }

    /** What intake holds commands to. */
    public CommandLimits limits() {
        String named = config.dispatcher().defaultInstanceId();
        return new CommandLimits(
                config.wawp().maxTextLength(),
                config.dispatcher().maxCommandBytes(),
                config.dispatcher().allowPrivateUrls(),
                named == null ? null : new InstanceId(named));
    }

    KafkaClients.Settings kafka() {
        return new KafkaClients.Settings(
                config.kafka().client(),
                config.kafka().groupProtocol(),
                config.dispatcher().groupId(),
                workerId);
    }

    IntakeSettings intake() {
        return new IntakeSettings(kafka(), topics(), limits());
    }

    JournalSettings journal() {
        Duration stop = config.wawp().requestTimeout().plusSeconds(1);
        return new JournalSettings(
                config.dispatcher().topics().dispatch(),
                config.dispatcher().topics().journal(),
                config.dispatcher().maxOpen(),
                config.dispatcher().contentMemoryBytes(),
                JournalSettings.DEFAULT_COMMIT_INTERVAL,
                JournalSettings.DEFAULT_HAND_OVER_GRACE,
                stop.compareTo(LONGEST_STOP) < 0 ? stop : LONGEST_STOP,
                OutcomeRecords.MAX_RECORD_BYTES);
    }

    WawpSettings wawp() {
        return WawpSettings.defaults()
                .withBaseUrl(URI.create(config.wawp().baseUrl()))
                .withEncoding(Encoding.valueOf(config.wawp().encoding().toUpperCase(Locale.ROOT)))
                .withRequestTimeout(config.wawp().requestTimeout())
                .withMaxConnections(config.dispatcher().maxConnections());
    }

    AccountSettings accounts() {
        String instanceId = config.wawp().instanceId();
        String token = config.wawp().accessToken();
        Set<String> pacings = new HashSet<>(BUILT_IN);
        pacings.addAll(config.dispatcher().pacingProfiles().keySet());
        return new AccountSettings(
                instanceId == null ? null : new InstanceId(instanceId),
                accessToken(token),
                config.wawp().accessTokenFile(),
                config.wawp().instancesFile(),
                config.dispatcher().pacing(),
                pacings,
                AccountSettings.POLL);
    }

    private static @Nullable AccessToken accessToken(@Nullable String token) {
        return token == null ? null : new AccessToken(token);
    }

    PacingProfile profile(String name) {
        WorkerConfig.PacingProfile own = config.dispatcher().pacingProfiles().get(name);
        return own == null
                ? PacingProfile.named(name)
                : new PacingProfile(
                        own.name(),
                        own.gap(),
                        own.jitter(),
                        own.chatGap(),
                        own.perMinute(),
                        own.perHour(),
                        own.perDay());
    }

    ProbeSettings probes() {
        return new ProbeSettings(
                config.dispatcher().probeBackoff(), config.dispatcher().probeBackoffMax());
    }

    DispatchSettings dispatch() {
        WorkerConfig.Dispatcher own = config.dispatcher();
        DispatchSettings defaults = DispatchSettings.DEFAULT;
        return new DispatchSettings(
                InDoubtPolicy.valueOf(own.inDoubt().toUpperCase(Locale.ROOT)),
                own.reconcileSettle(),
                own.reconcileDeadline(),
                defaults.clockSlack(),
                defaults.sendBy(),
                config.wawp().requestTimeout(),
                own.retryMaxElapsed(),
                defaults.idLookup(),
                own.dedupWindow(),
                own.deliveryDeadline(),
                own.unknownInstanceGrace(),
                // typing, looking and probing need connections too
                Math.max(1, own.maxConnections() * 3 / 4),
                defaults.maxConcurrentLooks());
    }

    DeliverySettings deliveries() {
        WorkerConfig.Dispatcher own = config.dispatcher();
        return new DeliverySettings(
                own.deliverySchedule(),
                own.deliveryDeadline(),
                DeliverySettings.DEFAULT.maxFollowed(),
                own.dedupWindow());
    }
}
