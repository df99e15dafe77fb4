package io.wawp.dispatcher.dispatch;

import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.Journal;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Ticket;
import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One worker's process in a simulated world: its clocks, its way to the journal, and its life. A
 * process that stands still or is dead does nothing at all: its threads stay where they touch the
 * world, and what falls due waits, or is dropped.
 */
final class SimulatedWorker implements Time, Journal {
    private static final Duration SLOW_COMMIT = Duration.ofSeconds(12);

    final int number;
    final AtomicInteger broken = new AtomicInteger();
    private final Simulation world;
    private final SimulatedTime time;
    private final Dispatcher dispatcher;
    private final List<Point> points = new ArrayList<>();

    // guarded by this
    private final List<Runnable> deferred = new ArrayList<>();
    private boolean dead;
    private boolean standing;
    private boolean machineSuspends;
    private long stoodSince;
    private long suspended;
    private Duration wallIsAhead;
    private @Nullable Tenure tenure;
    private Set<Posted> posted = new LinkedHashSet<>();
    private boolean committing;

    SimulatedWorker(int number, Simulation world, Duration wallIsAhead) {
        this.number = number;
        this.world = world;
        this.time = world.time;
        this.wallIsAhead = wallIsAhead;
        this.dispatcher = world.newDispatcher(this);
    }

    // ---- its life

    synchronized void die() {
        dead = true;
    }

    synchronized void standStill(boolean suspended) {
        standing = true;
        machineSuspends = suspended;
        stoodSince = time.nanos();
    }

    void goOn() {
        List<Runnable> due;
        synchronized (this) {
            standing = false;
            if (machineSuspends) {
                suspended += time.nanos() - stoodSince;
            }
            due = List.copyOf(deferred);
            deferred.clear();
            notifyAll();
        }
        due.forEach(task -> time.after(Duration.ZERO, () -> whenRunning(task)));
    }

    /** Somebody sets the wall clock. */
    synchronized void jumpWallClock(Duration by) {
        wallIsAhead = wallIsAhead.plus(by);
    }

    /** Does that as soon as the process runs; never if it is dead. */
    void whenRunning(Runnable task) {
        synchronized (this) {
            if (dead) {
                return;
            }
            if (standing) {
                deferred.add(task);
                return;
            }
        }
        task.run();
    }

    private synchronized void awaitLife() throws InterruptedException {
        while (dead || standing) {
            wait();
        }
    }

    /** It comes to a point at which something may happen to it; goes on when it may. */
    @Nullable Fault reach(Point point) throws InterruptedException {
        awaitLife();
        int index;
        synchronized (points) {
            index = points.size();
            points.add(point);
        }
        Fault fault = world.strike(this, index, point);
        if (fault == Fault.COMMITS_SLOWLY) {
            sleep(SLOW_COMMIT);
        }
        awaitLife();
        return fault;
    }

    /** The points that it has come to. */
    List<Point> points() {
        synchronized (points) {
            return List.copyOf(points);
        }
    }

    void start(Runnable task) {
        time.after(Duration.ZERO, () -> whenRunning(() -> time.start(task)));
    }

    // ---- its shard

    synchronized @Nullable Tenure tenure() {
        return tenure;
    }

    void take(Tenure taken) {
        synchronized (this) {
            tenure = taken;
        }
        dispatcher.taken(taken, world.restore(taken));
    }

    void windDown() {
        Tenure current = tenure();
        if (current != null) {
            whenRunning(() -> dispatcher.windDown(current));
        }
    }

    boolean isIdle() {
        Tenure current = tenure();
        return current == null || dispatcher.isIdle(current);
    }

    /** Its journal finds out that the shard is another's, or lets it go. */
    void lose(Tenure lost) {
        lost.end();
        time.after(Duration.ZERO, () -> whenRunning(() -> dispatcher.left(lost)));
    }

    void close() {
        Tenure last = tenure();
        if (last != null) {
            last.end();
        }
        dispatcher.close();
    }

    // ---- its journal's loop

    /** An append that waits for the transaction it goes with. */
    record Posted(Tenure tenure, Append append, CountDownLatch over) {}

    /** There is something to be committed: soon, with all that is there by then. */
    void knock() {
        synchronized (this) {
            if (committing || dead) {
                return;
            }
            committing = true;
        }
        time.after(world.plan.commitsAfter(), () -> whenRunning(() -> time.start(this::commit)));
    }

    private void commit() {
        try {
            commitOnce();
        } catch (InterruptedException e) {
            return; // the simulation is over
        }
        synchronized (this) {
            committing = false;
        }
        Tenure current = tenure();
        if (current != null && current.isCurrent() && (isAsked() || world.hasUnread(current))) {
            knock();
        }
    }

    private synchronized boolean isAsked() {
        return !posted.isEmpty();
    }

    /** One transaction. */
    private void commitOnce() throws InterruptedException {
        awaitLife();
        Tenure current = tenure();
        List<Posted> appends = drain();
        if (current != null && current.isCurrent()) {
            var own = appends.stream().filter(each -> each.tenure() == current).toList();
            commit(new Transaction(current, own, world.judgeUnread(this, current)));
        }
        appends.forEach(each -> each.over().countDown());
    }

    private synchronized List<Posted> drain() {
        List<Posted> drained = List.copyOf(posted);
        posted = new LinkedHashSet<>();
        return drained;
    }

    private void commit(Transaction transaction) throws InterruptedException {
        if (transaction.isEmpty()) {
            return;
        }
        Tenure of = transaction.tenure();
        Fault fault = reach(Point.BEFORE_COMMIT);
        if (!of.isCurrent()) {
            return;
        }
        boolean committed = fault != Fault.LOSES_AN_ABORT && world.commit(this, transaction);
        if (!committed || fault == Fault.LOSES_A_COMMIT) {
            lose(of);
            return;
        }
        reach(Point.AFTER_COMMIT);
        if (of.isCurrent()) {
            dispatcher.admitted(of, world.tickets(transaction));
        }
    }

    // ---- its clocks

    @Override
    public synchronized Instant now() {
        return time.now().plus(wallIsAhead);
    }

    @Override
    public synchronized long nanoTime() {
        return time.nanos() - suspended;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (!duration.isPositive()) {
            return;
        }
        var over = new CountDownLatch(1);
        SimulatedTime.Event event = time.after(duration, () -> whenRunning(over::countDown));
        try {
            over.await();
        } finally {
            event.cancel();
        }
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
        var cancelled = new AtomicBoolean();
        Runnable ring =
                () -> {
                    if (!cancelled.get()) {
                        task.run();
                    }
                };
        SimulatedTime.Event event = time.after(delay, () -> whenRunning(ring));
        return () -> {
            cancelled.set(true);
            event.cancel();
        };
    }

    // ---- its journal

    @Override
    public void append(Tenure of, Append append) throws TenureEnded, InterruptedException {
        awaitLife();
        requireCurrent(of);
        world.history.add(new History.Asked(time.nanos(), number, append));
        var waits = new Posted(of, append, new CountDownLatch(1));
        synchronized (this) {
            posted.add(waits);
        }
        knock();
        waits.over().await();
        awaitLife();
        requireCurrent(of);
    }

    @Override
    public LoadedCommand read(Ticket ticket) throws TenureEnded, InterruptedException {
        awaitLife();
        requireCurrent(ticket.tenure());
        return world.journal.load(((ManualTicket) ticket).key);
    }

    private static void requireCurrent(Tenure of) throws TenureEnded {
        if (!of.isCurrent()) {
            throw new TenureEnded(of);
        }
    }
}
