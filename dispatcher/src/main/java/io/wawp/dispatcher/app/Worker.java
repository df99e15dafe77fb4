package io.wawp.dispatcher.app;

import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.SendCommand;
import io.wawp.common.json.Decoding;
import io.wawp.dispatcher.config.WorkerConfig;
import io.wawp.dispatcher.delivery.DeliveryTracker;
import io.wawp.dispatcher.dispatch.DispatchRoles;
import io.wawp.dispatcher.dispatch.Dispatcher;
import io.wawp.dispatcher.dispatch.Doorkeeper;
import io.wawp.dispatcher.dispatch.Follower;
import io.wawp.dispatcher.instance.Accounts;
import io.wawp.dispatcher.instance.GateProbes;
import io.wawp.dispatcher.instance.InstanceAccount;
import io.wawp.dispatcher.intake.Intake;
import io.wawp.dispatcher.journal.AcceptedCommands;
import io.wawp.dispatcher.journal.KafkaJournal;
import io.wawp.dispatcher.journal.KafkaJournalClients;
import io.wawp.dispatcher.kafka.Codecs;
import io.wawp.dispatcher.kafka.KafkaClients;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.MessageGateway;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.observe.AdminServer;
import io.wawp.dispatcher.observe.Health;
import io.wawp.dispatcher.observe.Metrics;
import io.wawp.dispatcher.pacing.TypingPace;
import io.wawp.dispatcher.records.OutcomeRecords;
import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.wawp.WawpGateway;
import io.wawp.dispatcher.wawp.WawpGateways;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker: all its parts, made in the order in which they need each other, started from the
 * inside out and stopped from the outside in. Thread-safe.
 */
public final class Worker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private final Plan plan;
    private final SystemTime time = new SystemTime();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Metrics metrics = new Metrics();
    private final Accounts accounts;
    private final WawpGateway wawp;
    private final Dispatcher dispatcher;
    private final DeliveryTracker deliveries;
    private final KafkaJournal journal;
    private final Intake intake;
    private final AdminServer adminServer;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable RuntimeException> fatal = new AtomicReference<>();
    private volatile boolean stopping;

    public Worker(WorkerConfig config) {
        this(config, Hooks.NONE);
    }

    /**
     * A worker with something of a test's around its parts. Nothing runs before {@link #start}.
     *
     * @throws io.wawp.dispatcher.instance.InvalidAccountsException when the configured instances
     *     cannot be read; says what is wrong where
     * @throws IllegalStateException when the admin port is taken, or compressed records cannot be
     *     read on this machine
     */
    public Worker(WorkerConfig config, Hooks hooks) {
        Codecs.requireAll();
        plan = new Plan(config);
        var meters = new RegistryMeters(metrics.registry());
        RandomGenerator random = new SharedRandom();
        accounts = Accounts.open(plan.accounts(), time, threads);
        wawp = WawpGateways.open(plan.wawp(), time, meters.wawp());
        MessageGateway gateway = hooks.gateway().apply(wawp);
        var late = new LateJournal();
        var follower = new AtomicReference<Follower>((tenure, sent) -> {});
        dispatcher =
                new Dispatcher(
                        new DispatchRoles(
                                late,
                                gateway,
                                time,
                                accounts,
                                new GateProbes(
                                        accounts, gateway, plan.probes(), time, random, threads),
                                new TypingPace(config.dispatcher().typing(), random),
                                plan::profile,
                                (tenure, sent) -> follower.get().follow(tenure, sent),
                                meters.dispatch(),
                                random,
                                threads),
                        plan.dispatch());
        deliveries =
                new DeliveryTracker(
                        plan.deliveries(),
                        late,
                        gateway,
                        this::account,
                        dispatcher::isCallable,
                        this::findId,
                        dispatcher::inTrouble,
                        time,
                        threads);
        follower.set(deliveries::follow);
        accounts.onChange(dispatcher::accountsChanged);
        journal =
                new KafkaJournal(
                        plan.journal(),
                        hooks.journalClients()
                                .apply(
                                        new WatchedClients(
                                                new KafkaJournalClients(plan.kafka()), metrics)),
                        new OutcomeRecords(plan.topics()),
                        new Doorkeeper(plan.dispatch()),
                        new Owner(dispatcher, deliveries),
                        time,
                        meters.journal(),
                        plan.topics().partitions(),
                        this::failed);
        late.is(hooks.journal().apply(journal));
        intake = new Intake(plan.intake(), time, metrics.registry());
        Gauges.register(metrics.registry(), journal, intake, deliveries, accounts);
        var health = new Health(time);
        Readiness.register(health, journal, intake);
        adminServer = new AdminServer(config.dispatcher().adminPort(), health, metrics);
    }

    /**
     * Waits for the broker and the topics, then starts.
     *
     * @throws IllegalStateException when the topics can never be worked with as they are
     */
    public void start() throws InterruptedException {
        Topics topics = plan.topics();
        try (Admin admin = new KafkaClients(plan.kafka(), "start").admin()) {
            new TopicWait(admin, topics, time).untilReady(() -> stopping);
        }
        if (!stopping) {
            journal.start();
            intake.start();
        }
    }

    /** Whether its first assignment, even an empty one, is restored and at work. */
    public boolean isReady() {
        return journal.isSettled() && intake.waitingFor().isEmpty();
    }

    /**
     * Blocks until it {@link #isReady}, or has ended.
     *
     * @return whether it is ready
     */
    public boolean awaitReady() throws InterruptedException {
        while (!isReady()) {
            if (ended.await(20, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    /** Blocks until it has ended; the reason, or null when somebody closed it. */
    public @Nullable RuntimeException awaitEnd() throws InterruptedException {
        ended.await();
        return fatal.get();
    }

    /** Commands that owe an outcome. */
    public int openCommands() {
        return journal.openCommands();
    }

    /** Where health and metrics are served. */
    public int adminPort() {
        return adminServer.port();
    }

    /** Ends as if the process had been killed: commits nothing, leaves no group. For tests. */
    public void halt() {
        stopping = true;
        journal.halt();
        intake.halt();
        end();
    }

    /** Lets go of all shards in good order; what is on the wire is waited for and committed. */
    @Override
    public void close() {
        if (stopping) {
            return;
        }
        stopping = true;
        log.info("Stopping: taking nothing more in, waiting for calls on the wire");
        // neither needs the other to stop, and until both have left their groups numbers stand
        // still
        threads.execute(intake::close);
        journal.close();
        end();
        log.info("Stopped");
    }

    private void end() {
        intake.close();
        dispatcher.close();
        deliveries.close();
        accounts.close();
        threads.shutdownNow();
        wawp.close();
        adminServer.close();
        metrics.close();
        time.close();
        ended.countDown();
    }

    /** Of a message whose send Wawp answered with nothing. */
    private Optional<MessageId> findId(CommandEntry sent) {
        Original original = sent.original();
        Optional<Account> account = account(sent.key().instanceId());
        if (original == null || account.isEmpty()) {
            return Optional.empty();
        }
        return switch (AcceptedCommands.decode(
                original.value(), sent.key().instanceId(), sent.readAt())) {
            case Decoding.Valid(SendCommand command) ->
                    dispatcher.findId(account.get(), new LoadedCommand(sent, command));
            case Decoding.Invalid ignored -> Optional.empty();
        };
    }

    private Optional<Account> account(InstanceId instanceId) {
        return accounts.find(instanceId).map(InstanceAccount::account);
    }

    private void failed(RuntimeException cause) {
        if (fatal.compareAndSet(null, cause)) {
            ended.countDown();
        }
    }

    /** The current thread's source of randomness, whichever thread that is. */
    private static final class SharedRandom implements RandomGenerator {
        @Override
        public long nextLong() {
            return ThreadLocalRandom.current().nextLong();
        }
    }
}
