package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.Content;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.Priority;
import io.wawp.common.command.SendCommand;
import io.wawp.common.command.Typing;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.instance.GateProbes;
import io.wawp.dispatcher.instance.InstanceAccount;
import io.wawp.dispatcher.instance.ProbeSettings;
import io.wawp.dispatcher.model.AccessToken;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Fingerprint;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Ticket;
import io.wawp.dispatcher.model.Trace;
import io.wawp.dispatcher.pacing.PacingProfile;
import io.wawp.dispatcher.pacing.TypingPace;
import io.wawp.dispatcher.testing.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A dispatcher among doubles, on a clock of its own. {@link #run} is a simulation by events: the
 * clock moves on only when every thread sleeps, is held or has ended, so what happens does not
 * depend on the machine.
 */
final class World implements AutoCloseable {
    static final InstanceId NUMBER = new InstanceId("111122223333");

    final ManualTime time = new ManualTime();
    final ScriptedJournal journal = new ScriptedJournal();
    final ScriptedGateway gateway = new ScriptedGateway(time, journal);
    final Map<InstanceId, InstanceAccount> accounts = new ConcurrentHashMap<>();

    /** Beside the built-in ones. */
    final Map<String, PacingProfile> profiles = new ConcurrentHashMap<>();

    final List<CommandEntry> followed = new CopyOnWriteArrayList<>();
    final DispatchSettings settings;
    final AtomicInteger broken = new AtomicInteger();
    private final AtomicInteger active = new AtomicInteger();
    private final boolean typing;
    private volatile boolean eager;
    private final Random random = new Random(7);
    private long sequences;
    private long epochs;
    Dispatcher dispatcher;
    Tenure tenure;

    World() {
        this(DispatchSettings.DEFAULT, "off", false);
    }

    World(DispatchSettings settings, String pacing, boolean typing) {
        this.settings = settings;
        this.typing = typing;
        know(NUMBER, pacing);
        this.dispatcher = newDispatcher();
        this.tenure = new Tenure(0, epochs++);
        dispatcher.taken(tenure, journal.restore(tenure));
    }

    /** The settings of the default but for one. */
    static World with(UnaryOperator<Settings> change) {
        return new World(change.apply(new Settings()).make(), "off", false);
    }

    /** Settings that a test changes. */
    static final class Settings {
        InDoubtPolicy inDoubt = InDoubtPolicy.RESEND;
        Duration retryMaxElapsed = DispatchSettings.DEFAULT.retryMaxElapsed();
        int maxConcurrentSends = 256;

        Settings inDoubt(InDoubtPolicy policy) {
            inDoubt = policy;
            return this;
        }

        Settings retryMaxElapsed(Duration time) {
            retryMaxElapsed = time;
            return this;
        }

        Settings maxConcurrentSends(int count) {
            maxConcurrentSends = count;
            return this;
        }

        DispatchSettings make() {
            var standard = DispatchSettings.DEFAULT;
            return new DispatchSettings(
                    inDoubt,
                    standard.reconcileSettle(),
                    standard.reconcileDeadline(),
                    standard.clockSlack(),
                    standard.sendBy(),
                    standard.requestTimeout(),
                    retryMaxElapsed,
                    standard.idLookup(),
                    standard.dedupWindow(),
                    standard.redriveWindow(),
                    standard.deliveryDeadline(),
                    standard.unknownInstanceGrace(),
                    maxConcurrentSends,
                    standard.maxConcurrentLooks());
        }
    }

    private PacingProfile profile(String name) {
        PacingProfile own = profiles.get(name);
        return own == null ? PacingProfile.named(name) : own;
    }

    void know(InstanceId instance, String pacing) {
        var account = new Account(instance, new AccessToken("secret"));
        accounts.put(instance, new InstanceAccount(account, pacing));
    }

    private Dispatcher newDispatcher() {
        var probes =
                new GateProbes(
                        id -> Optional.ofNullable(accounts.get(id)),
                        gateway,
                        ProbeSettings.DEFAULT,
                        time,
                        random,
                        this::start);
        var roles =
                new DispatchRoles(
                        journal,
                        gateway,
                        time,
                        id -> Optional.ofNullable(accounts.get(id)),
                        probes,
                        new TypingPace(typing, random),
                        this::profile,
                        (of, entry) -> followed.add(entry),
                        new DispatchMeters() {
                            @Override
                            public void brokenAssumption() {
                                broken.incrementAndGet();
                            }
                        },
                        random,
                        this::start);
        return new Dispatcher(roles, settings);
    }

    private void start(Runnable task) {
        boolean waits = eager;
        eager = false; // before the thread runs, which may start others
        active.incrementAndGet();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        task.run();
                    } finally {
                        active.decrementAndGet();
                    }
                });
        if (waits) {
            settle();
        }
    }

    // ---- commands

    /** A text for a chat of {@link #NUMBER}; the chat is a digit or so. */
    Order order(String id, int chat) {
        return new Order(id, chat);
    }

    /** A command in the making. */
    final class Order {
        private final String id;
        private final int chat;
        private InstanceId instance = NUMBER;
        private String text;
        private Priority priority = Priority.NORMAL;
        private @Nullable Instant notBefore;
        private Duration lives = Duration.ofHours(24);
        private Typing typing = new Typing.Auto();

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
            instance = other;
            return this;
        }

        Order priority(Priority other) {
            priority = other;
            return this;
        }

        Order notBefore(Instant at) {
            notBefore = at;
            return this;
        }

        Order lives(Duration life) {
            lives = life;
            return this;
        }

        Order typing(Typing other) {
            typing = other;
            return this;
        }

        CommandEntry entry() {
            SendCommand command = command();
            Instant now = time.now();
            var entry =
                    new CommandEntry(
                            key(),
                            command.commandId(),
                            1,
                            command.chatId(),
                            command.content().type(),
                            Fingerprint.of(command),
                            new Source("wawp.commands", 0, sequences),
                            List.of(),
                            now,
                            sequences++,
                            priority,
                            notBefore,
                            now.plus(lives),
                            Map.of("tenant", "shop"),
                            Trace.NONE,
                            new CommandState.Admitted(),
                            new Original(
                                    new byte[0],
                                    id.getBytes(StandardCharsets.UTF_8),
                                    List.of(),
                                    now.toEpochMilli()),
                            null);
            journal.admit(entry, command);
            return entry;
        }

        CommandKey key() {
            return new CommandKey(instance, new IdempotencyKey(id));
        }

        private SendCommand command() {
            return new SendCommand(
                    new CommandId(id),
                    instance,
                    World.chat(chat),
                    new Content.Text(text),
                    new IdempotencyKey(id),
                    typing,
                    priority,
                    null,
                    null,
                    null,
                    Map.of("tenant", "shop"));
        }

        /** It is journaled and handed in. */
        CommandKey admit() {
            CommandEntry entry = entry();
            dispatcher.admitted(tenure, List.of(new ManualTicket(tenure, entry)));
            return entry.key();
        }
    }

    static ChatId chat(int number) {
        return new ChatId("4474414290" + (10 + number) + "@c.us");
    }

    void admitAll(Order... orders) {
        var tickets = new ArrayList<Ticket>();
        for (Order order : orders) {
            tickets.add(new ManualTicket(tenure, order.entry()));
        }
        dispatcher.admitted(tenure, tickets);
    }

    // ---- owners

    /** The worker dies at this moment; what it has on the wire goes on in nobody's knowledge. */
    void crash() {
        tenure.end();
        dispatcher.left(tenure);
    }

    /** A new owner with a memory of its own takes over what is journaled. */
    void takeOver() {
        dispatcher = newDispatcher();
        tenure = new Tenure(0, epochs++);
        dispatcher.taken(tenure, journal.restore(tenure));
    }

    /** The same, and the first thread that it begins gets as far as it can before all else. */
    void takeOverWithAQuickThread() {
        eager = true;
        takeOver();
    }

    // ---- time

    /** Waits until every thread sleeps, is held or has ended. */
    void settle() {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        int calm = 0;
        while (calm < 3) {
            boolean still = active.get() <= time.sleepers() + journal.held();
            calm = still ? calm + 1 : 0;
            if (System.nanoTime() > limit) {
                throw new AssertionError(
                        "still busy: " + active.get() + " threads, " + time.sleepers() + " asleep");
            }
            LockSupport.parkNanos(20_000);
        }
    }

    /** Lets that much time pass, event by event. */
    void run(Duration duration) {
        settle();
        Instant end = time.now().plus(duration);
        while (true) {
            Duration left = Duration.between(time.now(), end);
            List<Duration> due = time.dueIn();
            if (due.isEmpty() || due.getFirst().compareTo(left) > 0) {
                time.advance(left);
                settle();
                return;
            }
            time.advance(due.getFirst());
            settle();
        }
    }

    void run() {
        run(Duration.ZERO);
    }

    // ---- what came of it

    Outcome outcomeOf(String id) {
        List<Outcome> terminal =
                journal.outcomes().stream()
                        .filter(outcome -> new CommandId(id).equals(outcome.commandId()))
                        .toList();
        if (terminal.size() != 1) {
            throw new AssertionError(id + " has " + terminal.size() + " outcomes");
        }
        return terminal.getFirst();
    }

    OutcomeStatus statusOf(String id) {
        return outcomeOf(id).status();
    }

    OutcomeError errorOf(String id) {
        return Objects.requireNonNull(outcomeOf(id).error());
    }

    boolean isOpen(String id) {
        return journal.outcomes().stream()
                .noneMatch(outcome -> new CommandId(id).equals(outcome.commandId()));
    }

    static OutcomeError error(ReasonCode code) {
        return OutcomeError.of(code, "as the script says");
    }

    @Override
    public void close() {
        journal.hold(append -> false);
        dispatcher.close();
        if (!gateway.violations().isEmpty()) {
            throw new AssertionError(gateway.violations().toString());
        }
    }
}
