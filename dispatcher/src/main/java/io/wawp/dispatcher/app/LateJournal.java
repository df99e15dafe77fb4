package io.wawp.dispatcher.app;

import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.Journal;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Ticket;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The journal tells dispatch what came in, and dispatch tells the journal what is to be kept: one
 * of them must be made first. Dispatch gets this, and this gets the journal before anything starts.
 */
final class LateJournal implements Journal {
    private volatile @Nullable Journal journal;

    void is(Journal real) {
        journal = real;
    }

    @Override
    public void append(Tenure tenure, Append append) throws TenureEnded, InterruptedException {
        Objects.requireNonNull(journal).append(tenure, append);
    }

    @Override
    public LoadedCommand read(Ticket ticket) throws TenureEnded, InterruptedException {
        return Objects.requireNonNull(journal).read(ticket);
    }
}
