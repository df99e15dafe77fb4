package io.wawp.dispatcher.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One healthy number that sends one message after the other, and how long each took from the
 * producer to its outcome. Not thread-safe.
 */
public final class Pulse {
    private final WorkerFixture fixture;
    private final String name;
    private final List<Long> millis = new ArrayList<>();

    public Pulse(WorkerFixture fixture, String name) {
        this.fixture = fixture;
        this.name = name;
    }

    /** Sends one and waits for its outcome. */
    public void beat() {
        String id = name + "-" + millis.size();
        long began = System.nanoTime();
        fixture.produceKeyed("pulse", WorkerFixture.text(id, "beat " + id));
        fixture.sentNext(id);
        millis.add((System.nanoTime() - began) / 1_000_000);
    }

    public int beats() {
        return millis.size();
    }

    public Duration slowest() {
        return Duration.ofMillis(at(1));
    }

    public Duration median() {
        return Duration.ofMillis(at(0.5));
    }

    private long at(double part) {
        List<Long> sorted = millis.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.round(part * (sorted.size() - 1)));
    }

    /** For a report. */
    @Override
    public String toString() {
        return "%s: %d messages one after the other, each in p50 %d, p90 %d, p99 %d, most %d ms"
                .formatted(name, millis.size(), at(0.5), at(0.9), at(0.99), at(1));
    }
}
