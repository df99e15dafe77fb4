package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.CommandId;
import io.wawp.common.command.Content;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.Priority;
import io.wawp.common.command.SendCommand;
import io.wawp.common.command.Typing;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.dispatch.History.Admitted;
import io.wawp.dispatcher.dispatch.History.Committed;
import io.wawp.dispatcher.dispatch.History.Struck;
import io.wawp.dispatcher.dispatch.History.Took;
import io.wawp.dispatcher.dispatch.Transaction.Judged;
import io.wawp.dispatcher.instance.GateProbes;
import io.wawp.dispatcher.instance.InstanceAccount;
import io.wawp.dispatcher.instance.ProbeSettings;
import io.wawp.dispatcher.model.AccessToken;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.Admission;
import io.wawp.dispatcher.model.Admission.Arrival;
import io.wawp.dispatcher.model.Admission.Verdict;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.MessageGateway;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Reception.Restored;
import io.wawp.dispatcher.model.Run;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Ticket;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.model.Trace;
import io.wawp.dispatcher.pacing.PacingProfile;
import io.wawp.dispatcher.pacing.TypingPace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A world of workers that own one shard after another, a journal and a WhatsApp with a truth of its
 * own, without Kafka and sockets, on one {@link SimulatedTime}. To be used by the test's thread.
 */
final class Simulation implements AutoCloseable {
    static final InstanceId NUMBER = World.NUMBER;

    /** A number that is well: trouble of the plan's listings and typing is {@link #NUMBER}'s. */
    static final InstanceId WELL = new InstanceId("well");

    private static final Duration LONGEST = Duration.ofHours(30);

    /** So that what was stopped for long has gone on, and what comes late has come. */
    private static final Duration AFTERMATH = Duration.ofMinutes(15);

    private static final Duration IDLE_POLL = Duration.ofMillis(100);

    final Plan plan;
    final SimulatedTime time = new SimulatedTime();
    final History history;
    final SimulatedJournal journal = new SimulatedJournal();
    final SimulatedChats chats;
    final DispatchSettings settings;
    private final Switches switches;
    private final Admission admission;
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final Map<CommandId, Integer> sends = new HashMap<>();
    private final Queue<ToRead> unread = new ArrayDeque<>();
    private Duration heirsWallClock = Duration.ZERO;
    private Instant lastRead = Instant.EPOCH;
    private long sequences;
    private long epochs;
    private int toCome;

    /** Whether the shard is about to have another owner; then nothing more strikes. */
    private boolean moving;

    Simulation(Plan plan) {
        this(plan, new Switches());
    }

    Simulation(Plan plan, Switches switches) {
        this.plan = plan;
        this.history = new History(plan);
        this.chats = new SimulatedChats(time, history);
        this.switches = switches;
        this.settings = switches.settings.apply(new World.Settings().inDoubt(plan.policy()).make());
        this.admission = switches.admission.apply(new Doorkeeper(settings));
        takeOver(newWorker());
    }

    private record ToRead(SendCommand command, Run run, Source source) {
        CommandKey key() {
            return new CommandKey(command.instanceId(), command.idempotencyKey());
        }
    }

    // ---- its workers

    Dispatcher newDispatcher(SimulatedWorker worker) {
        var random = new Random(worker.number);
        Time clock = switches.time.apply(worker);
        MessageGateway gateway = switches.gateway.apply(new SimulatedGateway(worker, this));
        var probes =
                new GateProbes(
                        this::account,
                        gateway,
                        ProbeSettings.DEFAULT,
                        clock,
                        random,
                        worker::start);
        var roles =
                new DispatchRoles(
                        switches.journal.apply(worker),
                        gateway,
                        clock,
                        this::account,
                        probes,
                        new TypingPace(plan.typing() != Typings.OFF, random),
                        PacingProfile::named,
                        (tenure, entry) -> {},
                        new DispatchMeters() {
                            @Override
                            public void brokenAssumption() {
                                worker.broken.incrementAndGet();
                            }
                        },
                        random,
                        worker::start);
        return new Dispatcher(roles, settings);
    }

    private Optional<InstanceAccount> account(InstanceId instance) {
        return Optional.of(
                new InstanceAccount(
                        new Account(instance, new AccessToken("secret")), plan.pacing()));
    }

    private SimulatedWorker newWorker() {
        var worker = new SimulatedWorker(workers.size(), this, heirsWallClock);
        workers.add(worker);
        return worker;
    }

    /** How far the wall clocks of workers to come are ahead of WhatsApp's. */
    void heirsWallClock(Duration ahead) {
        heirsWallClock = ahead;
    }

    private void takeOver(SimulatedWorker worker) {
        var tenure = new Tenure(0, epochs++);
        journal.own(tenure);
        moving = false;
        history.add(new Took(time.nanos(), worker.number, tenure));
        worker.take(tenure);
        worker.knock();
    }

    Restored restore(Tenure tenure) {
        Restored restored = switches.restored.apply(journal.restore(tenure));
        return new Restored(
                restored.open().stream().map(switches.ticket).toList(),
                restored.followed(),
                restored.recent(),
                restored.instances());
    }

    /** Which points the workers came to, by worker. */
    List<List<Point>> points() {
        return workers.stream().map(SimulatedWorker::points).toList();
    }

    int broken() {
        return workers.stream().mapToInt(worker -> worker.broken.get()).sum();
    }

    // ---- what happens to them

    /** A worker came to a point: what happens to it there, if anything. */
    synchronized @Nullable Fault strike(SimulatedWorker worker, int index, Point point) {
        if (moving || !journal.isOwnedBy(worker.tenure())) {
            return null;
        }
        Fault fault = plan.faults().at(worker.number, index, point);
        if (fault != null) {
            strike(worker, fault, point);
        }
        return fault;
    }

    /** The owner dies now, wherever it is. */
    synchronized void kill() {
        strike(owner(), Fault.DIES, null);
    }

    private void strike(SimulatedWorker worker, Fault fault, @Nullable Point point) {
        history.add(new Struck(time.nanos(), worker.number, fault, point));
        if (fault == Fault.DIES) {
            worker.die();
        }
        standStill(worker, fault.standsStill());
        Duration ownedAgain = fault.ownedAgainAfter();
        moving = fault == Fault.HANDS_OVER || !ownedAgain.isNegative();
        if (fault == Fault.HANDS_OVER) {
            time.after(Duration.ZERO, () -> handOver(worker));
        } else if (fault == Fault.LOSES_A_COMMIT || fault == Fault.LOSES_AN_ABORT) {
            time.after(ownedAgain, () -> takeOver(worker));
        } else if (!ownedAgain.isNegative()) {
            time.after(ownedAgain, () -> takeOver(newWorker()));
        }
    }

    private void standStill(SimulatedWorker worker, Duration duration) {
        if (duration.isZero()) {
            return;
        }
        worker.standStill(switches.machineIsSuspended);
        time.after(
                duration,
                () -> {
                    if (switches.wallClockIsSetBack) {
                        worker.jumpWallClock(duration.negated());
                    }
                    worker.goOn();
                });
    }

    private void handOver(SimulatedWorker worker) {
        worker.windDown();
        letGo(worker, 30);
    }

    private void letGo(SimulatedWorker worker, int polls) {
        if (polls > 0 && !worker.isIdle()) {
            time.after(IDLE_POLL, () -> letGo(worker, polls - 1));
            return;
        }
        worker.lose(Objects.requireNonNull(worker.tenure()));
        time.after(Duration.ofSeconds(1), () -> takeOver(newWorker()));
    }

    // ---- its journal

    /**
     * Commits all of it, or nothing.
     *
     * @return false if it was fenced
     */
    synchronized boolean commit(SimulatedWorker worker, Transaction transaction) {
        if (!journal.commit(transaction)) {
            return false;
        }
        for (SimulatedWorker.Posted each : transaction.appends()) {
            var committed =
                    new Committed(time.nanos(), worker.number, each.tenure(), each.append());
            history.add(committed);
            Duration readAfter = plan.readAfter();
            if (readAfter != null) {
                for (CommandEntry entry : each.append().commands()) {
                    time.after(readAfter, () -> read(entry.key()));
                }
            }
        }
        for (Transaction.Judged each : transaction.read()) {
            unread.remove();
            history.add(new Admitted(time.nanos(), each.entries(), each.told()));
        }
        return true;
    }

    /** The tickets of what it admitted. */
    List<Ticket> tickets(Transaction transaction) {
        return transaction.read().stream()
                .filter(each -> each.verdict() instanceof Verdict.Admit)
                .map(each -> new ManualTicket(transaction.tenure(), each.entries().getFirst()))
                .map(switches.ticket)
                .toList();
    }

    /** Its message was read, so nobody follows it any more. */
    private void read(CommandKey key) {
        CommandEntry entry = journal.find(key);
        if (entry != null && entry.state() instanceof CommandState.Sent sent && !sent.isFinal()) {
            var end =
                    new CommandState.Sent(
                            sent.attempts(), sent.messageId(), 3, sent.sentAt(), true);
            journal.put(entry.ended(end, Objects.requireNonNull(entry.forgetAfter())));
        }
    }

    // ---- what is asked of it

    Order order(String id, int chat) {
        return new Order(id, chat);
    }

    /** A command in the making: a text into a chat, of {@link #NUMBER} if not told otherwise. */
    final class Order {
        private final String id;
        private final int chat;
        private String text;
        private Priority priority = Priority.NORMAL;
        private @Nullable Duration notBefore;
        private Duration lives = Duration.ofHours(24);
        private Run run = Run.FIRST;
        private InstanceId number = NUMBER;
        private long offset = -1;

        private Order(String id, int chat) {
            this.id = id;
            this.chat = chat;
            this.text = "text of " + id;
        }

        Order text(String message) {
            text = message;
            return this;
        }

        Order of(InstanceId other) {
            number = other;
            return this;
        }

        Order priority(Priority other) {
            priority = other;
            return this;
        }

        /** From the beginning of the simulation. */
        Order notBefore(Duration at) {
            notBefore = at;
            return this;
        }

        /** From the beginning of the simulation. */
        Order lives(Duration until) {
            lives = until;
            return this;
        }

        Order run(Run other) {
            run = other;
            return this;
        }

        /** The record is that of this offset, such as one that was read before. */
        Order offset(long of) {
            offset = of;
            return this;
        }

        /** It is read after that time. */
        void readAfter(Duration delay) {
            toCome++;
            var source = new Source("wawp.commands", 0, offset < 0 ? sequences++ : offset);
            var read = new ToRead(command(), run, source);
            time.after(delay, () -> come(read));
        }

        private SendCommand command() {
            Duration from = notBefore;
            return new SendCommand(
                    new CommandId(id),
                    number,
                    World.chat(chat),
                    new Content.Text(text),
                    new IdempotencyKey(id),
                    new Typing.Auto(),
                    priority,
                    from == null ? null : SimulatedTime.START.plus(from),
                    SimulatedTime.START.plus(lives),
                    null,
                    Map.of());
        }
    }

    /** The terminal status that was told of a command. */
    OutcomeStatus endOf(String id) {
        return history.outcomes().stream()
                .filter(outcome -> new CommandId(id).equals(outcome.commandId()))
                .map(Outcome::status)
                .filter(status -> status != OutcomeStatus.ACCEPTED)
                .reduce((before, last) -> last)
                .orElseThrow();
    }

    /** The terminal status that was told of a command's record. */
    OutcomeStatus endOf(String id, long offset) {
        return history.outcomes().stream()
                .filter(outcome -> new CommandId(id).equals(outcome.commandId()))
                .filter(outcome -> outcome.source().offset() == offset)
                .map(Outcome::status)
                .filter(status -> status != OutcomeStatus.ACCEPTED)
                .reduce((before, last) -> last)
                .orElseThrow();
    }

    static CommandKey key(String id) {
        return new CommandKey(NUMBER, new IdempotencyKey(id));
    }

    private synchronized void come(ToRead read) {
        toCome--;
        unread.add(read);
        if (!moving) {
            owner().knock();
        }
    }

    private SimulatedWorker owner() {
        return workers.stream()
                .filter(worker -> journal.isOwnedBy(worker.tenure()))
                .findFirst()
                .orElseThrow();
    }

    synchronized boolean hasUnread(Tenure tenure) {
        return journal.isOwnedBy(tenure) && !moving && !unread.isEmpty();
    }

    /** What an owner makes of the records that nobody has committed; none twice of one key. */
    synchronized List<Judged> judgeUnread(SimulatedWorker worker, Tenure tenure) {
        var judged = new ArrayList<Judged>();
        var keys = new HashSet<CommandKey>();
        if (hasUnread(tenure)) {
            unread.stream()
                    .takeWhile(read -> keys.add(read.key()))
                    .forEach(read -> judged.add(judge(worker, read)));
        }
        return judged;
    }

    private Judged judge(SimulatedWorker worker, ToRead read) {
        Instant now = worker.now();
        lastRead = now.isAfter(lastRead) ? now : lastRead;
        var original =
                new Original(
                        new byte[0],
                        "{}".getBytes(StandardCharsets.UTF_8),
                        List.of(),
                        now.toEpochMilli());
        var arrival =
                new Arrival(
                        read.command,
                        read.source,
                        original,
                        read.run,
                        Trace.NONE,
                        sequences++,
                        lastRead);
        return new Judged(read.command, admission.judge(arrival, journal.find(read.key())));
    }

    Way wayOf(SendCommand command) {
        return way(command, sends.getOrDefault(command.commandId(), 0));
    }

    /** What becomes of the send that is about to be written. */
    Way takeWayOf(SendCommand command) {
        int before = sends.merge(command.commandId(), 1, Integer::sum) - 1;
        return way(command, before);
    }

    private Way way(SendCommand command, int send) {
        List<Way> ways = plan.ways().getOrDefault(command.commandId().value(), List.of());
        return send < ways.size() ? ways.get(send) : Way.NAMED;
    }

    // ---- time

    /** Runs until every command has ended, and for a while after that. */
    Simulation run() {
        time.run(LONGEST, () -> toCome == 0 && unread.isEmpty() && !moving && journal.isAllOver());
        time.run(AFTERMATH, () -> false);
        return this;
    }

    void run(Duration duration) {
        time.run(duration, () -> false);
    }

    @Override
    public void close() {
        workers.forEach(SimulatedWorker::close);
        time.close();
    }
}
