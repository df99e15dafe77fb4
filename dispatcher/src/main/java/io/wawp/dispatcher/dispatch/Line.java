package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.InstanceId;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.dispatcher.dispatch.Waiter.Whereabouts;
import io.wawp.dispatcher.instance.Gate;
import io.wawp.dispatcher.instance.GateListener;
import io.wawp.dispatcher.instance.GateProbe;
import io.wawp.dispatcher.instance.InstanceAccount;
import io.wawp.dispatcher.instance.Slowdown;
import io.wawp.dispatcher.lane.Turnstile;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.InstanceEntry;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.PaceMemory;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The waiting commands of one instance within one tenure, and who of them goes next. Whenever
 * something changed, {@link #pump} lets through all that may pass, each on a virtual thread of its
 * own, and else sets one alarm for the earliest moment at which time alone changes the answer. What
 * waits is data.
 *
 * <p>With a pace, one command at a time is between the turnstile and the first byte of its send,
 * and the next is read while it still stands, so that it passes no earlier than its typing needs:
 * until then a more urgent one can go first. Without a pace all heads pass at once, as far as there
 * are permits.
 *
 * <p>Thread-safe: one lock, under which nothing blocks.
 */
final class Line implements GateListener {
    /** What part of all looks one instance may take. */
    private static final int LOOKS_SHARE = 4;

    private final InstanceId instanceId;
    private final Holding holding;
    private final DispatchRoles roles;
    private final DispatchSettings settings;
    private final Permits permits;
    private final Walks walks;
    private final Gate gate;
    private final GateProbe probe;
    private final Slowdown slowdown = new Slowdown();
    private final RestClock rests;
    private final ChatSends sends;
    private final Semaphore looks;
    private final Ledger ledger;
    private final Sweep sweep;

    private final Object lock = new Object();

    // guarded by lock
    private final Turnstile<Waiter> turnstile = new Turnstile<>();
    private final Calendar calendar = new Calendar();
    private final Turn turn;
    private @Nullable Instant unknownSince;
    private boolean givenUp;
    private final Bell bell;

    /**
     * A line as its instance was journaled last.
     *
     * @param idle told when a sweep is over: perhaps nothing is left that is worth keeping
     */
    Line(InstanceEntry restored, Holding holding, Works works, Consumer<Line> idle) {
        this.instanceId = restored.instanceId();
        this.holding = holding;
        this.roles = works.roles();
        this.settings = works.settings();
        this.permits = works.permits();
        this.walks = works.walks();
        this.rests = new RestClock(roles.time());
        this.turn = turnAfter(restored.pace());
        this.gate = new Gate(restored);
        this.sends =
                new ChatSends(settings.clockSlack(), holding.rememberedSince(), roles.time().now());
        this.looks = new Semaphore(Math.max(1, settings.maxConcurrentLooks() / LOOKS_SHARE), true);
        this.ledger = new Ledger(roles.journal(), holding, gate, this::entry, roles.time());
        this.sweep = new Sweep(this, works, () -> idle.accept(this));
        this.bell = new Bell(roles.time(), this::rung);
        this.probe = roles.probes().watch(gate, this);
    }

    private Turn turnAfter(PaceMemory memory) {
        var fresh =
                new Turn(
                        new Pace(memory, roles.profiles(), roles.random(), roles.time()),
                        settings.sendBy());
        Instant now = roles.time().now();
        Instant last = memory.lastSend();
        if (last != null) {
            Instant latest = last.plus(settings.clockSlack());
            fresh.othersMaySendUntil(latest.isBefore(now) ? latest : now);
        }
        return fresh;
    }

    InstanceId instanceId() {
        return instanceId;
    }

    Holding holding() {
        return holding;
    }

    Gate gate() {
        return gate;
    }

    Slowdown slowdown() {
        return slowdown;
    }

    /** Looks into its chats under way: one number in trouble leaves some for others. */
    Semaphore looks() {
        return looks;
    }

    ChatSends sends() {
        return sends;
    }

    Ledger ledger() {
        return ledger;
    }

    /** With which credentials to call; empty when they are not known (any more). */
    Optional<Account> account() {
        return roles.accounts().find(instanceId).map(InstanceAccount::account);
    }

    // ---- who joins

    /**
     * A command that waits, new or restored. To be followed by {@link #pump}.
     *
     * @return false when the line was given up: the instance needs a new one
     */
    boolean join(Ticket ticket) {
        synchronized (lock) {
            if (givenUp) {
                return false;
            }
            var waiter = new Waiter(ticket);
            calendar.watch(waiter);
            if (ticket.stage() == Ticket.Stage.TRIED) {
                // it was tried before, so it holds its chat until it is tried again
                turnstile.occupy(ticket.lane());
                waiter.whereabouts = Whereabouts.STANDING;
                turnstile.comeBack(
                        ticket.lane(),
                        waiter.place(),
                        waiter,
                        rests.until(Instant.ofEpochMilli(ticket.notBefore())));
            } else if (ticket.notBefore() > roles.time().now().toEpochMilli()) {
                calendar.schedule(waiter);
            } else {
                stand(waiter);
            }
            return true;
        }
    }

    /**
     * Gives the line up if it holds nothing that a new one would not: it is empty, its gate is
     * open, nothing was sent, and nobody knows the instance. Nobody joins it from then on.
     *
     * @return whether it was given up now
     */
    boolean giveUpIfForgettable() {
        synchronized (lock) {
            boolean forgettable =
                    !givenUp
                            && turnstile.isEmpty()
                            && calendar.isEmpty()
                            && sends.isEmpty()
                            && gate.state() == Gate.State.OPEN
                            && turn.memory(roles.time().now()).equals(PaceMemory.NONE)
                            && account().isEmpty();
            givenUp |= forgettable;
            return forgettable;
        }
    }

    /**
     * A command that a former owner left in doubt or without its outcome: it holds its chat.
     *
     * @return what lets it go on, to be run when all others have their places
     */
    Runnable resume(Ticket ticket) {
        var passage = new Passage(new Waiter(ticket));
        passage.waiter.whereabouts = Whereabouts.WALKING;
        passage.absenceCountsFrom = holding.takenAt() + settings.takeOverSettle().toNanos();
        passage.awaited = true;
        sends.await();
        synchronized (lock) {
            turnstile.occupy(ticket.lane());
            if (ticket.stage() == Ticket.Stage.IN_DOUBT) {
                turn.othersMayStillSend(roles.time().now());
            }
        }
        return () -> walks.begin(this, passage);
    }

    // ---- who passes

    /** Lets through who may pass now. From any thread; never blocks. */
    void pump() {
        synchronized (lock) {
            if (!holding.isOpen()) {
                bell.silence();
                return;
            }
            Instant now = roles.time().now();
            calendar.due(now.toEpochMilli()).forEach(this::stand);
            List<Waiter> expired = calendar.expired(now.toEpochMilli());
            expired.forEach(this::condemn);
            sweep.expired(expired);
            Instant later = letThrough(now);
            long dated = calendar.next();
            bell.ringAt(
                    dated == Long.MAX_VALUE ? later : earlier(later, Instant.ofEpochMilli(dated)));
        }
    }

    /** Lets through all that may pass; returns when time alone lets the next one through. */
    private Instant letThrough(Instant now) {
        while (true) {
            long clock = rests.now();
            Optional<Waiter> head = turnstile.next(clock);
            if (head.isEmpty()) {
                long restEnd = turnstile.nextRestEnd(clock);
                return restEnd == Long.MAX_VALUE ? Instant.MAX : now.plusNanos(restEnd - clock);
            }
            Optional<InstanceAccount> account = roles.accounts().find(instanceId);
            if (account.isEmpty()) {
                return refuseUnknown(now);
            }
            unknownSince = null;
            turn.use(account.get().pacing());
            Instant may = mayPassAt(head.get(), now);
            if (may.isAfter(now)) {
                return may;
            }
            if (!gate.mayPass()) {
                return Instant.MAX;
            }
            boolean isProbe = gate.state() == Gate.State.HALF_OPEN;
            if (!turn.isPaced() && !permits.take(this)) {
                if (isProbe) {
                    gate.giveBack();
                }
                return Instant.MAX;
            }
            pass(isProbe);
        }
    }

    /** When the head may pass; in the far future when something else has to happen first. */
    private Instant mayPassAt(Waiter head, Instant now) {
        Duration slowed = slowdown.left(roles.time().nanoTime());
        if (slowed.isPositive()) {
            return now.plus(slowed);
        }
        if (gate.state() == Gate.State.CLOSED) {
            return Instant.MAX;
        }
        Instant may = turn.mayPassAt(head, now);
        Passage wanted = turn.wantsRead();
        if (wanted != null) {
            walks.readAhead(this, wanted);
        }
        return may;
    }

    /** What was read ahead is there; or could not be read, which its walk will find out. */
    void readAheadDone(Passage passage, Duration typing) {
        synchronized (lock) {
            turn.readAheadDone(passage, typing);
        }
        pump();
    }

    private void pass(boolean isProbe) {
        Waiter waiter = turnstile.pass(rests.now()).orElseThrow();
        waiter.whereabouts = Whereabouts.WALKING;
        Passage passage = turn.pass(waiter);
        passage.probe = isProbe;
        passage.permit = !turn.isPaced();
        walks.begin(this, passage);
    }

    // ---- what a walk asks on its way

    /** When its send may begin, now or later; empty when it may not and has to stand again. */
    Optional<Instant> opensAt(Passage passage, Instant now) {
        synchronized (lock) {
            boolean may =
                    holding.isOpen()
                            && !slowdown.left(roles.time().nanoTime()).isPositive()
                            && (gate.state() == Gate.State.OPEN || passage.probe);
            if (!may) {
                return Optional.empty();
            }
            return Optional.of(turn.opensAt(passage, now));
        }
    }

    /**
     * Its send is about to be journaled. From now on it counts as sent, and the tenure is not idle.
     *
     * @return false if nothing may begin any more
     */
    boolean begin(Passage passage) {
        synchronized (lock) {
            if (!holding.takeOff()) {
                return false;
            }
            passage.inTheAir = true;
            turn.begin(passage);
            return true;
        }
    }

    /** Whether the state of the instance is journaled with its send. */
    boolean isPaced(Passage passage) {
        synchronized (lock) {
            return passage.first;
        }
    }

    /** The first byte of its send is about to be written: the next one may come. */
    void written(Passage passage) {
        synchronized (lock) {
            turn.over(passage, roles.time().now(), rests.now());
        }
        pump();
    }

    /** Its send is over and journaled, or in doubt: others need not wait for it but in its chat. */
    void landed(Passage passage) {
        boolean permit;
        synchronized (lock) {
            permit = passage.permit;
            passage.permit = false;
            turn.over(passage, roles.time().now(), rests.now());
            if (passage.inTheAir) {
                passage.inTheAir = false;
                holding.landed();
            }
            if (spendProbe(passage)) {
                gate.giveBack();
            }
        }
        if (permit) {
            permits.release();
        }
        pump();
    }

    /**
     * Whether it passed as the probe of a gate that is half-open; it is not from now on. Who used
     * the gate's pass up must not give it back later, when it may be another's.
     */
    boolean spendProbe(Passage passage) {
        synchronized (lock) {
            boolean was = passage.probe;
            passage.probe = false;
            return was;
        }
    }

    /** A message of it may be in its chat already, and nobody knows its id. */
    void inDoubt(Passage passage, LoadedCommand loaded) {
        sends.begun(loaded.entry(), loaded.command().content(), roles.time().now());
        if (passage.awaited) {
            passage.awaited = false;
            sends.arrived();
        }
    }

    // ---- who leaves

    /** It has ended. */
    void free(Passage passage) {
        synchronized (lock) {
            calendar.left(passage.waiter);
            turnstile.free(passage.ticket().lane(), passage.chatRestsUntil);
        }
        landed(passage);
    }

    /** It goes back to the head of its chat's lane, to pass again no earlier than told. */
    void comeBack(Passage passage, Instant notBefore) {
        Waiter waiter = passage.waiter;
        synchronized (lock) {
            waiter.whereabouts = Whereabouts.STANDING;
            calendar.watch(waiter);
            long rest = Math.max(rests.until(notBefore), passage.chatRestsUntil);
            turnstile.comeBack(waiter.ticket.lane(), waiter.place(), waiter, rest);
        }
        landed(passage);
    }

    /**
     * Its way breaks on an assumption of ours again and again: it stays as it is journaled, for a
     * later owner, and its chat goes on without it.
     */
    void park(Passage passage) {
        free(passage);
    }

    /** Credentials or pacing may be others now. */
    void accountsChanged() {
        probe.nudge();
        pump();
    }

    /** The tenure is over: nothing is called, asked or written any more. */
    void close() {
        probe.close();
        permits.forget(this);
        synchronized (lock) {
            bell.silence();
        }
    }

    // ---- the gate

    @Override
    public boolean halfOpen() {
        pump();
        synchronized (lock) {
            return holding.isOpen() && (turnstile.standing() > 0 || turn.isTaken());
        }
    }

    @Override
    public void opened() {
        walks.journalOpened(this);
        pump();
    }

    /**
     * A call showed that the number cannot send: nothing passes until the probe opens the gate.
     * Journals that, if it is news, and the append in any case.
     *
     * @param append what the call led to, or null
     */
    void closeGate(OutcomeError why, @Nullable Append append)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        if (gate.close(why, roles.time().now())) {
            roles.meters().paused(why.code());
            ledger.writeWithInstance(append, InstanceEvent.State.PAUSED);
        } else if (append != null) {
            ledger.write(append);
        }
    }

    private InstanceEntry entry(Instant now) {
        synchronized (lock) {
            return gate.entry(turn.memory(now));
        }
    }

    private void stand(Waiter waiter) {
        waiter.whereabouts = Whereabouts.STANDING;
        turnstile.stand(waiter.ticket.lane(), waiter.place(), waiter);
    }

    /** It is going to be ended without having passed. */
    private void condemn(Waiter waiter) {
        if (waiter.whereabouts == Whereabouts.STANDING) {
            turnstile.remove(waiter.ticket.lane(), waiter);
        }
        calendar.left(waiter);
    }

    /** Nobody knows the instance: those who have waited for it long enough are refused. */
    private Instant refuseUnknown(Instant now) {
        if (unknownSince == null) {
            unknownSince = now;
        }
        Instant since = unknownSince;
        long over = now.minus(settings.unknownInstanceGrace()).toEpochMilli();
        if (since.toEpochMilli() > over) {
            return since.plus(settings.unknownInstanceGrace()).plusMillis(1);
        }
        List<Waiter> refused = turnstile.removeIf(waiter -> waiter.ticket.dueAt() <= over);
        refused.forEach(calendar::left);
        sweep.unknown(refused);
        return now.plus(settings.unknownInstanceGrace().dividedBy(4)).plusMillis(1);
    }

    private void rung() {
        synchronized (lock) {
            bell.rang();
        }
        pump();
    }

    private static Instant earlier(Instant one, Instant two) {
        return one.isBefore(two) ? one : two;
    }
}
