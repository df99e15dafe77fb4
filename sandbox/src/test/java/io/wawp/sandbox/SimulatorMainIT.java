package io.wawp.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own, with no jar of Kafka's: as its image has it. */
final class SimulatorMainIT {
    private static final int PATIENCE_SECONDS = 60;

    @TempDir Path dir;

    @Test
    void runsWithoutKafkaAnswersItsCheckAndEndsWithStatusZeroWhenToldToStop() throws Exception {
        String port = Integer.toString(LocalPort.free());
        Process simulator = start("--port", port);
        try {
            awaitReady(simulator);
            assertEquals(0, statusOf("--check", "--port", port));

            simulator.destroy();

            assertTrue(simulator.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "did not stop");
            assertEquals(0, simulator.exitValue());
            assertEquals(1, statusOf("--check", "--port", port), "nobody is there any more");
        } finally {
            simulator.destroyForcibly();
        }
    }

    @Test
    void aPortThatIsNoneIsWrongUse() throws Exception {
        assertEquals(2, statusOf("--port", "0"));
        assertTrue(Files.readString(dir.resolve("errors")).contains("--port is 0"));
    }

    private int statusOf(String... arguments) throws Exception {
        Process process = start(arguments);
        try {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "did not end");
            return process.exitValue();
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
                                withoutKafka(),
                                SimulatorMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(dir.resolve("errors").toFile()).start();
    }

    private static String withoutKafka() {
        String[] all = System.getProperty("java.class.path").split(File.pathSeparator, -1);
        List<String> rest = Arrays.stream(all).filter(path -> !path.contains("kafka")).toList();
        assertTrue(rest.size() < all.length, "Kafka was there to be left out");
        return rest.stream().collect(Collectors.joining(File.pathSeparator));
    }

    private void awaitReady(Process process) throws IOException {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.equals("READY")) {
                return;
            }
        }
        throw new AssertionError(Files.readString(dir.resolve("errors")));
    }
}
