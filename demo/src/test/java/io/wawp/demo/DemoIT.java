package io.wawp.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a whole, with a real broker. */
final class DemoIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir Path dir;

    @Test
    void everyCommandEndsAsItShouldAndNothingIsLeftBehind() throws Exception {
        Process process = start();
        String shown = end(process, 0);
        for (Scenario.Part part : Scenario.standard(Instant.now()).parts()) {
            String row =
                    "(?m)^ %1$s +%2$s +%3$s +%3$s .*✓$"
                            .formatted(part.name(), part.type().wire(), part.expected().ending());
            assertTrue(Pattern.compile(row).matcher(shown).find(), row + "\n" + shown);
        }
        assertTrue(shown.contains("All 16 commands ended as they should"), shown);
        assertTrue(shown.contains("./wawp demo --stay"), shown);
        assertFalse(shown.contains("\u001b"), "colours without a terminal");
        assertEquals(List.of(), leftBehind());
    }

    @Test
    void staysUntilItIsToldToStopAndTellsHowToTalkToIt() throws Exception {
        Process process = start("--stay");
        try {
            String shown = awaitShown(process, "/metrics");
            assertTrue(shown.contains("kcat -P -b 127.0.0.1:"), shown);
            assertTrue(get(address(shown, "/sandbox/chats")).contains("Third time lucky"));
            assertTrue(get(address(shown, "/metrics")).contains("jvm_"));
            produceTwice(shown);
            awaitShown(process, "DUPLICATE of mine-1");
            awaitShown(process, Pattern.compile("mine-1 +✓✓ read"));
            process.destroy();
            end(process, 0);
            assertEquals(List.of(), leftBehind());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aCommandThatEndsOtherwiseIsNamedAndTheDemoFails() throws Exception {
        Scenario standard = Scenario.standard(Instant.now());
        List<Scenario.Part> parts = new ArrayList<>();
        for (Scenario.Part part : standard.parts()) {
            switch (part.name()) {
                case "typo" -> parts.add(part);
                case "expired" -> parts.add(part.expecting(Expected.duplicate("text")));
                default -> {}
            }
        }
        var bytes = new ByteArrayOutputStream();
        var screen = new Screen(new PrintStream(bytes, true, UTF_8), new Style(false));
        try (var demo = new Demo(new Scenario(parts, List.of()), screen, PATIENCE)) {
            boolean good = demo.play();
            String shown = bytes.toString(UTF_8);
            assertFalse(good, shown);
            assertTrue(shown.contains("expired: code: expected none, got expired"), shown);
            assertTrue(shown.contains("expired: duplicate of: expected text, got none"), shown);
            assertFalse(shown.contains("typo: "), shown);
        }
    }

    @Test
    void wrongUseEndsWithStatusTwoAndNamesWhatIsWrong() throws Exception {
        end(start("--colour"), 2);
        assertTrue(errors().contains("--colour"), errors());
        end(start("extra"), 2);
        assertTrue(errors().contains("extra"), errors());
    }

    @Test
    void aFullOrMissingTemporaryDirectoryIsAFailureThatSaysWhatToDo() throws Exception {
        Path nowhere = dir.resolve("nowhere");
        String shown = end(start(nowhere), 1).replaceAll("\\s+", " ");
        assertTrue(shown.contains(nowhere.toString()), shown);
        assertTrue(shown.contains("make room there"), shown);
    }

    private Process start(String... arguments) throws IOException {
        return start(Files.createDirectories(dir.resolve("tmp")), arguments);
    }

    private Process start(Path temporary, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Djava.io.tmpdir=" + temporary,
                                "-cp",
                                System.getProperty("java.class.path"),
                                DemoMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(dir.resolve("shown").toFile())
                .redirectError(dir.resolve("errors").toFile())
                .start();
    }

    /** Waits for the end, and gives what was shown. */
    private String end(Process process, int status) throws Exception {
        try {
            assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "did not end");
            String shown = Files.readString(dir.resolve("shown"));
            assertEquals(status, process.exitValue(), shown + errors());
            return shown;
        } finally {
            process.destroyForcibly();
        }
    }

    /** The example as it is shown. */
    private static void produceTwice(String shown) throws Exception {
        Matcher example =
                Pattern.compile("echo '(.*)' \\| kcat -P -b (\\S+) -t (\\S+)").matcher(shown);
        assertTrue(example.find(), shown);
        try (var producer =
                new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", example.group(2)),
                        new StringSerializer(),
                        new StringSerializer())) {
            for (int i = 0; i < 2; i++) {
                producer.send(new ProducerRecord<>(example.group(3), "key", example.group(1)))
                        .get();
            }
        }
    }

    private String awaitShown(Process process, String text) throws Exception {
        return awaitShown(process, Pattern.compile(Pattern.quote(text)));
    }

    private String awaitShown(Process process, Pattern text) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            String shown = Files.readString(dir.resolve("shown"));
            if (text.matcher(shown).find()) {
                return shown;
            }
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new AssertionError(text + " never came: " + Files.readString(dir.resolve("shown")));
    }

    private String errors() throws IOException {
        return Files.readString(dir.resolve("errors"));
    }

    private List<Path> leftBehind() throws IOException {
        try (Stream<Path> all = Files.list(dir.resolve("tmp"))) {
            return all.filter(each -> each.getFileName().toString().startsWith("wawp")).toList();
        }
    }

    private static URI address(String shown, String path) {
        Matcher matcher = Pattern.compile("curl (\\S+" + path + ")").matcher(shown);
        assertTrue(matcher.find(), shown);
        return URI.create(matcher.group(1));
    }

    private static String get(URI address) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
