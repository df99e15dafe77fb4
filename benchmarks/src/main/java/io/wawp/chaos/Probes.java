package io.wawp.chaos;

import io.wawp.sandbox.LocalPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds whether anything stands still that has no reason to: outcomes that do not
 * come, partitions that nobody reads, members that have nothing while others have too much, shards
 * that are read for too long. Time in which no broker or no gateway is there does not count. Keeps
 * the worst that it saw. Its thread runs from the beginning to {@link #close}.
 */
final class Probes implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Probes.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(2);

    /** With workers dying all the time a group may need several sessions to settle. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(45);

    static final Duration LONGEST_LAG = Duration.ofSeconds(90);
    static final Duration LONGEST_IDLENESS = Duration.ofSeconds(90);
    static final Duration LONGEST_RESTORE = Duration.ofSeconds(45);

    private static final Pattern RESTORING =
            Pattern.compile("(?m)^wawp_shards_restoring_seconds(?:\\{[^}]*})? ([0-9.eE+-]+)");

    private final Ledger ledger;
    private final Crew crew;
    private final Calm calm;
    private final Standstill standstill;
    private final Chronicle chronicle;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(LONGEST_CALL).build();
    private final Map<Probe, AtomicLong> worst = new ConcurrentSkipListMap<>();
    private final Map<String, Boolean> told = new ConcurrentHashMap<>();
    private final Thread thread;

    /** What is looked at. */
    enum Probe {
        SILENCE("longest time without any outcome", LONGEST_SILENCE),
        LAG("longest time a partition stood still", LONGEST_LAG),
        IDLENESS("longest time a member had nothing", LONGEST_IDLENESS),
        RESTORE("longest time a shard was read", LONGEST_RESTORE),
        OLDEST("oldest command that was open", Duration.ZERO);

        private final String words;
        private final Duration bound;

        Probe(String words, Duration bound) {
            this.words = words;
            this.bound = bound;
        }

        String words() {
            return words;
        }

        /** Zero where there is none. */
        Duration bound() {
            return bound;
        }
    }

    Probes(Ledger ledger, Crew crew, Calm calm, Standstill standstill, Chronicle chronicle) {
        this.ledger = ledger;
        this.crew = crew;
        this.calm = calm;
        this.standstill = standstill;
        this.chronicle = chronicle;
        for (Probe each : Probe.values()) {
            worst.put(each, new AtomicLong());
        }
        thread = Thread.ofVirtual().name("probes").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                look();
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void look() throws InterruptedException {
        if (ledger.open() > 0) {
            seen(Probe.SILENCE, calm.nanosAfter(ledger.lastEnd()), "commands");
        }
        seen(Probe.OLDEST, ledger.oldest().toNanos(), "commands");
        if (calm.is()) {
            standstill
                    .look(calm)
                    .forEach(finding -> seen(finding.probe(), finding.nanos(), finding.where()));
        }
        for (WorkerSlot slot : crew.slots()) {
            if (slot.isReady()) {
                restoring(slot);
            }
        }
    }

    private void restoring(WorkerSlot slot) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://%s:%d/metrics"
                                                .formatted(LocalPort.HOST, slot.adminPort())))
                        .timeout(LONGEST_CALL)
                        .build();
        try {
            String text = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            Matcher seconds = RESTORING.matcher(text);
            if (seconds.find()) {
                long nanos = (long) (Double.parseDouble(seconds.group(1)) * 1e9);
                seen(
                        Probe.RESTORE,
                        calm.nanosAfter(System.nanoTime() - nanos),
                        "shards of " + slot.name());
            }
        } catch (IOException e) {
            log.debug("{} was ended or frozen meanwhile", slot.name(), e);
        }
    }

    private void seen(Probe probe, long nanos, String where) {
        AtomicLong most = Objects.requireNonNull(worst.get(probe));
        most.accumulateAndGet(nanos, Math::max);
        String what = probe + " " + where;
        if (probe.bound().isZero() || nanos <= probe.bound().toNanos()) {
            told.remove(what);
        } else if (told.put(what, true) == null) {
            chronicle.violation(
                    "%s: %d s (%s), more than %d s"
                            .formatted(
                                    probe.words(),
                                    Duration.ofNanos(nanos).toSeconds(),
                                    where,
                                    probe.bound().toSeconds()));
        }
    }

    /** The worst that was seen. */
    Duration worst(Probe probe) {
        return Duration.ofNanos(Objects.requireNonNull(worst.get(probe)).get());
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
