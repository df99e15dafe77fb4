package io.wawp.chaos;

import io.wawp.dispatcher.audit.Audit;
import io.wawp.dispatcher.audit.AuditReport;
import io.wawp.dispatcher.audit.AuditRules;
import io.wawp.dispatcher.audit.AuditTopics;
import io.wawp.dispatcher.audit.Pace;
import io.wawp.dispatcher.audit.SendCall;
import io.wawp.sandbox.Opened;
import io.wawp.sandbox.SandboxTopics;
import io.wawp.sandbox.kafka.KafkaProcesses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run: everything is started, the script is played while commands flow, everything is mended,
 * drained, stopped and audited. Used once; may be closed by any thread, at any time, and twice.
 */
final class ChaosRun implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChaosRun.class);
    private static final int PARTITIONS = 12;
    private static final int COMMAND_PARTITIONS = 6;
    private static final Duration COMING_UP = Duration.ofMinutes(2);
    private static final Duration SAYING = Duration.ofSeconds(10);

    /** In-doubt sends, back-offs, and a paced number's queue, one after the other. */
    static final Duration LONGEST_DRAIN = Duration.ofMinutes(4);

    private final ChaosSettings settings;
    private final Path directory;
    private final Chronicle chronicle;
    private final Opened opened = new Opened();

    /**
     * @param directory for logs and data; there
     */
    ChaosRun(ChaosSettings settings, Path directory, Chronicle chronicle) {
        this.settings = settings;
        this.directory = directory;
        this.chronicle = chronicle;
    }

    /** Blocks until it is audited; what went wrong is in the chronicle. */
    void run() throws InterruptedException {
        Script script =
                Script.draw(
                        settings.seed(),
                        settings.length(),
                        settings.every(),
                        settings.brokers(),
                        settings.kinds());
        chronicle.text(
                "seed %d: %d actions in %s, %d broker(s), %d workers, %d commands a second; logs in %s"
                        .formatted(
                                settings.seed(),
                                script.steps().size(),
                                settings.length(),
                                settings.brokers(),
                                settings.workers(),
                                settings.rate(),
                                directory));
        var caches = StartCaches.beside(directory);
        KafkaProcesses brokers = open(brokers(caches));
        new SandboxTopics(PARTITIONS).create(brokers.bootstrapServers());
        Gateway gateway = open(new Gateway(new CallSpool(directory.resolve("calls.tsv"))));
        WorkerPlan plan =
                caches.forWorkers(
                        new WorkerPlan(
                                directory,
                                brokers.bootstrapServers(),
                                gateway.baseUri(),
                                settings.groupProtocol(),
                                PARTITIONS,
                                null));
        chronicle.tell(
                "brokers and gateway are up, workers start "
                        + (plan.cache() == null ? "without a cache" : "from a cache"));
        Admin admin = open(Admin.create(Map.of("bootstrap.servers", brokers.bootstrapServers())));
        LongSupplier clock = System::nanoTime;
        var calm = new Calm(clock);
        Crew crew = open(Crew.start(settings.workers(), plan, chronicle));
        awaitReady(crew);
        var commands = new OpenCommands(PARTITIONS, clock);
        Ledger ledger = open(new Ledger(brokers.bootstrapServers(), commands));
        Load load = open(new Load(settings, brokers.bootstrapServers(), commands));
        LiveSights sights =
                open(
                        new LiveSights(
                                brokers.bootstrapServers(),
                                admin,
                                crew,
                                COMMAND_PARTITIONS,
                                PARTITIONS));
        Probes probes = open(new Probes(settings, commands, sights, calm, chronicle, clock));
        HangingTransactions hanging = open(new HangingTransactions(admin, calm, chronicle));
        Progress progress = open(new Progress(ledger, gateway.spool(), crew, chronicle, SAYING));
        gateway.misbehave();
        load.start();
        probes.start();
        var conductor =
                open(
                        new Conductor(
                                script,
                                crew,
                                brokers,
                                new Coordinators(admin),
                                gateway,
                                calm,
                                chronicle));
        conductor.play();
        chronicle.tell("the script is over; no more commands, everything is mended");
        gateway.behave();
        load.stop();
        Duration drain = drain(commands);
        probes.close();
        probes.tellLooks();
        progress.close();
        chronicle.tell("drained in %d s; stopping the workers".formatted(drain.toSeconds()));
        crew.retire();
        if (load.failed() > 0) {
            chronicle.violation(
                    load.failed()
                            + " commands may or may not have been written: the run says less");
        }
        AuditReport report = audit(brokers, ledger, gateway.spool());
        hanging.close();
        chronicle.text(
                new Summary(
                                settings,
                                chronicle,
                                ledger,
                                gateway.spool(),
                                crew,
                                probes,
                                hanging.ended(),
                                drain)
                        .table(report));
    }

    private KafkaProcesses brokers(StartCaches caches) {
        try {
            Path data = Files.createDirectories(directory.resolve("kafka"));
            Path cache = caches.forBrokers();
            return cache == null
                    ? KafkaProcesses.start(settings.brokers(), data)
                    : KafkaProcesses.start(settings.brokers(), data, cache);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to " + directory, e);
        }
    }

    private void awaitReady(Crew crew) throws InterruptedException {
        long end = System.nanoTime() + COMING_UP.toNanos();
        while (crew.ready() < settings.workers()) {
            if (System.nanoTime() - end > 0) {
                throw new ChaosException(
                        "The workers were not ready within %d s; see their logs in %s"
                                .formatted(COMING_UP.toSeconds(), directory));
            }
            Thread.sleep(100);
        }
        chronicle.tell("all workers are ready");
    }

    private Duration drain(OpenCommands commands) throws InterruptedException {
        long began = System.nanoTime();
        while (commands.count() > 0) {
            if (System.nanoTime() - began > LONGEST_DRAIN.toNanos()) {
                chronicle.violation(
                        "%d commands are still open %d s after everything was mended, such as %s"
                                .formatted(
                                        commands.count(),
                                        LONGEST_DRAIN.toSeconds(),
                                        commands.some(10)));
                break;
            }
            Thread.sleep(100);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private AuditReport audit(KafkaProcesses brokers, Ledger ledger, CallSpool spool) {
        chronicle.tell("auditing " + spool.calls() + " sends and what the topics hold");
        try (Stream<SendCall> calls = CallsForAudit.of(spool)) {
            AuditReport report =
                    Audit.of(
                                    new AuditTopics(
                                            List.of(SandboxTopics.COMMANDS),
                                            SandboxTopics.OUTCOMES,
                                            SandboxTopics.DELIVERIES,
                                            SandboxTopics.DEAD_LETTERS),
                                    Map.of("bootstrap.servers", brokers.bootstrapServers()))
                            .rules(rules())
                            .calls(calls)
                            .progress(words -> log.info("audit: {}", words))
                            .run(InstantSource.system());
            report.violations().forEach(each -> chronicle.violation(each.toString()));
            long more = report.brokenInAll() - report.violations().size();
            if (more > 0) {
                chronicle.violation("and " + more + " more that the audit does not list");
            }
            AuditGaps.of(report, ledger.commands(), spool.calls()).forEach(chronicle::violation);
            return report;
        } catch (KafkaException e) {
            throw new ChaosException("The audit could not read: " + e.getMessage(), e);
        }
    }

    private static AuditRules rules() {
        return AuditRules.DEFAULTS
                .withDedupWindow(Duration.ofMinutes(2))
                .withInDoubt(true, WorkerPlan.SETTLE)
                .withPace(Numbers.STANDARD.value(), new Pace(Duration.ofSeconds(1), 20, 600, 4_000))
                .withPace(Numbers.BRISK.value(), Numbers.briskPace())
                .withDrained(true);
    }

    private <T extends AutoCloseable> T open(T it) {
        if (!opened.add(it)) {
            throw new ChaosException("The run was stopped");
        }
        return it;
    }

    @Override
    public void close() {
        opened.close();
    }
}
