package io.wawp.dispatcher.dispatch;

import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.TenureEnded;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edges of the threads that walk: starts each walk on a virtual thread of its own and takes
 * care that, whatever happens on it, the command is neither lost nor holds its chat for ever. A
 * tenure that ended is let go of in silence. Thread-safe.
 */
final class Walks {
    private static final Logger log = LoggerFactory.getLogger(Walks.class);

    /** So many broken walks in a row, about three minutes of them, are no passing trouble. */
    private static final int MOST_BROKEN = 8;

    private final DispatchRoles roles;
    private final Path path;
    private final RetryRule retry;

    Walks(DispatchRoles roles, Path path, RetryRule retry) {
        this.roles = roles;
        this.path = path;
        this.retry = retry;
    }

    /** A command passed: walks its path. */
    void begin(Line line, Passage passage) {
        start(() -> walk(line, passage));
    }

    /** Reads a command that still stands, to know how long typing it takes. */
    void readAhead(Line line, Passage passage) {
        start(() -> read(line, passage));
    }

    /** Work of a line that is not a walk. */
    void start(Runnable work) {
        try {
            roles.threads().execute(work);
        } catch (RejectedExecutionException e) {
            // the worker is stopping, and its threads are gone: the next owner goes on
            log.debug("nothing is begun any more", e);
        }
    }

    private void walk(Line line, Passage passage) {
        boolean broke = false;
        try {
            while (true) {
                try {
                    Fate fate = path.walk(line, passage);
                    passage.waiter.broken = broke ? passage.waiter.broken : 0;
                    leave(line, passage, fate);
                    return;
                } catch (RuntimeException | Error e) {
                    broke = true;
                    if (!recover(line, passage, e)) {
                        return;
                    }
                }
            }
        } catch (TenureEnded | InterruptedException e) {
            line.landed(passage);
        }
    }

    private static void leave(Line line, Passage passage, Fate fate) {
        switch (fate) {
            case Fate.Over ignored -> line.free(passage);
            case Fate.Again again -> line.comeBack(passage, again.notBefore());
        }
    }

    /**
     * A broken assumption. Before a send was begun, the command stands again in a while. After
     * that, it keeps its chat and goes on in a while from what is journaled: a send whose answer is
     * known is not sent again, one whose answer is not known is looked for.
     *
     * @return whether to walk on
     */
    private boolean recover(Line line, Passage passage, Throwable e) throws InterruptedException {
        Waiter waiter = passage.waiter;
        waiter.broken++;
        roles.meters().brokenAssumption();
        log.error(
                "a command of instance {} (sequence {} of its shard) broke an assumption of the"
                        + " dispatcher's own, for the {}. time in a row; a bug of ours",
                line.instanceId(),
                waiter.ticket.sequence(),
                waiter.broken,
                e);
        if (waiter.broken >= MOST_BROKEN) {
            log.error(
                    "the command stays as it is journaled until its shard has another owner, and"
                            + " its chat goes on without it");
            line.park(passage);
            return false;
        }
        Duration pause = retry.pause(waiter.broken);
        if (passage.absenceCountsFrom == null) {
            line.comeBack(passage, roles.time().now().plus(pause));
            return false;
        }
        line.landed(passage);
        line.holding().sleep(pause);
        return true;
    }

    private void read(Line line, Passage passage) {
        Duration typing = Duration.ZERO;
        try {
            LoadedCommand loaded = roles.journal().read(passage.ticket());
            var command = loaded.command();
            typing = roles.typing().before(command.typing(), command.content());
            passage.readAhead = loaded;
        } catch (TenureEnded | InterruptedException e) {
            return;
        } catch (RuntimeException e) {
            // its walk will meet the same, and knows what to do about it
            log.debug("reading ahead failed", e);
        }
        line.readAheadDone(passage, typing);
    }

    /** Journals and publishes that the probe opened the gate. */
    void journalOpened(Line line) {
        roles.meters().resumed();
        journal(line, () -> line.ledger().writeWithInstance(null, InstanceEvent.State.RESUMED));
    }

    /** Closes the gate for trouble that was found outside of a walk. */
    void journalTrouble(Line line, OutcomeError why) {
        journal(line, () -> line.closeGate(why, null));
    }

    private interface Writing {
        void write() throws TenureEnded, InterruptedException, EntryTooLarge;
    }

    private static void journal(Line line, Writing writing) {
        try {
            writing.write();
        } catch (TenureEnded e) {
            log.debug("instance {} is another worker's now", line.instanceId());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (EntryTooLarge e) {
            throw new IllegalStateException("an instance's state does not fit a record", e);
        }
    }
}
