package io.wawp.benchmarks.takeover;

import io.wawp.sandbox.ChildJvm;
import io.wawp.sandbox.LocalPort;
import io.wawp.sandbox.wawp.WawpSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One scenario's surroundings (broker, simulator, workers, traffic), and repetitions in it: wait
 * until every worker sends, end one of them at a random moment, see who sends when. One thread.
 */
final class Measurement implements AutoCloseable {
    private static final Duration STARTING = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration CALM = Duration.ofSeconds(3);
    private static final Duration RECENT = Duration.ofSeconds(2);
    private static final int LONGEST_PAUSE_MILLIS = 3_000;

    private final Scenario scenario;
    private final Random random;
    private final Path brokerLog;
    private final ChildJvm broker;
    private final WawpSimulator wawp;
    private final Sends sends = new Sends(Feeder.all());
    private final Workers workers;
    private final Feeder feeder;

    Measurement(Scenario scenario, int workerCount, Path directory, long seed)
            throws InterruptedException {
        this.scenario = scenario;
        this.random = new Random(seed);
        this.brokerLog = directory.resolve("broker.log");
        int port = LocalPort.free();
        this.broker = broker(scenario, port, directory, brokerLog);
        this.wawp =
                WawpSimulator.builder().anyAddress().acceptAnyInstance().keepCalls(1_000).start();
        wawp.calls().onCall(sends::heard);
        String servers = LocalPort.HOST + ":" + port;
        this.workers = new Workers(directory, servers, wawp.port(), scenario.worker());
        this.feeder = new Feeder(servers, sends);
        workers.createTopics();
        feeder.start();
        for (int slot = 0; slot < workerCount; slot++) {
            workers.start(slot);
        }
    }

    private static ChildJvm broker(Scenario scenario, int port, Path directory, Path log)
            throws InterruptedException {
        List<String> arguments = new ArrayList<>();
        arguments.add(Integer.toString(port));
        arguments.add(directory.resolve("kafka").toString());
        scenario.broker().forEach((name, value) -> arguments.add(name + "=" + value));
        ChildJvm process =
                ChildJvm.start(
                        new ChildJvm.Plan(
                                BrokerMain.class.getName(),
                                arguments,
                                List.of("-Xmx640m", "-XX:+UseSerialGC"),
                                Map.of(),
                                log,
                                false));
        if (!process.awaitReady(STARTING)) {
            process.kill();
            throw new IllegalStateException("the broker did not start; see " + log);
        }
        return process;
    }

    /** Ends one worker, measures, and starts another in its place. */
    TakeOver repetition(int number) throws InterruptedException {
        awaitCalm();
        Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
        int victim = number % workers.count();
        Set<String> owned = sends.of(victim);
        Instant signal = Instant.now();
        workers.end(victim, scenario.ending());
        await(
                "numbers stand still",
                () -> owned.stream().allMatch(id -> taken(id, signal, victim)));
        TakeOver seen = seen(owned, signal, victim);
        workers.awaitEnd(victim);
        workers.start(victim);
        return seen;
    }

    private boolean taken(String instance, Instant signal, int victim) {
        return sends.firstAfter(instance, signal, victim).isPresent();
    }

    /** Every worker owns numbers, all send, and nothing has changed hands for a while. */
    private void awaitCalm() throws InterruptedException {
        List<Set<String>> before = List.of();
        Instant since = Instant.now();
        Instant limit = Instant.now().plus(PATIENCE);
        while (true) {
            List<Set<String>> now = owners();
            Instant moment = Instant.now();
            if (!now.equals(before) || now.stream().anyMatch(Set::isEmpty) || !allSendAt(moment)) {
                before = now;
                since = moment;
            }
            if (Duration.between(since, moment).compareTo(CALM) >= 0) {
                return;
            }
            if (moment.isAfter(limit)) {
                throw new IllegalStateException("the workers do not settle: " + now);
            }
            Thread.sleep(50);
        }
    }

    private List<Set<String>> owners() {
        List<Set<String>> owners = new ArrayList<>();
        for (int slot = 0; slot < workers.count(); slot++) {
            owners.add(sends.of(slot));
        }
        return owners;
    }

    private boolean allSendAt(Instant moment) {
        for (String instance : Feeder.all()) {
            Sends.Send last = sends.last(instance);
            if (last == null || last.at().isBefore(moment.minus(RECENT))) {
                return false;
            }
        }
        return true;
    }

    private static void await(String otherwise, BooleanSupplier condition)
            throws InterruptedException {
        Instant limit = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(limit)) {
                throw new IllegalStateException(otherwise);
            }
            Thread.sleep(10);
        }
    }

    private TakeOver seen(Set<String> owned, Instant signal, int victim) {
        List<Duration> waiting = new ArrayList<>();
        List<Duration> arriving = new ArrayList<>();
        List<Duration> silent = new ArrayList<>();
        Set<String> busy = Set.copyOf(Feeder.busy());
        for (String instance : owned) {
            Instant first = sends.firstAfter(instance, signal, victim).orElseThrow().at();
            (busy.contains(instance) ? waiting : arriving).add(Duration.between(signal, first));
            if (busy.contains(instance)) {
                sends.lastBy(instance, victim)
                        .ifPresent(last -> silent.add(Duration.between(last.at(), first)));
            }
        }
        List<LogTimes> others = new ArrayList<>();
        for (int slot = 0; slot < workers.count(); slot++) {
            if (slot != victim) {
                others.add(LogTimes.after(signal, workers.log(slot)));
            }
        }
        return new TakeOver(
                waiting,
                arriving,
                silent,
                since(signal, LogTimes.after(signal, brokerLog).memberGone()),
                since(signal, latest(others.stream().map(LogTimes::assigned).toList())),
                since(signal, latest(others.stream().map(LogTimes::ours).toList())),
                Duration.ofMillis(others.stream().mapToLong(LogTimes::longestWait).max().orElse(0)),
                Duration.ofMillis(
                        others.stream().mapToLong(LogTimes::longestRead).max().orElse(0)));
    }

    private static Optional<Instant> latest(List<Optional<Instant>> times) {
        return times.stream().flatMap(Optional::stream).max(Instant::compareTo);
    }

    private static @Nullable Duration since(Instant signal, Optional<Instant> moment) {
        return moment.map(at -> Duration.between(signal, at)).orElse(null);
    }

    @Override
    public void close() {
        feeder.close();
        workers.close();
        wawp.close();
        broker.kill();
    }
}
