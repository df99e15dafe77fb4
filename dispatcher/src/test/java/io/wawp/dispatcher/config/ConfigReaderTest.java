package io.wawp.dispatcher.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.config.ConfigReader.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
    private static final String TOKEN = "s3cr3t-t0k3n";

    @TempDir private Path temp;

    private final Map<String, String> environment =
            new HashMap<>(
                    Map.of(
                            "KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
                            "WAWP_INSTANCE_ID", "123456789012",
                            "WAWP_ACCESS_TOKEN", TOKEN));

    /** What Kafka's clients throw names the words that they stumbled over: the password's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.example.PlainLoginModule required username=bob password=my topsecret;",
                "org.example.PlainLoginModule topsecret required username=\"bob\";",
                "org.example.PlainLoginModule required password=\"topsecret\"",
                "topsecret"
            })
    void aLoginThatCannotBeReadIsToldWithoutAWordOfIt(String jaas) {
        environment.put("KAFKA_SASL_JAAS_CONFIG", jaas);

        ConfigException wrong = assertThrows(ConfigException.class, () -> read(null));
        String words = String.valueOf(wrong.getMessage());

        assertTrue(words.contains("KAFKA_SASL_JAAS_CONFIG"), words);
        assertFalse(words.contains("topsecret"), words);
    }

    @Test
    void aLoginThatCanBeReadIsPassedOn() {
        String jaas = "org.example.PlainLoginModule required username=\"bob\" password=\"p w\";";
        environment.put("KAFKA_SASL_JAAS_CONFIG", jaas);

        assertEquals(jaas, read(null).kafka().client().get("sasl.jaas.config"));
    }

    @Test
    void theDefaultsAreTheContracts() {
        WorkerConfig config = read(null);

        assertEquals(Map.of("bootstrap.servers", "broker:9092"), config.kafka().client());
        assertEquals("classic", config.kafka().groupProtocol());
        assertEquals("https://wawp.net/wp-json/awp/v1", config.wawp().baseUrl());
        assertEquals("v1", config.wawp().api());
        assertEquals("auto", config.wawp().encoding());
        assertEquals(Duration.ofSeconds(30), config.wawp().requestTimeout());
        assertEquals(4096, config.wawp().maxTextLength());
        var dispatcher = config.dispatcher();
        assertEquals(List.of("wawp.commands"), dispatcher.topics().commands());
        assertEquals("wawp.dead-letters", dispatcher.topics().deadLetters());
        assertEquals("wawp-dispatcher", dispatcher.groupId());
        assertNull(dispatcher.workerId());
        assertEquals(24, dispatcher.partitions());
        assertEquals("standard", dispatcher.pacing());
        assertTrue(dispatcher.typing());
        assertEquals(Duration.ofDays(1), dispatcher.dedupWindow());
        assertEquals(Duration.ofDays(14), dispatcher.redriveWindow());
        assertEquals(500_000, dispatcher.maxOpen());
        assertEquals(Duration.ofSeconds(30), dispatcher.unknownInstanceGrace());
        assertEquals("resend", dispatcher.inDoubt());
        assertEquals(Duration.parse("PT90S"), dispatcher.reconcileSettle());
        assertEquals(Duration.ofHours(1), dispatcher.reconcileDeadline());
        assertEquals(Duration.ofMinutes(15), dispatcher.retryMaxElapsed());
        assertEquals(7, dispatcher.deliverySchedule().size());
        assertEquals(Duration.ofDays(3), dispatcher.deliveryDeadline());
        assertEquals(Duration.ofSeconds(5), dispatcher.probeBackoff());
        assertEquals(Duration.ofMinutes(5), dispatcher.probeBackoffMax());
        assertEquals(8080, dispatcher.adminPort());
        assertEquals(262_144, dispatcher.maxCommandBytes());
        assertFalse(dispatcher.allowPrivateUrls());
        assertEquals(67_108_864, dispatcher.contentMemoryBytes());
        assertEquals(List.of(), config.warnings());
    }

    @Test
    void everyDefaultIsAValueThatItsSettingTakes() {
        for (Setting<?> setting : Settings.all()) {
            String preset = setting.defaultText();
            if (preset != null) {
                assertNotNull(setting.parse().apply(preset), setting.key());
            }
            assertFalse(setting.description().isBlank(), setting.key());
        }
        assertEquals(
                Settings.all().size(),
                Settings.all().stream().map(Setting::variable).distinct().count());
    }

    @Test
    void theEnvironmentGoesBeforeTheFileAndTheFileBeforeTheDefault() {
        environment.put("DISPATCHER_DEDUP_WINDOW", "PT1H");
        WorkerConfig config =
                read(
                        """
                        dispatcher.dedup-window=PT2H
                        dispatcher.max-open=1000
                        kafka.bootstrap.servers=file:9092
                        kafka.client-rack=r1
                        """);

        assertEquals(Duration.ofHours(1), config.dispatcher().dedupWindow());
        assertEquals(1000, config.dispatcher().maxOpen());
        assertEquals("broker:9092", config.kafka().client().get("bootstrap.servers"));
        assertEquals("r1", config.kafka().client().get("client.rack"));
    }

    @Test
    void theFileMayBeNamedByTheEnvironment() throws IOException {
        Path file = Files.writeString(temp.resolve("named"), "dispatcher.max-open=1234\n");
        environment.put("DISPATCHER_CONFIG_FILE", file.toString());

        WorkerConfig config = read(null);
        assertEquals(1234, config.dispatcher().maxOpen());
        assertEquals(List.of(), config.warnings());
    }

    @Test
    void anEmptyVariableIsNotSet() {
        environment.put("DISPATCHER_MAX_OPEN", "");
        environment.put("DISPATCHER_WORKER_ID", " ");
        WorkerConfig config = read("dispatcher.max-open=777\n");

        assertEquals(777, config.dispatcher().maxOpen());
        assertNull(config.dispatcher().workerId());
    }

    @Test
    void anyKafkaPropertyIsPassedOn() {
        environment.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
        environment.put("KAFKA_SASL_JAAS_CONFIG", "x required password=\"${p}$1\";");
        environment.put("KAFKA_GROUP_PROTOCOL", "consumer");
        WorkerConfig config = read(null);

        assertEquals(
                Map.of(
                        "bootstrap.servers", "broker:9092",
                        "security.protocol", "SASL_SSL",
                        "sasl.jaas.config", "x required password=\"${p}$1\";"),
                config.kafka().client());
        assertEquals("consumer", config.kafka().groupProtocol());
        assertEquals(List.of(), config.warnings());
    }

    @Test
    void aKafkaPropertyThatTheGuaranteesRestOnIsLeftOutWithAWarning() {
        environment.put("KAFKA_ACKS", "0");
        environment.put("KAFKA_SECURITY_PROTOCOLL", "SSL");
        WorkerConfig config = read(null);

        assertFalse(config.kafka().client().containsKey("acks"));
        assertTrue(config.warnings().get(0).contains("kafka.acks is ignored"));
        assertTrue(config.warnings().get(1).contains("Did you mean security.protocol?"));
    }

    @Test
    void aDollarInATokenIsADollar() {
        environment.put("WAWP_ACCESS_TOKEN", "${HOME}\\x$1");
        assertEquals("${HOME}\\x$1", read(null).wawp().accessToken());
    }

    @Test
    void allProblemsAreToldTogetherAndNoSecret() {
        environment.remove("KAFKA_BOOTSTRAP_SERVERS");
        environment.put("DISPATCHER_DEDUP_WINDOW", "24h");
        environment.put("DISPATCHER_PARTITIONS", "0");
        environment.put("WAWP_BASE_URL", "ftp://wawp");
        environment.put("WAWP_ACCESS_TOKEN_FILE", temp.resolve("missing").toString());

        ConfigException e = problems("wawp.acces-token=" + TOKEN + "\n");
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("KAFKA_BOOTSTRAP_SERVERS"), message);
        assertTrue(message.contains("dispatcher.dedup-window: '24h'"), message);
        assertTrue(message.contains("PT24H"), message);
        assertTrue(message.contains("dispatcher.partitions: '0'"), message);
        assertTrue(message.contains("wawp.base-url"), message);
        assertTrue(message.contains("missing is not there"), message);
        assertTrue(message.contains("Did you mean wawp.access-token?"), message);
        assertTrue(message.contains("set one of them"), message);
        assertFalse(message.contains(TOKEN), message);
        assertEquals(7, e.problems().size(), message);
    }

    @Test
    void theEffectiveSettingsShowWhereTheyComeFromAndNoSecret() {
        environment.put("KAFKA_SSL_KEY_PASSWORD", "hush");
        environment.put("KAFKA_SASL_JAAS_CONFIG", "x required password=hush;");
        WorkerConfig config = read("dispatcher.max-open=777\n");
        String shown = String.join("\n", config.effective());

        assertTrue(shown.contains("dispatcher.max-open = 777 (file "), shown);
        assertTrue(shown.contains("wawp.instance-id = 123456789012 (environment)"), shown);
        assertTrue(shown.contains("dispatcher.partitions = 24 (default)"), shown);
        assertTrue(shown.contains("wawp.access-token = *** (environment)"), shown);
        assertTrue(shown.contains("kafka.ssl.key.password = *** (environment)"), shown);
        assertFalse(shown.contains("hush"), shown);
        assertFalse((shown + config + config.kafka() + config.wawp()).contains(TOKEN), shown);
    }

    @Test
    void anUnknownVariableIsAWarningAndAnUnknownKeyOfTheFileStopsTheStart() {
        environment.put("DISPATCHER_DEDUP_WINDOWS", "PT1H");
        List<String> warnings = read("other.key=1\n").warnings();
        assertTrue(warnings.get(0).contains("other.key"), warnings.toString());
        assertTrue(
                warnings.get(1).contains("Did you mean DISPATCHER_DEDUP_WINDOW?"),
                warnings.toString());

        ConfigException e = problems("dispatcher.dedupWindow=PT1H\n");
        assertTrue(
                e.problems().getFirst().contains("Did you mean dispatcher.dedup-window?"),
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "WAWP_PORT, tcp://10.0.0.1:80",
        "WAWP_SERVICE_HOST, 10.0.0.1",
        "WAWP_SERVICE_PORT, 80",
        "WAWP_SERVICE_PORT_HTTP, 80",
        "WAWP_PORT_80_TCP, tcp://10.0.0.1:80",
        "WAWP_PORT_80_TCP_ADDR, 10.0.0.1",
        "WAWP_PORT_80_TCP_PROTO, tcp",
        "KAFKA_SERVICE_HOST, 10.0.0.2",
        "KAFKA_PORT, tcp://10.0.0.2:9092",
        "KAFKA_BOOTSTRAP_PORT_9092_TCP, tcp://10.0.0.2:9092",
        "DISPATCHER_PORT, tcp://10.0.0.3:8080",
        "DISPATCHER_ADMIN_PORT, tcp://10.0.0.3:8080",
        "WAWP_JAVA_OPTS, -Xmx1g",
    })
    void whatKubernetesAndTheLauncherPutIntoTheEnvironmentIsIgnored(String name, String value) {
        environment.put(name, value);
        WorkerConfig config = read(null);

        assertEquals(List.of(), config.warnings());
        assertEquals(8080, config.dispatcher().adminPort());
        assertEquals(1, config.kafka().client().size());
    }

    @Test
    void aPacingProfileOfTheFileCanBeUsed() {
        environment.put("DISPATCHER_PACING", "careful");
        WorkerConfig config =
                read(
                        """
                        dispatcher.pacing-profiles.careful.gap=PT10S
                        dispatcher.pacing-profiles.careful.jitter=0.25
                        dispatcher.pacing-profiles.careful.per-day=100
                        """);
        assertEquals(
                new WorkerConfig.PacingProfile(
                        "careful", Duration.ofSeconds(10), 0.25, Duration.ZERO, 0, 0, 100),
                config.dispatcher().pacingProfiles().get("careful"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dispatcher.pacing-profiles.x.gapp=PT1S",
                "dispatcher.pacing-profiles.x.gap=1s",
                "dispatcher.pacing-profiles.x.jitter=2",
                "dispatcher.pacing-profiles.x.per-day=-1",
                "dispatcher.pacing-profiles.off.gap=PT1S",
                "dispatcher.pacing=unheard-of",
                "dispatcher.probe-backoff=PT10M",
                "dispatcher.topics.outcomes=wawp.commands",
                "dispatcher.delivery-schedule=PT5S,PT5S",
                "dispatcher.typing=yes",
                "dispatcher.in-doubt=guess",
                "dispatcher.topics.commands=a b",
                "dispatcher.worker-id=a/b",
                "dispatcher.max-command-bytes=10000000",
                "wawp.api=v2",
                "wawp.base-url=https://user:pw@wawp.net",
                "kafka.group.protocol=streams",
            })
    void whatCannotBeUsedIsOneProblem(String line) {
        assertEquals(1, problems(line + "\n").problems().size());
    }

    @Test
    void anInstanceIsNeededByAWorkerOnly() {
        environment.remove("WAWP_INSTANCE_ID");
        environment.remove("WAWP_ACCESS_TOKEN");

        assertTrue(problems(null).problems().getFirst().contains("WAWP_INSTANCES_FILE"));
        ConfigReader.read(environment, null, Need.KAFKA);
    }

    @Test
    void aTokenAndItsInstanceGoTogether() {
        environment.remove("WAWP_ACCESS_TOKEN");
        assertEquals(1, problems(null).problems().size());
        environment.put("WAWP_ACCESS_TOKEN", TOKEN);
        environment.remove("WAWP_INSTANCE_ID");
        assertEquals(2, problems(null).problems().size());
    }

    @Test
    void aFileThatCannotBeReadIsAProblem() {
        ConfigException e =
                assertThrows(
                        ConfigException.class,
                        () -> ConfigReader.read(environment, temp.resolve("nowhere"), Need.WORKER));
        assertTrue(e.problems().getFirst().contains("nowhere"));
    }

    private WorkerConfig read(@Nullable String file) {
        return ConfigReader.read(environment, written(file), Need.WORKER);
    }

    private ConfigException problems(@Nullable String file) {
        Path path = written(file);
        return assertThrows(
                ConfigException.class, () -> ConfigReader.read(environment, path, Need.WORKER));
    }

    private @Nullable Path written(@Nullable String file) {
        if (file == null) {
            return null;
        }
        try {
            return Files.writeString(temp.resolve("dispatcher.properties"), file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
