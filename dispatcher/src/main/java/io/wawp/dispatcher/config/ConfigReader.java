package io.wawp.dispatcher.config;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wawp.dispatcher.config.WorkerConfig.Dispatcher;
import io.wawp.dispatcher.config.WorkerConfig.Kafka;
import io.wawp.dispatcher.config.WorkerConfig.PacingProfile;
import io.wawp.dispatcher.config.WorkerConfig.TopicNames;
import io.wawp.dispatcher.config.WorkerConfig.Wawp;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.SaslConfigs;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings once, at the start. Everything that is wrong is reported together; no value of
 * a secret is ever repeated.
 */
public final class ConfigReader {
    /** Names the file where the command line does not. */
    public static final String FILE_VARIABLE = "DISPATCHER_CONFIG_FILE";

    private static final String MASK = "***";

    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> effective = new ArrayList<>();
    private final Map<String, String> environment;
    private final Map<String, String> file;
    private final String fileName;
    private final SmallRyeConfig sources;

    private ConfigReader(Map<String, String> environment, @Nullable Path given) {
        this.environment = Environment.ours(environment);
        String named = this.environment.remove(FILE_VARIABLE);
        Path path = given == null && named != null ? path(FILE_VARIABLE, named) : given;
        this.fileName = path == null ? "file" : "file " + path;
        this.file = path == null ? Map.of() : SettingsFiles.read(path, problems);
        // bare: the usual interceptors would expand ${...} in a token or a password
        this.sources =
                new SmallRyeConfigBuilder()
                        .withSources(
                                new EnvConfigSource(this.environment, 300),
                                new PropertiesConfigSource(file, fileName, 100))
                        .build();
    }

    /** What the settings are read for. */
    public enum Need {
        /** A worker: it needs an instance to send with. */
        WORKER,
        /** Something that speaks to Kafka alone. */
        KAFKA
    }

    /**
     * Reads them.
     *
     * @param environment all of it
     * @param file of properties, or null: then {@value #FILE_VARIABLE} may name one
     * @throws ConfigException with all problems
     */
    public static WorkerConfig read(
            Map<String, String> environment, @Nullable Path file, Need need) {
        return new ConfigReader(environment, file).read(need);
    }

    private WorkerConfig read(Need need) {
        reportUnknown();
        Kafka kafka = kafka();
        Map<String, PacingProfile> profiles =
                new ProfileReader((key, expected) -> problem(key, expected)).read(file);
        Wawp wawp = wawp();
        Dispatcher dispatcher = dispatcher(profiles);
        if (need == Need.WORKER) {
            checkInstances(wawp);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new WorkerConfig(kafka, wawp, dispatcher, effective, warnings);
    }

    // --- families ---------------------------------------------------------------------------

    private Kafka kafka() {
        Map<String, KafkaProperties.Property> all =
                KafkaProperties.collect(environment, file, fileName);
        KafkaProperties.Property protocol = all.remove("group.protocol");
        var client = new TreeMap<String, String>();
        all.forEach((name, property) -> {
            if (KafkaProperties.isReserved(name)) {
                warnings.add("kafka." + name + " is ignored: the worker sets it by itself");
                return;
            }
            if (!KafkaProperties.isKnown(name)) {
                warnings.add(
                        "kafka."
                                + name
                                + " is no property of Kafka's clients; it is passed on to"
                                + " them all the same."
                                + KafkaProperties.suggestion(name));
            }
            client.put(name, property.value().strip());
            show(
                    "kafka." + name,
                    property.value(),
                    KafkaProperties.isSecret(name),
                    property.origin());
        });
        String jaas = client.get(SaslConfigs.SASL_JAAS_CONFIG);
        if (jaas != null && !KafkaProperties.isReadableJaas(jaas)) {
            problems.add(
                    "KAFKA_SASL_JAAS_CONFIG (kafka.sasl.jaas.config) cannot be read: expected a"
                            + " login module, the word required, and options with their values in"
                            + " double quotes, ended by a semicolon");
        }
        if (!client.containsKey("bootstrap.servers")) {
            problems.add(
                    "KAFKA_BOOTSTRAP_SERVERS (kafka.bootstrap.servers) is not set: name one or"
                            + " more brokers, such as broker-1:9092,broker-2:9092");
        }
        String groupProtocol = protocol == null ? "classic" : protocol.value().strip();
        if (!groupProtocol.equals("classic") && !groupProtocol.equals("consumer")) {
            problem("kafka.group.protocol", "expected classic or consumer");
        }
        show(
                "kafka.group.protocol",
                groupProtocol,
                false,
                protocol == null ? "default" : protocol.origin());
        return new Kafka(client, groupProtocol);
    }

    private Wawp wawp() {
        return new Wawp(
                required(Settings.BASE_URL),
                required(Settings.API),
                required(Settings.ENCODING),
                optional(Settings.INSTANCE_ID),
                optional(Settings.ACCESS_TOKEN),
                readable(Settings.ACCESS_TOKEN_FILE),
                readable(Settings.INSTANCES_FILE),
                required(Settings.REQUEST_TIMEOUT),
                required(Settings.MAX_TEXT_LENGTH));
    }

    private Dispatcher dispatcher(Map<String, PacingProfile> profiles) {
        var dispatcher =
                new Dispatcher(
                        optional(Settings.DEFAULT_INSTANCE_ID),
                        topics(),
                        required(Settings.GROUP_ID),
                        optional(Settings.WORKER_ID),
                        required(Settings.PARTITIONS),
                        required(Settings.PACING),
                        profiles,
                        required(Settings.TYPING),
                        required(Settings.DEDUP_WINDOW),
                        required(Settings.REDRIVE_WINDOW),
                        required(Settings.MAX_OPEN),
                        required(Settings.UNKNOWN_INSTANCE_GRACE),
                        required(Settings.IN_DOUBT),
                        required(Settings.RECONCILE_SETTLE),
                        required(Settings.RECONCILE_DEADLINE),
                        required(Settings.RETRY_MAX_ELAPSED),
                        required(Settings.DELIVERY_SCHEDULE),
                        required(Settings.DELIVERY_DEADLINE),
                        required(Settings.PROBE_BACKOFF),
                        required(Settings.PROBE_BACKOFF_MAX),
                        required(Settings.ADMIN_PORT),
                        required(Settings.MAX_COMMAND_BYTES),
                        required(Settings.MAX_CONNECTIONS),
                        required(Settings.ALLOW_PRIVATE_URLS),
                        required(Settings.CONTENT_MEMORY_BYTES));
        checkTogether(dispatcher);
        return dispatcher;
    }

    private TopicNames topics() {
        return new TopicNames(
                required(Settings.TOPICS_COMMANDS),
                required(Settings.TOPICS_OUTCOMES),
                required(Settings.TOPICS_DELIVERIES),
                required(Settings.TOPICS_INSTANCES),
                required(Settings.TOPICS_DEAD_LETTERS),
                required(Settings.TOPICS_DISPATCH),
                required(Settings.TOPICS_JOURNAL));
    }

    // --- checks over several settings -------------------------------------------------------

    private void checkTogether(Dispatcher dispatcher) {
        if (dispatcher.probeBackoffMax().compareTo(dispatcher.probeBackoff()) < 0) {
            problem(Settings.PROBE_BACKOFF_MAX.key(), "must not be shorter than probe-backoff");
        }
        if (!ProfileReader.BUILT_IN.contains(dispatcher.pacing())
                && !dispatcher.pacingProfiles().containsKey(dispatcher.pacing())) {
            problem(
                    Settings.PACING.key(),
                    "expected standard, strict, off, or a profile that the file defines under "
                            + ProfileReader.PREFIX
                            + "NAME");
        }
        TopicNames topics = dispatcher.topics();
        var names = new ArrayList<>(topics.commands());
        names.addAll(
                List.of(
                        topics.outcomes(),
                        topics.deliveries(),
                        topics.instances(),
                        topics.deadLetters(),
                        topics.dispatch(),
                        topics.journal()));
        if (names.stream().distinct().count() != names.size()) {
            problem("dispatcher.topics", "each topic has one role only; two have the same name");
        }
    }

    private void checkInstances(Wawp wawp) {
        if (wawp.instanceId() == null && wawp.instancesFile() == null) {
            problems.add(
                    "no instance is set: set WAWP_INSTANCE_ID and WAWP_ACCESS_TOKEN (or"
                            + " WAWP_ACCESS_TOKEN_FILE), or WAWP_INSTANCES_FILE");
        }
        boolean token = wawp.accessToken() != null;
        boolean tokenFile = wawp.accessTokenFile() != null;
        if (wawp.instanceId() != null && !token && !tokenFile) {
            problem(
                    Settings.ACCESS_TOKEN.key(),
                    "is needed for wawp.instance-id; or set "
                            + variable(Settings.ACCESS_TOKEN_FILE));
        }
        if (token && tokenFile) {
            problem(Settings.ACCESS_TOKEN.key(), "is set, and a file for it too: set one of them");
        }
        if (wawp.instanceId() == null && (token || tokenFile)) {
            problem(Settings.INSTANCE_ID.key(), "is needed: whose access token is it?");
        }
    }

    private void reportUnknown() {
        List<String> keys = Settings.all().stream().<String>map(Setting::key).toList();
        List<String> variables = Settings.all().stream().<String>map(Setting::variable).toList();
        for (String key : file.keySet()) {
            if (key.startsWith("wawp.") || key.startsWith("dispatcher.")) {
                if (!keys.contains(key) && !key.startsWith(ProfileReader.PREFIX)) {
                    problems.add(
                            key
                                    + " (in "
                                    + fileName
                                    + "): there is no such setting."
                                    + Spelling.suggestion(key, keys));
                }
            } else if (!key.startsWith("kafka.")) {
                warnings.add(key + " (in " + fileName + ") is no setting of ours; it is ignored");
            }
        }
        for (String name : environment.keySet()) {
            if (!name.startsWith("KAFKA_") && !variables.contains(name)) {
                warnings.add(
                        "The environment's "
                                + name
                                + " is no setting; it is ignored."
                                + Spelling.suggestion(name, variables));
            }
        }
    }

    // --- one setting ------------------------------------------------------------------------

    private <T> T required(Setting<T> setting) {
        T value = optional(setting);
        if (value == null) {
            throw new IllegalStateException(setting.key() + " should have a default");
        }
        return value;
    }

    private <T> @Nullable T optional(Setting<T> setting) {
        ConfigValue found = sources.getConfigValue(setting.key());
        String raw = found.getValue();
        String preset = setting.defaultText();
        if (raw == null || raw.isBlank()) {
            show(setting.key(), preset == null ? "not set" : preset, false, "default");
            return preset == null ? null : setting.parse().apply(preset);
        }
        String origin = origin(found);
        show(setting.key(), raw.strip(), setting.secret(), origin);
        try {
            return setting.parse().apply(raw.strip());
        } catch (IllegalArgumentException e) {
            problem(setting.key(), fault(setting, raw.strip(), origin, e));
            return preset == null ? null : setting.parse().apply(preset);
        }
    }

    private @Nullable Path readable(Setting<String> setting) {
        String text = optional(setting);
        if (text == null) {
            return null;
        }
        Path path = path(setting.key(), text);
        if (path != null && !Files.isReadable(path)) {
            problem(setting.key(), "the file " + path + " is not there, or may not be read");
        }
        return path;
    }

    private static String fault(
            Setting<?> setting, String raw, String origin, IllegalArgumentException e) {
        String value = setting.secret() ? "the value" : "'" + abbreviated(raw) + "'";
        return value + " (from " + origin + ") cannot be used: expected " + e.getMessage();
    }

    private static String abbreviated(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private static String variable(Setting<?> setting) {
        return setting.variable();
    }

    private void problem(String key, String words) {
        problems.add(key + ": " + words);
    }

    private void show(String key, String value, boolean secret, String origin) {
        effective.add(key + " = " + (secret ? MASK : value.strip()) + " (" + origin + ")");
    }

    private String origin(ConfigValue value) {
        return EnvConfigSource.NAME.equals(value.getConfigSourceName()) ? "environment" : fileName;
    }

    private @Nullable Path path(String key, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            problem(key, "is no path: " + e.getReason());
            return null;
        }
    }
}
