package io.wawp.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process of its own. */
final class SandboxMainIT {
    private static final int PATIENCE_SECONDS = 60;

    @TempDir Path dir;

    @Test
    void isReadyWithTopicsAndEndsWithStatusZeroWhenToldToStop() throws Exception {
        int kafkaPort = LocalPort.free();
        int wawpPort = LocalPort.free();
        Process process =
                start(
                        "--kafka-port=" + kafkaPort,
                        "--wawp-port=" + wawpPort,
                        "--data-dir=" + dir.resolve("data"));
        try {
            List<String> lines = readUntilReady(process);
            String kafka = "127.0.0.1:" + kafkaPort;
            String wawp = "http://127.0.0.1:" + wawpPort + "/wp-json/awp/v1";
            assertTrue(
                    lines.contains("  export KAFKA_BOOTSTRAP_SERVERS=" + kafka), lines::toString);
            assertTrue(lines.contains("  export WAWP_BASE_URL=" + wawp), lines::toString);
            try (Socket wire = new Socket(InetAddress.getLoopbackAddress(), wawpPort);
                    Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
                assertTrue(wire.isConnected());
                assertEquals(
                        Set.of(
                                "wawp.commands",
                                "wawp.outcomes",
                                "wawp.deliveries",
                                "wawp.instances",
                                "wawp.dead-letters",
                                "wawp.dispatch",
                                "wawp.journal"),
                        admin.listTopics().names().get());
            }
            process.destroy();
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "did not stop");
            assertEquals(0, process.exitValue());
            assertTrue(Files.exists(dir.resolve("data")), "given data was deleted");
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--kafka-port", "--wawp-port"})
    void aTakenPortIsAFailureThatNamesIt(String option) throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String other = option.equals("--kafka-port") ? "--wawp-port=0" : "--kafka-port=0";
            String errors = errorsOf(1, option + "=" + holder.getLocalPort(), other);
            assertTrue(errors.contains("127.0.0.1:" + holder.getLocalPort()), errors);
            assertTrue(errors.contains("choose another port"), errors);
            assertTrue(errors.contains(option), errors);
        }
    }

    @Test
    void aDataDirectoryThatCannotBeWrittenIsAFailureThatNamesIt() throws Exception {
        Path file = Files.createFile(dir.resolve("file"));
        String errors =
                errorsOf(1, "--kafka-port=0", "--wawp-port=0", "--data-dir=" + file.resolve("x"));
        assertTrue(errors.contains(file.resolve("x").toString()), errors);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--kafka-port=70000", "--wawp-port=here", "--colour=red", "extra"})
    void wrongUseEndsWithStatusTwoAndNamesWhatIsWrong(String argument) throws Exception {
        String errors = errorsOf(2, argument);
        String wrong = argument.substring(argument.indexOf('=') + 1);
        assertTrue(errors.contains(wrong), errors);
    }

    private String errorsOf(int status, String... arguments) throws Exception {
        Process process = start(arguments);
        try {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "did not end");
            String errors = Files.readString(dir.resolve("errors"));
            assertEquals(status, process.exitValue(), errors);
            return errors;
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SandboxMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(dir.resolve("errors").toFile()).start();
    }

    private static List<String> readUntilReady(Process process) throws IOException {
        List<String> lines = new ArrayList<>();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.equals("READY")) {
                return lines;
            }
            lines.add(line);
        }
        throw new AssertionError("ended before it was ready: " + lines);
    }
}
