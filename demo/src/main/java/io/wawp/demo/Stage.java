package io.wawp.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.dispatcher.app.Worker;
import io.wawp.dispatcher.config.ConfigReader;
import io.wawp.dispatcher.config.WorkerConfig;
import io.wawp.dispatcher.records.Topics;
import io.wawp.sandbox.Opened;
import io.wawp.sandbox.SandboxTopics;
import io.wawp.sandbox.kafka.EmbeddedKafka;
import io.wawp.sandbox.wawp.AckSchedule;
import io.wawp.sandbox.wawp.WawpSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * What the scenario is played on: broker, simulator, topics, the observer and the worker, started
 * in this order and stopped in the reverse. May be closed by any thread, at any time, and twice.
 */
final class Stage implements AutoCloseable {
    static final Topics TOPICS = Topics.DEFAULTS.withPartitions(4);

    private static final String TOKEN = "demo-token";

    /** Slow enough to be watched, quick enough to be waited for. */
    private static final AckSchedule ACKS =
            new AckSchedule(
                    Duration.ofMillis(500),
                    Duration.ofMillis(1_300),
                    Duration.ofMillis(2_200),
                    Duration.ofMillis(3_000));

    private static final String PACE =
            """
            dispatcher.pacing-profiles.demo.gap=PT0.3S
            dispatcher.pacing-profiles.demo.jitter=0.3
            """;

    private final Screen screen;
    private final Opened opened = new Opened();

    /** What came up. */
    record Open(EmbeddedKafka kafka, WawpSimulator wawp, Observer observer, Worker worker) {}

    Stage(Screen screen) {
        this.screen = screen;
    }

    /**
     * Starts everything.
     *
     * @param patience for the worker to be ready
     * @throws StageException when something does not come up, saying what and why
     */
    Open open(Duration patience) throws InterruptedException {
        Path directory = temporaryDirectory();
        WawpSimulator wawp =
                step(
                        "Wawp simulator",
                        () -> WawpSimulator.builder().acks(ACKS).start(),
                        it -> it.baseUri().toString());
        wawp.addInstance(Scenario.INSTANCE, TOKEN);
        EmbeddedKafka kafka =
                step(
                        "Kafka broker",
                        () -> EmbeddedKafka.builder().dataDir(directory.resolve("kafka")).start(),
                        it -> it.bootstrapServers() + ", a real one, in this JVM");
        Observer observer =
                step(
                        "Topics",
                        () -> {
                            new SandboxTopics(TOPICS.partitions()).create(kafka.bootstrapServers());
                            return new Observer(kafka.bootstrapServers(), TOPICS, wawp.calls());
                        },
                        ignored ->
                                "%s and %d more"
                                        .formatted(
                                                SandboxTopics.COMMANDS, TOPICS.names().size() - 1));
        Worker worker =
                step(
                        "Worker",
                        () -> new Worker(config(directory, kafka, wawp)),
                        it -> awaitReady(it, patience));
        Thread.ofVirtual().start(() -> watch(worker, observer));
        return new Open(kafka, wawp, observer, worker);
    }

    private interface Opening<T> {
        T open() throws Exception;
    }

    private interface Described<T> {
        String describe(T it) throws Exception;
    }

    private <T extends AutoCloseable> T step(
            String label, Opening<T> opening, Described<T> description)
            throws InterruptedException {
        long began = System.nanoTime();
        screen.begin(label);
        try {
            T it = opening.open();
            add(it);
            String described = description.describe(it);
            screen.done(described, Duration.ofNanos(System.nanoTime() - began));
            return it;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            screen.failed();
            throw new StageException(label + " did not come up: " + e.getMessage(), e);
        }
    }

    private static String awaitReady(Worker worker, Duration patience) throws Exception {
        var ready = new CompletableFuture<Boolean>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        worker.start();
                        ready.complete(worker.awaitReady());
                    } catch (Exception e) {
                        ready.completeExceptionally(e);
                    }
                });
        try {
            if (!ready.get(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("it ended at once");
            }
            return "ready, reading " + SandboxTopics.COMMANDS;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "it was not ready within %d s; this machine may be busy, try again"
                            .formatted(patience.toSeconds()),
                    e);
        }
    }

    private static void watch(Worker worker, Observer observer) {
        try {
            RuntimeException failure = worker.awaitEnd();
            if (failure != null) {
                observer.broken("the worker cannot go on: " + failure.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As anybody's worker is configured: by its environment and a file. */
    private static WorkerConfig config(Path directory, EmbeddedKafka kafka, WawpSimulator wawp)
            throws IOException {
        Path file = Files.writeString(directory.resolve("worker.properties"), PACE, UTF_8);
        Map<String, String> environment =
                Map.ofEntries(
                        Map.entry("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()),
                        Map.entry("WAWP_BASE_URL", wawp.baseUri().toString()),
                        Map.entry("WAWP_INSTANCE_ID", Scenario.INSTANCE),
                        Map.entry("WAWP_ACCESS_TOKEN", TOKEN),
                        Map.entry("WAWP_REQUEST_TIMEOUT", "PT2S"),
                        Map.entry("DISPATCHER_PARTITIONS", Integer.toString(TOPICS.partitions())),
                        Map.entry("DISPATCHER_ADMIN_PORT", "0"),
                        Map.entry("DISPATCHER_PACING", "demo"),
                        Map.entry("DISPATCHER_RECONCILE_SETTLE", "PT6S"),
                        Map.entry("DISPATCHER_RECONCILE_DEADLINE", "PT20S"),
                        Map.entry("DISPATCHER_UNKNOWN_INSTANCE_GRACE", "PT2S"),
                        Map.entry("DISPATCHER_DELIVERY_SCHEDULE", "PT0.3S,PT0.6S"),
                        Map.entry("DISPATCHER_DELIVERY_DEADLINE", "PT30S"));
        return ConfigReader.read(environment, file, ConfigReader.Need.WORKER);
    }

    private Path temporaryDirectory() {
        try {
            Path directory = Files.createTempDirectory("wawp-demo-");
            add(() -> delete(directory));
            return directory;
        } catch (IOException e) {
            throw StageException.noRoom(e);
        }
    }

    private static void delete(Path directory) {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    private void add(AutoCloseable it) {
        if (!opened.add(it)) {
            throw new StageException("The demo was stopped", null);
        }
    }

    @Override
    public void close() {
        opened.close();
    }
}
