package io.wawp.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JVM of its own on this JVM's class path, so that it can be killed, stopped and continued as an
 * operating system does it to a process. It counts as ready when it has written a line with the one
 * word {@code READY} to its standard output; its standard error goes to a file. Needs a POSIX
 * system's {@code kill} for {@link #freeze} and {@link #thaw}. Safe for use by any thread.
 */
public final class ChildJvm {
    private static final String READY = "READY";

    private final Process process;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    private ChildJvm(Process process) {
        this.process = process;
        Thread.ofVirtual().name("output-of-" + process.pid()).start(this::readOutput);
    }

    /**
     * What to start.
     *
     * @param mainClass of this JVM's class path
     * @param options of the JVM
     * @param environment more than, and over, that of this JVM
     * @param log where its standard error is appended; made if it is missing
     * @param jarsOnly leaves directories of classes out of its class path, as caches that make a
     *     JVM start quicker want it
     */
    public record Plan(
            String mainClass,
            List<String> arguments,
            List<String> options,
            Map<String, String> environment,
            Path log,
            boolean jarsOnly) {
        public Plan {
            arguments = List.copyOf(arguments);
            options = List.copyOf(options);
            environment = Map.copyOf(environment);
        }

        /** The same with more options before its own. */
        public Plan withOptions(List<String> more) {
            List<String> all = new ArrayList<>(more);
            all.addAll(options);
            return new Plan(mainClass, arguments, all, environment, log, jarsOnly);
        }

        /** The environment may hold tokens. */
        @Override
        public String toString() {
            return "Plan[" + mainClass + " " + arguments + "]";
        }
    }

    /**
     * Starts it and returns at once.
     *
     * @throws SandboxException when the system does not start it
     */
    public static ChildJvm start(Plan plan) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(plan.options());
        command.add("-cp");
        command.add(classPath(plan.jarsOnly()));
        command.add(plan.mainClass());
        command.addAll(plan.arguments());
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(plan.environment());
        builder.redirectError(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
        try {
            return new ChildJvm(builder.start());
        } catch (IOException e) {
            throw new SandboxException(
                    "Cannot start a JVM for %s: %s".formatted(plan.mainClass(), e.getMessage()), e);
        }
    }

    /** Absolute, so that it does not matter where the child runs. */
    private static String classPath(boolean jarsOnly) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(path -> !jarsOnly || !Files.isDirectory(path))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void readOutput() {
        try (var lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.strip().equals(READY)) {
                    ready.complete(true);
                }
            }
        } catch (IOException e) {
            // it is gone, which is what the end of its output says too
        } finally {
            ready.complete(false);
        }
    }

    /** Whether it said that it is ready; it may have ended since. */
    public boolean isReady() {
        return ready.getNow(false);
    }

    /**
     * Blocks until it is ready, or has ended, or the time is over.
     *
     * @return whether it is ready
     */
    public boolean awaitReady(Duration patience) throws InterruptedException {
        try {
            return ready.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: it does nothing more. Also ends a frozen one. */
    public void kill() {
        process.destroyForcibly();
    }

    /** SIGTERM: it is asked to end. */
    public void terminate() {
        process.destroy();
    }

    /** SIGSTOP: it stands still, its connections stay open. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT: it goes on. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            // a process that is gone meanwhile has nobody to tell
            var _ = run("kill", "-" + name, Long.toString(process.pid()));
        } catch (IOException e) {
            throw new SandboxException("Cannot send signals to processes: " + e.getMessage(), e);
        }
    }

    /**
     * From now on none of its files takes more, as if the disk were full: writing fails, reading
     * does not. Needs Linux' {@code prlimit}.
     *
     * @return false where the system cannot do that
     */
    public boolean fillDisk() {
        try {
            return run("prlimit", "--pid=" + process.pid(), "--fsize=1") == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }

    private static int run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /**
     * Blocks until it has ended, or the time is over.
     *
     * @return whether it has ended
     */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Its exit status; 128 and the signal's number when a signal ended it. */
    public int exitStatus() {
        return process.exitValue();
    }
}
