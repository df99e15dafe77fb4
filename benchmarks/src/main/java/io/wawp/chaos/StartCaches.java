package io.wawp.chaos;

import io.wawp.sandbox.ChildJvm;
import io.wawp.sandbox.kafka.KafkaProcesses;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What makes the JVMs of a run start in half the time: files in which the JVM keeps what it learned
 * of the classes, since a run starts hundreds. They lie beside the program and are made again when
 * the program is newer.
 *
 * @param home where the caches stay
 * @param work for what their making leaves behind
 */
record StartCaches(Path home, Path work) {
    private static final Duration TRAINING = Duration.ofMinutes(2);
    private static final Duration READING = Duration.ofSeconds(3);

    /** Beside this program. */
    static StartCaches beside(Path work) {
        try {
            Path program =
                    Path.of(
                            StartCaches.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            Path parent = program.toAbsolutePath().getParent();
            boolean usable = parent != null && Files.isWritable(parent);
            return new StartCaches(usable && parent != null ? parent : work, work);
        } catch (URISyntaxException e) {
            return new StartCaches(work, work);
        }
    }

    /** For brokers; null where the JVM makes none. */
    @Nullable Path forBrokers() throws IOException {
        Path cache = home.resolve("chaos-broker.aot");
        if (!isCurrent(cache)) {
            Path made = work.resolve("broker.aot");
            Path scratch = Files.createDirectories(work.resolve("training/kafka"));
            KafkaProcesses.train(scratch, made);
            keep(made, cache);
        }
        return Files.exists(cache) ? cache : null;
    }

    /** The plan with a cache for its workers; without one where the JVM makes none. */
    WorkerPlan forWorkers(WorkerPlan plan) throws InterruptedException {
        Path cache = home.resolve("chaos-worker.aot");
        if (!isCurrent(cache)) {
            Path made = work.resolve("worker.aot");
            ChildJvm trainee = ChildJvm.start(plan.training(made));
            try {
                if (trainee.awaitReady(TRAINING)) {
                    Thread.sleep(READING);
                    trainee.terminate();
                    trainee.awaitEnd(TRAINING);
                }
            } finally {
                trainee.kill();
            }
            keep(made, cache);
        }
        return Files.exists(cache) ? plan.with(cache) : plan;
    }

    /** In one step: another run may be about to use it. */
    private static void keep(Path made, Path cache) {
        try {
            if (Files.exists(made)) {
                Path next =
                        cache.resolveSibling(
                                cache.getFileName() + "." + ProcessHandle.current().pid());
                Files.move(made, next);
                Files.move(next, cache, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + cache, e);
        }
    }

    private static boolean isCurrent(Path cache) {
        if (!Files.exists(cache)) {
            return false;
        }
        long made = cache.toFile().lastModified();
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(File::new)
                .filter(File::isFile)
                .allMatch(jar -> jar.lastModified() <= made);
    }
}
