package io.wawp.dispatcher.dispatch;

import io.wawp.common.outcome.InstanceEvent;
import io.wawp.dispatcher.instance.Gate;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.InstanceEntry;
import io.wawp.dispatcher.model.Journal;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one line writes to the journal. Appends that carry the state of the instance go one after the
 * other, each with the state at its turn, so that the last one written is the newest. Thread-safe;
 * its methods block until the commit.
 */
final class Ledger {
    private final Journal journal;
    private final Holding holding;
    private final Gate gate;
    private final Function<Instant, InstanceEntry> instance;
    private final Time time;

    /** Whose turn it is to write the instance's state; waiting for it costs a commit at most. */
    private final Semaphore turn = new Semaphore(1, true);

    /**
     * @param instance the instance as it is to be journaled at a moment
     */
    Ledger(
            Journal journal,
            Holding holding,
            Gate gate,
            Function<Instant, InstanceEntry> instance,
            Time time) {
        this.journal = journal;
        this.holding = holding;
        this.gate = gate;
        this.instance = instance;
        this.time = time;
    }

    /** Makes an append durable that does not touch the instance. */
    void write(Append append) throws TenureEnded, InterruptedException, EntryTooLarge {
        try {
            journal.append(holding.tenure(), append);
        } catch (IllegalArgumentException e) {
            throw new EntryTooLarge(e);
        }
    }

    /**
     * Makes an append durable together with the instance's state.
     *
     * @param append null when there is only the instance's state to be written
     * @param event what is told of the instance, or null
     */
    void writeWithInstance(@Nullable Append append, InstanceEvent.@Nullable State event)
            throws TenureEnded, InterruptedException, EntryTooLarge {
        turn.acquire();
        try {
            Instant now = time.now();
            InstanceEntry entry = instance.apply(now);
            Append whole = append == null ? Append.of(entry) : append.with(entry);
            write(event == null ? whole : tell(whole, event, entry, now));
        } finally {
            turn.release();
        }
    }

    private Append tell(
            Append append, InstanceEvent.State state, InstanceEntry entry, Instant now) {
        var why = state == InstanceEvent.State.PAUSED ? entry.pausedFor() : null;
        var event =
                new InstanceEvent(
                        gate.instanceId(),
                        state,
                        why == null ? null : why.code(),
                        why == null ? null : why.message(),
                        now);
        var publications = new ArrayList<Publication>(append.publications());
        publications.add(new Publication.OfInstance(event));
        return new Append(append.commands(), append.instance(), publications);
    }
}
