package io.wawp.dispatcher.observe;

import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the worker lives, and whether it is ready. It lives while everything that must go on goes
 * on: an orchestrator restarts what does not live, so trouble that a restart does not mend (a
 * broker that is away) must never be a matter of life, only of readiness. Thread-safe.
 */
public final class Health {
    private static final Logger log = LoggerFactory.getLogger(Health.class);

    private final Map<String, Supplier<Optional<String>>> life = new ConcurrentSkipListMap<>();
    private final Map<String, Supplier<Optional<String>>> readiness = new ConcurrentSkipListMap<>();
    private final Time time;

    public Health(Time time) {
        this.time = time;
    }

    /**
     * One check that failed.
     *
     * @param name which
     * @param reason in words
     */
    public record Trouble(String name, String reason) {}

    /**
     * Something that must turn again and again.
     *
     * @param lastTurn {@link Time#nanoTime()} of its last turn
     * @param within it counts as stuck when its last turn is longer ago
     */
    public void mustTurn(String name, LongSupplier lastTurn, Duration within) {
        alive(
                name,
                () -> {
                    Duration since = Duration.ofNanos(time.nanoTime() - lastTurn.getAsLong());
                    return since.compareTo(within) <= 0
                            ? Optional.empty()
                            : Optional.of(
                                    "has not turned for "
                                            + since.toSeconds()
                                            + " s, longer than "
                                            + within.toSeconds()
                                            + " s");
                });
    }

    /** Something that must run until the end, such as a thread. */
    public void mustRun(String name, BooleanSupplier running) {
        alive(name, () -> running.getAsBoolean() ? Optional.empty() : Optional.of("does not run"));
    }

    /**
     * A check of life.
     *
     * @param trouble why it fails, empty while it does not; quick, and never blocks
     */
    public void alive(String name, Supplier<Optional<String>> trouble) {
        life.put(name, trouble);
    }

    /**
     * A check of readiness; what does not live is not ready either.
     *
     * @param trouble why it fails, empty while it does not; quick, and never blocks
     */
    public void ready(String name, Supplier<Optional<String>> trouble) {
        readiness.put(name, trouble);
    }

    /** What does not live; empty when all does. */
    public List<Trouble> notAlive() {
        return troubles(life);
    }

    /** What keeps the worker from being ready; empty when it is. */
    public List<Trouble> notReady() {
        var all = new ArrayList<>(troubles(life));
        all.addAll(troubles(readiness));
        return all;
    }

    private static List<Trouble> troubles(Map<String, Supplier<Optional<String>>> checks) {
        var all = new ArrayList<Trouble>();
        checks.forEach((name, check) ->
                troubleOf(name, check).ifPresent(reason -> all.add(new Trouble(name, reason))));
        return all;
    }

    private static Optional<String> troubleOf(String name, Supplier<Optional<String>> check) {
        try {
            return check.get();
        } catch (RuntimeException e) {
            log.error("The health check {} failed; this is a bug", name, e);
            return Optional.of("the check itself failed: " + e.getClass().getSimpleName());
        }
    }
}
