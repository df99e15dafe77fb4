package io.wawp.dispatcher.delivery;

import io.wawp.common.command.InstanceId;
import io.wawp.dispatcher.delivery.Followed.Place;
import io.wawp.dispatcher.delivery.Turns.Turn;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.Journal;
import io.wawp.dispatcher.model.MessageGateway;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.Shards;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows messages after they were sent, until they were read, failed, or the deadline passed, and
 * journals and tells each step up. A look without news writes nothing.
 *
 * <p>Thread-safe. {@link #follow} and {@link #left} never block and may be called from any thread,
 * the journal's loop too. All state is behind one lock, under which nothing blocks and no foreign
 * code runs; one alarm is set for the earliest look; looks run on virtual threads, one at a time
 * for an instance and 32 over all.
 */
public final class DeliveryTracker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DeliveryTracker.class);

    private static final int LOOKS_AT_ONCE = 32;

    /** How many due messages one alarm moves, so that it stays short. */
    private static final int MOVED_AT_ONCE = 1_000;

    /** When the wall clock was set forward or back, no look is late for longer. */
    private static final Duration LONGEST_ALARM = Duration.ofMinutes(1);

    /** Less is the clocks' own unevenness. */
    private static final Duration SET_BACK = Duration.ofSeconds(5);

    /** For how long a look is put off where the instance may not be called. */
    private static final Duration PUT_OFF = Duration.ofMinutes(1);

    private final DeliverySettings settings;
    private final LookTimes times;
    private final Journal journal;
    private final ChatLooker looker;
    private final Time time;
    private final Executor calls;

    private final Object lock = new Object();
    private final FollowedMessages messages = new FollowedMessages();
    private final Turns turns = new Turns(LOOKS_AT_ONCE);
    private final CrowdedOut crowdedOut = new CrowdedOut();
    private boolean closed;
    private long numbers;
    private Time.@Nullable Alarm alarm;
    private Instant alarmAt = Instant.MAX;

    // what both clocks showed when they were last compared
    private Instant wallThen;
    private long monotonicThen;

    /**
     * @param accounts credentials; an instance without is not looked at
     * @param callable whether an instance may be called now: its gate is not closed
     * @param troubles told when a look shows that the number cannot send
     * @param calls runs each task on a virtual thread of its own
     */
    public DeliveryTracker(
            DeliverySettings settings,
            Journal journal,
            MessageGateway gateway,
            Function<InstanceId, Optional<Account>> accounts,
            Predicate<InstanceId> callable,
            IdFinder ids,
            TroubleListener troubles,
            Time time,
            Executor calls) {
        this.settings = settings;
        this.times = new LookTimes(settings);
        this.journal = journal;
        this.looker =
                new ChatLooker(
                        settings,
                        new ChatReader(gateway, ids),
                        accounts,
                        callable,
                        troubles,
                        time::now);
        this.time = time;
        this.calls = calls;
        this.wallThen = time.now();
        this.monotonicThen = time.nanoTime();
    }

    /**
     * Follows a message from now on. Where as many are followed as may be, the oldest is let go;
     * sending never waits for it.
     *
     * @param entry as last journaled, in the state Sent; one that is final is not followed
     */
    public void follow(Tenure tenure, CommandEntry entry) {
        var sent = News.sent(entry);
        if (sent.isFinal()) {
            return;
        }
        double share = (Shards.hash(entry.key().idempotencyKey().value()) >>> 11) * 0x1p-53;
        Instant first = times.first(sent.sentAt(), time.now(), share);
        synchronized (lock) {
            if (closed || !tenure.isCurrent()) {
                return;
            }
            Followed before = messages.find(entry.key());
            if (before != null) {
                messages.remove(before);
            }
            messages.add(new Followed(tenure, entry, numbers++), first);
            if (messages.size() > settings.maxFollowed()) {
                crowdOut(messages.crowdOutOldest());
            }
            setAlarm();
        }
        endCrowdedOut();
    }

    /** The shard is not ours any more: its messages are the next owner's to follow. */
    public void left(Tenure tenure) {
        synchronized (lock) {
            messages.of(tenure).forEach(messages::remove);
        }
    }

    /** How many messages are followed. */
    public int followed() {
        synchronized (lock) {
            return messages.size();
        }
    }

    /** Begins no look any more; one that is under way may still end. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (alarm != null) {
                alarm.cancel();
                alarm = null;
            }
        }
    }

    // ---- when

    /** To be called with the lock held whenever a next look was set. */
    private void setAlarm() {
        Instant next = messages.nextLook();
        if (closed || next == null || (alarm != null && !next.isBefore(alarmAt))) {
            return;
        }
        if (alarm != null) {
            alarm.cancel();
        }
        Instant now = time.now();
        Instant latest = now.plus(LONGEST_ALARM);
        alarmAt = next.isBefore(latest) ? next : latest;
        alarm = time.after(Duration.between(now, alarmAt), this::ring);
    }

    private void ring() {
        Instant now = time.now();
        synchronized (lock) {
            alarm = null;
            compareClocks(now);
            for (int moved = 0; moved < MOVED_AT_ONCE; moved++) {
                Followed message = messages.due(now);
                if (message == null) {
                    break;
                }
                messages.place(message, Place.DUE);
                turns.add(turns.of(message.chat.instanceId()), message);
            }
            setAlarm();
        }
        beginLooks();
    }

    /** With the lock held. A look is due after a while, whatever is done to the wall clock. */
    private void compareClocks(Instant now) {
        long monotonic = time.nanoTime();
        Instant expected = wallThen.plusNanos(monotonic - monotonicThen);
        Duration back = Duration.between(now, expected);
        wallThen = now;
        monotonicThen = monotonic;
        if (back.compareTo(SET_BACK) > 0) {
            log.warn("the wall clock was set back by {}", back);
            messages.setBack(back);
        }
    }

    private void beginLooks() {
        while (true) {
            Turn turn;
            synchronized (lock) {
                turn = closed ? null : turns.begin();
            }
            if (turn == null || !begin(() -> runTurn(turn))) {
                return;
            }
        }
    }

    private boolean begin(Runnable task) {
        try {
            calls.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            log.debug("the worker is stopping; nothing is looked at any more");
            return false;
        }
    }

    // ---- one look

    private void runTurn(Turn turn) {
        try {
            Batch batch = take(turn, time.now());
            if (batch != null) {
                look(turn, batch);
            }
        } catch (RuntimeException e) {
            log.error("following messages of {} failed; a bug of ours", turn.instanceId, e);
        } finally {
            synchronized (lock) {
                turns.end(turn);
                setAlarm();
            }
        }
        beginLooks();
        endCrowdedOut();
    }

    private @Nullable Batch take(Turn turn, Instant now) {
        synchronized (lock) {
            Followed first = nextDue(turn, now);
            if (first == null) {
                return null;
            }
            boolean paused = turn.pauseLeft(time.nanoTime()).isPositive();
            var batch = new Batch(new ArrayList<>(), new ArrayList<>(), paused);
            for (Followed message : messages.of(first.chat)) {
                if (message.place == Place.WAITING || message.place == Place.DUE) {
                    messages.place(message, Place.BUSY);
                    (message.nextLook.isAfter(now) ? batch.others() : batch.due()).add(message);
                }
            }
            return batch;
        }
    }

    /** With the lock held. While the instance pauses, only what is at its end is taken. */
    private @Nullable Followed nextDue(Turn turn, Instant now) {
        while (true) {
            Followed next = turn.due.poll();
            if (next == null) {
                return null;
            }
            if (next.place != Place.DUE) {
                continue; // went with another's look at its chat
            }
            Duration pause = turn.pauseLeft(time.nanoTime());
            if (!pause.isPositive() || !now.isBefore(times.deadline(next.sentAt))) {
                return next;
            }
            messages.await(next, times.notAfterDeadline(next.sentAt, now.plus(pause)));
        }
    }

    private void look(Turn turn, Batch batch) {
        // whatever happens, what was taken is given back
        Map<Followed, Instant> nextLooks = new LinkedHashMap<>();
        Instant putOff = time.now().plus(PUT_OFF);
        batch.due().forEach(message -> nextLooks.put(message, putOff));
        batch.others().forEach(message -> nextLooks.put(message, message.nextLook));
        try {
            ChatLooker.Look look = looker.look(turn.instanceId, batch);
            takeDown(turn, look.reach());
            write(look.news());
            nextLooks.putAll(look.nextLooks());
        } finally {
            giveBack(nextLooks);
        }
    }

    private void takeDown(Turn turn, ChatLooker.Reach reach) {
        synchronized (lock) {
            switch (reach) {
                case NOT_CALLED -> {}
                case ANSWERED -> turn.answered();
                case OUT_OF_REACH -> turn.pause(time.nanoTime());
            }
        }
    }

    // ---- what comes of it

    /** Journals news of one tenure; the messages then stand where the journal says. */
    private void write(Map<Followed, News> news) {
        if (news.isEmpty()) {
            return;
        }
        Tenure tenure = news.keySet().iterator().next().tenure();
        List<CommandEntry> entries = news.values().stream().map(News::entry).toList();
        var publications = new ArrayList<Publication>();
        for (News step : news.values()) {
            if (step.publication() != null) {
                publications.add(step.publication());
            }
        }
        try {
            journal.append(tenure, new Append(entries, null, publications));
            news.forEach((message, step) -> message.entry = step.entry());
        } catch (TenureEnded e) {
            left(tenure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveBack(Map<Followed, Instant> nextLooks) {
        Instant now = time.now();
        synchronized (lock) {
            nextLooks.forEach((message, next) -> giveBack(message, next, now));
            setAlarm();
        }
    }

    private void giveBack(Followed message, Instant next, Instant now) {
        if (message.place == Place.GONE) {
            return;
        }
        if (News.sent(message.entry).isFinal()) {
            messages.remove(message);
        } else if (message.crowdedOut) {
            crowdedOut.add(message);
        } else {
            Instant clipped = times.notAfterDeadline(message.sentAt, next);
            // past the deadline only because its end could not be written: not at once again
            boolean over = !now.isBefore(times.deadline(message.sentAt));
            messages.await(message, over ? now.plus(PUT_OFF) : clipped);
        }
    }

    // ---- those for whom there is no room

    /** With the lock held. One that is being looked at ends when that look is over. */
    private void crowdOut(Followed message) {
        if (message.place != Place.BUSY) {
            messages.place(message, Place.BUSY);
            crowdedOut.add(message);
        }
    }

    private void endCrowdedOut() {
        synchronized (lock) {
            if (closed || !crowdedOut.begin()) {
                return;
            }
        }
        begin(this::endAll);
    }

    /** One task ends them all; it lives as long as there are some. */
    private void endAll() {
        while (true) {
            List<Followed> some;
            synchronized (lock) {
                some = closed ? List.of() : crowdedOut.next();
            }
            if (some.isEmpty()) {
                return;
            }
            Instant now = time.now();
            Map<Followed, News> news = new LinkedHashMap<>();
            some.forEach(message -> news.put(message, News.atEnd(message.entry, now, settings)));
            try {
                write(news);
            } catch (RuntimeException e) {
                log.error("messages could not be let go of as they should; a bug of ours", e);
            }
            synchronized (lock) {
                // what could not be written is the next owner's to end
                some.forEach(messages::remove);
            }
        }
    }
}
