package io.wawp.dispatcher.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.sandbox.LocalPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who starts a worker wrongly. Each worker is a process of its own. */
class WrongUseIT {
    @TempDir private Path dir = Path.of(".");

    @Test
    void aWorkerWithoutSettingsSaysAllThatIsMissingAtOnce() throws Exception {
        Ended ended = run(Map.of());

        assertEquals(2, ended.status());
        assertSays(ended, "KAFKA_BOOTSTRAP_SERVERS");
    }

    @Test
    void aBrokenInstancesFileIsNamedWithItsFieldAndStopsTheStart() throws Exception {
        Path file = dir.resolve("instances.json");
        Files.writeString(file, "[{\"instanceId\":\"inst1\",\"acessToken\":\"t0psecret\"}]");

        Ended ended =
                run(
                        Map.of(
                                "KAFKA_BOOTSTRAP_SERVERS",
                                "127.0.0.1:1",
                                "WAWP_INSTANCES_FILE",
                                file.toString()));

        assertEquals(2, ended.status());
        assertSays(ended, "instances.json");
        assertSays(ended, "acessToken");
        assertSays(ended, "accessToken");
        assertTrue(!ended.output().contains("t0psecret"), ended.output());
    }

    @Test
    void aPortThatIsTakenIsNamedWithTheSettingThatMovesIt() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            Ended ended =
                    run(
                            Map.of(
                                    "KAFKA_BOOTSTRAP_SERVERS",
                                    "127.0.0.1:1",
                                    "WAWP_INSTANCE_ID",
                                    "inst1",
                                    "WAWP_ACCESS_TOKEN",
                                    "t0psecret",
                                    "DISPATCHER_ADMIN_PORT",
                                    Integer.toString(taken.getLocalPort())));

            assertEquals(1, ended.status());
            assertSays(ended, Integer.toString(taken.getLocalPort()));
            assertSays(ended, "DISPATCHER_ADMIN_PORT");
        }
    }

    @Test
    void anAddressThatIsNoneIsNamedWithItsSetting() throws Exception {
        Ended ended =
                run(
                        Map.of(
                                "KAFKA_BOOTSTRAP_SERVERS",
                                "no-such-host.invalid:9092",
                                "WAWP_INSTANCE_ID",
                                "inst1",
                                "WAWP_ACCESS_TOKEN",
                                "t0psecret",
                                "DISPATCHER_ADMIN_PORT",
                                "0"));

        assertEquals(1, ended.status());
        assertSays(ended, "KAFKA_BOOTSTRAP_SERVERS");
    }

    @Test
    void aBrokerThatIsNotThereIsWaitedForAndNamedAndSigtermStillEndsInGoodOrder() throws Exception {
        Process process =
                start(
                        Map.of(
                                "KAFKA_BOOTSTRAP_SERVERS",
                                LocalPort.HOST + ":" + LocalPort.free(),
                                "WAWP_INSTANCE_ID",
                                "inst1",
                                "WAWP_ACCESS_TOKEN",
                                "t0psecret",
                                "DISPATCHER_ADMIN_PORT",
                                "0"));
        try (var lines = process.errorReader(UTF_8)) {
            String line;
            do {
                line = lines.readLine();
            } while (line != null && !line.contains("Waiting: Kafka does not answer"));
            assertTrue(line != null, "it ended without having said what it waits for");

            process.destroy();

            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aMachineOnWhichCompressedRecordsCannotBeReadIsSaidAtTheStart() throws Exception {
        Path noDirectory = Files.createFile(dir.resolve("file"));
        Ended ended =
                run(
                        Map.of(
                                "KAFKA_BOOTSTRAP_SERVERS",
                                "127.0.0.1:1",
                                "WAWP_INSTANCE_ID",
                                "inst1",
                                "WAWP_ACCESS_TOKEN",
                                "t0psecret",
                                "JDK_JAVA_OPTIONS",
                                "-Djava.io.tmpdir=" + noDirectory));

        assertEquals(1, ended.status());
        assertSays(ended, noDirectory.toString());
        assertSays(ended, "must be writable");
    }

    private record Ended(int status, String output) {}

    private static void assertSays(Ended ended, String what) {
        assertTrue(ended.output().contains(what), () -> what + " is not in: " + ended.output());
    }

    private Ended run(Map<String, String> environment) throws Exception {
        Process process = start(environment);
        String output = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Ended(process.exitValue(), output);
    }

    private Process start(Map<String, String> environment) throws IOException {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.wawp.dispatcher.cli.Main",
                        "worker");
        builder.redirectOutput(dir.resolve("stdout").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
