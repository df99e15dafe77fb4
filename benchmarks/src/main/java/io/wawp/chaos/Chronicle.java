package io.wawp.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Tells what happens as it happens, on the screen and in a file, and remembers what must not have
 * happened. Safe for use by any thread.
 */
final class Chronicle implements AutoCloseable {
    private static final int MOST_KEPT = 1_000;

    private final PrintStream screen;
    private final PrintWriter file;
    private final long began = System.nanoTime();

    // Guarded by this.
    private final Map<Action.Kind, Integer> done = new EnumMap<>(Action.Kind.class);
    private final List<String> violations = new ArrayList<>();
    private long violationCount;
    private int ended;

    Chronicle(PrintStream screen, Path file) {
        this.screen = screen;
        try {
            this.file = new PrintWriter(Files.newBufferedWriter(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Something worth a line. */
    synchronized void tell(String words) {
        Duration at = elapsed();
        String line =
                "%3d:%02d.%d  %s"
                        .formatted(
                                at.toMinutes(), at.toSecondsPart(), at.toMillisPart() / 100, words);
        screen.println(line);
        screen.flush();
        file.println(line);
        file.flush();
    }

    /** Without the time: tables, and what belongs to none. */
    synchronized void text(String words) {
        screen.println(words);
        screen.flush();
        file.println(words);
        file.flush();
    }

    /** An action of the script was carried out. */
    synchronized void did(Action.Kind kind, String words) {
        done.merge(kind, 1, Integer::sum);
        tell("%-28s  %s".formatted(kind.word(), words));
    }

    /** An action of the script had nobody to hit. */
    void skipped(Action.Kind kind, String why) {
        tell("%-28s  skipped: %s".formatted(kind.word(), why));
    }

    /** A worker was killed or told to stop. */
    synchronized void endedAWorker() {
        ended++;
    }

    synchronized int endedWorkers() {
        return ended;
    }

    /** Something that must never happen. */
    synchronized void violation(String words) {
        violationCount++;
        if (violations.size() < MOST_KEPT) {
            violations.add(words);
        }
        tell("VIOLATION  " + words);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized long violationCount() {
        return violationCount;
    }

    synchronized Map<Action.Kind, Integer> done() {
        return new EnumMap<>(done);
    }

    @Override
    public synchronized void close() {
        file.close();
    }
}
