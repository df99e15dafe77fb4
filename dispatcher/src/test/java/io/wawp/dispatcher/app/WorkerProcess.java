package io.wawp.dispatcher.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.dispatcher.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One worker as a process of its own, with the memory that it is given and no more. */
final class WorkerProcess implements AutoCloseable {
    private static final Path BIN = Path.of(System.getProperty("java.home"), "bin");

    private final Process process;
    private final BufferedReader output;

    /**
     * Starts it and waits until it is ready.
     *
     * @param options of its JVM, besides those of the launcher
     */
    WorkerProcess(Map<String, String> environment, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(BIN.resolve("java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.add("worker");
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        process = builder.start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        assertEquals("READY", output.readLine());
    }

    private String mostOfTheHeap = "";

    boolean isAlive() {
        return process.isAlive();
    }

    /** The bytes that its heap holds after a full collection. */
    long heapInUse() throws IOException, InterruptedException {
        Process jcmd =
                new ProcessBuilder(
                                BIN.resolve("jcmd").toString(),
                                Long.toString(process.pid()),
                                "GC.class_histogram")
                        .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(jcmd.getInputStream(), UTF_8))) {
            List<String> histogram = lines.lines().toList();
            mostOfTheHeap = String.join("\n", histogram.subList(0, Math.min(12, histogram.size())));
            String total =
                    histogram.stream()
                            .filter(line -> line.startsWith("Total"))
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException("no histogram"));
            return Long.parseLong(total.trim().split("\\s+", -1)[2]);
        } finally {
            jcmd.waitFor(10, TimeUnit.SECONDS);
        }
    }

    /** The kinds of objects that took most of it when it was looked at last. */
    String mostOfTheHeap() {
        return mostOfTheHeap;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }
}
