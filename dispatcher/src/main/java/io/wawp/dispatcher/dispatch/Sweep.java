package io.wawp.dispatcher.dispatch;

import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Ticket;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the commands of one line whose waiting is over: expired, or of an instance that nobody
 * knows. There may be a campaign of them at once, so they share appends, and one thread does it.
 * They have left their lanes before they come here. Thread-safe.
 */
final class Sweep {
    private static final Logger log = LoggerFactory.getLogger(Sweep.class);
    private static final int BATCH = 100;

    /** About how many bytes of producers' records go into one append. */
    private static final int BATCH_BYTES = 512 * 1024;

    private final Line line;
    private final DispatchRoles roles;
    private final Endings endings;
    private final Walks walks;
    private final Runnable over;

    // guarded by itself; running too
    private final Queue<Doomed> queue = new ArrayDeque<>();
    private boolean running;

    /**
     * The sweep of one line.
     *
     * @param over called when all that was to be ended has ended
     */
    Sweep(Line line, Works works, Runnable over) {
        this.line = line;
        this.roles = works.roles();
        this.endings = works.endings();
        this.walks = works.walks();
        this.over = over;
    }

    private enum Reason {
        EXPIRED,
        UNKNOWN_INSTANCE
    }

    private record Doomed(Waiter waiter, Reason reason) {}

    private record Ending(Append append, LoadedCommand loaded) {}

    /** They expired while they waited. Never blocks. */
    void expired(List<Waiter> waiters) {
        add(waiters, Reason.EXPIRED);
    }

    /** Nobody knew their instance for too long. Never blocks. */
    void unknown(List<Waiter> waiters) {
        add(waiters, Reason.UNKNOWN_INSTANCE);
    }

    private void add(List<Waiter> waiters, Reason reason) {
        if (waiters.isEmpty()) {
            return;
        }
        synchronized (queue) {
            waiters.forEach(waiter -> queue.add(new Doomed(waiter, reason)));
            if (!running) {
                running = true;
                walks.start(this::run);
            }
        }
    }

    private void run() {
        try {
            for (List<Doomed> batch = next(); !batch.isEmpty(); batch = next()) {
                endAll(batch);
            }
            over.run();
        } catch (TenureEnded | InterruptedException e) {
            log.debug("the rest is its next owner's");
        }
    }

    /** The next few; none any more ends the thread. */
    private List<Doomed> next() {
        synchronized (queue) {
            var batch = new ArrayList<Doomed>();
            while (batch.size() < BATCH && !queue.isEmpty() && line.holding().isOpen()) {
                batch.add(queue.remove());
            }
            running = !batch.isEmpty();
            return batch;
        }
    }

    private void endAll(List<Doomed> batch) throws TenureEnded, InterruptedException {
        var gathered = new ArrayList<Ending>();
        int bytes = 0;
        List<LoadedCommand> loaded = readAll(batch);
        for (int i = 0; i < batch.size(); i++) {
            Ending ending = ending(batch.get(i), loaded.isEmpty() ? null : loaded.get(i));
            if (ending == null) {
                continue;
            }
            bytes += originalBytes(ending.append);
            gathered.add(ending);
            if (bytes > BATCH_BYTES) {
                write(gathered);
                gathered.clear();
                bytes = 0;
            }
        }
        if (!gathered.isEmpty()) {
            write(gathered);
        }
    }

    /** All at once; nothing where one of them cannot be read, to be found out one by one. */
    private List<LoadedCommand> readAll(List<Doomed> batch)
            throws TenureEnded, InterruptedException {
        try {
            return roles.journal()
                    .readAll(batch.stream().<Ticket>map(doomed -> doomed.waiter.ticket).toList());
        } catch (RuntimeException e) {
            log.debug("one of a batch cannot be read", e);
            return List.of();
        }
    }

    private @Nullable Ending ending(Doomed doomed, @Nullable LoadedCommand readBefore)
            throws TenureEnded, InterruptedException {
        try {
            LoadedCommand loaded =
                    readBefore != null ? readBefore : roles.journal().read(doomed.waiter.ticket);
            return switch (loaded.entry().state()) {
                case CommandState.Admitted admitted -> ending(loaded, admitted, doomed.reason);
                case CommandState.Waiting waiting -> ending(loaded, waiting, doomed.reason);
                // what was begun has its own way to its end
                case CommandState.Sending ignored -> null;
                case CommandState.Accepted ignored -> null;
                case CommandState.Sent ignored -> null;
                case CommandState.Ended ignored -> null;
            };
        } catch (RuntimeException e) {
            broken(doomed, e);
            return null;
        }
    }

    private Ending ending(LoadedCommand loaded, CommandState state, Reason reason) {
        Instant now = roles.time().now();
        CommandEntry entry = loaded.entry();
        Append append =
                switch (reason) {
                    case EXPIRED -> endings.expired(entry, state.attempts(), now);
                    case UNKNOWN_INSTANCE -> endings.unknownInstance(entry, state.attempts(), now);
                };
        return new Ending(append, loaded);
    }

    private void write(List<Ending> gathered) throws TenureEnded, InterruptedException {
        var entries = new ArrayList<CommandEntry>();
        var publications = new ArrayList<Publication>();
        for (Ending ending : gathered) {
            entries.addAll(ending.append.commands());
            publications.addAll(ending.append.publications());
        }
        var all = new Append(entries, null, publications);
        try {
            line.ledger().write(all);
        } catch (EntryTooLarge e) {
            for (Ending ending : gathered) {
                writeAlone(ending.append);
            }
        } catch (RuntimeException e) {
            roles.meters().brokenAssumption();
            log.error("ending commands of instance {} failed; a bug of ours", line.instanceId(), e);
            return;
        }
        Endings.count(roles.meters(), all);
        gathered.forEach(this::remember);
    }

    /** What was sent once, and not found, may be in its chat all the same. */
    private void remember(Ending ending) {
        if (ending.append.commands().getFirst().state() instanceof CommandState.Ended ended) {
            LoadedCommand loaded = ending.loaded;
            Instant now = roles.time().now();
            line.sends()
                    .over(
                            loaded.entry(),
                            loaded.command().content(),
                            null,
                            0,
                            ended.mayBeInChat(),
                            now);
        }
    }

    private void writeAlone(Append append) throws TenureEnded, InterruptedException {
        try {
            Endings.writeWhatFits(append, line.ledger()::write);
        } catch (EntryTooLarge e) {
            log.error(
                    "the ending of {} does not fit a record; a bug of ours",
                    append.commands().getFirst().key(),
                    e);
        }
    }

    private static int originalBytes(Append append) {
        int bytes = 0;
        for (CommandEntry entry : append.commands()) {
            Original kept = entry.original();
            bytes += kept == null ? 0 : kept.size();
        }
        for (Publication publication : append.publications()) {
            if (publication instanceof Publication.OfDeadLetter letter) {
                Original original = letter.original();
                bytes += original.size();
            }
        }
        return bytes;
    }

    private void broken(Doomed doomed, RuntimeException e) {
        roles.meters().brokenAssumption();
        log.error(
                "a command of instance {} (sequence {} of its shard) cannot be ended and stays as"
                        + " it is journaled until its shard has another owner; a bug of ours",
                line.instanceId(),
                doomed.waiter.ticket.sequence(),
                e);
    }
}
