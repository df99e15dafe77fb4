package io.wawp.dispatcher.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.config.ConfigReader;
import io.wawp.dispatcher.testing.ProjectFiles;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@code docker-compose.yml} against the code and the pom; no engine is needed. */
class ComposeTest {
    private static final List<String> OURS = List.of("topics", "simulator", "worker-1", "worker-2");

    private final Compose compose = new Compose();

    @Test
    void workersAndTopicsReadTheirSettingsWithoutAWarning() {
        for (String worker : compose.workers()) {
            var config =
                    ConfigReader.read(compose.environment(worker), null, ConfigReader.Need.WORKER);
            assertEquals(List.of(), config.warnings(), worker);
        }
        assertEquals(
                List.of(),
                ConfigReader.read(compose.environment("topics"), null, ConfigReader.Need.KAFKA)
                        .warnings());
    }

    @Test
    void whatIsNoSettingIsKnownToTheLog() throws Exception {
        String log;
        try (var file = ConfigReader.class.getResourceAsStream("/logback.xml")) {
            log = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
        }
        for (String worker : compose.workers()) {
            for (String name : compose.environment(worker).keySet()) {
                assertTrue(
                        name.matches("(KAFKA|WAWP|DISPATCHER)_.*")
                                || log.contains("${" + name + ":-"),
                        name);
            }
        }
    }

    @Test
    void eachWorkerHasANameOfItsOwnThatStays() {
        List<String> names =
                compose.workers().stream()
                        .map(each ->
                                compose.environment(each)
                                        .getOrDefault("DISPATCHER_WORKER_ID", "none"))
                        .toList();
        assertEquals(2, names.size());
        assertEquals(2, new HashSet<>(names).size(), names.toString());
        assertFalse(names.contains("none"));
    }

    @Test
    void imagesAreOfTheVersionsInThePom() {
        String ours = ":" + ProjectFiles.pom("version");
        assertEquals(
                "apache/kafka:" + ProjectFiles.pom("kafka\\.version"),
                compose.service("kafka").path("image").asText());
        assertEquals("wawp-simulator" + ours, compose.service("simulator").path("image").asText());
        for (String service : List.of("topics", "worker-1", "worker-2")) {
            assertEquals("wawp-dispatcher" + ours, compose.service(service).path("image").asText());
        }
    }

    @Test
    void workersWaitForTopicsWhichWaitForKafka() {
        for (String worker : compose.workers()) {
            assertEquals("service_completed_successfully", condition(worker, "topics"), worker);
            assertEquals("service_healthy", condition(worker, "simulator"), worker);
        }
        assertEquals("service_healthy", condition("topics", "kafka"));
        assertTrue(compose.service("kafka").path("healthcheck").has("test"));
        assertEquals(List.of("topics"), compose.list("topics", "command"));
        assertEquals("no", compose.service("topics").path("restart").asText());
    }

    private String condition(String service, String on) {
        return compose.service(service).path("depends_on").path(on).path("condition").asText();
    }

    @Test
    void whatIsOursRunsLockedDown() {
        assertEquals(
                new HashSet<>(compose.services()),
                new HashSet<>(List.of("kafka", "topics", "simulator", "worker-1", "worker-2")));
        for (String service : OURS) {
            assertTrue(compose.service(service).path("read_only").asBoolean(), service);
            assertEquals("10001:10001", compose.service(service).path("user").asText(), service);
        }
        for (String service : compose.services()) {
            assertEquals(List.of("ALL"), compose.list(service, "cap_drop"), service);
            assertEquals(
                    List.of("no-new-privileges:true"),
                    compose.list(service, "security_opt"),
                    service);
        }
    }

    @Test
    void compressedRecordsCanBeUnpackedOnAReadOnlyFileSystem() {
        for (String service : List.of("topics", "worker-1", "worker-2")) {
            String tmp = compose.list(service, "tmpfs").getFirst();
            assertTrue(tmp.startsWith("/tmp:exec,"), service + " has " + tmp);
        }
    }

    @Test
    void portsAreOpenToThisMachineAlone() {
        for (String service : compose.services()) {
            for (String port : compose.list(service, "ports")) {
                assertTrue(port.startsWith("127.0.0.1:"), service + " has " + port);
            }
        }
    }

    @Test
    void theBrokerHasTheRecommendedSettingsAndKeepsItsData() {
        Map<String, String> broker = compose.environment("kafka");
        assertEquals("1", broker.get("KAFKA_ADD_PARTITIONS_TO_TXN_RETRY_BACKOFF_MS"));
        assertEquals(
                "1000",
                broker.get("KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS"));
        assertEquals(
                List.of("kafka-data:" + broker.get("KAFKA_LOG_DIRS")),
                compose.list("kafka", "volumes"));
        assertTrue(compose.file().path("volumes").has("kafka-data"));
    }

    @Test
    void theBrokerHasOneAddressForContainersAndOneForThisMachine() {
        String advertised =
                compose.environment("kafka").getOrDefault("KAFKA_ADVERTISED_LISTENERS", "");
        assertEquals("INSIDE://kafka:19092,OUTSIDE://127.0.0.1:9092", advertised);
        assertEquals(List.of("127.0.0.1:9092:9092"), compose.list("kafka", "ports"));
        for (String worker : compose.workers()) {
            assertEquals("kafka:19092", compose.environment(worker).get("KAFKA_BOOTSTRAP_SERVERS"));
        }
    }

    @Test
    void theExampleNamesEverythingThatCanBeChangedWithItsDefault() {
        var example = new TreeMap<String, String>();
        ProjectFiles.read(".env.example")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    example.put(line.substring(0, equals), line.substring(equals + 1));
                });
        assertEquals(compose.variables(), example);
    }
}
