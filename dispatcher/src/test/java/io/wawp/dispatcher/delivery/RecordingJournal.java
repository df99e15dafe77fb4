package io.wawp.dispatcher.delivery;

import io.wawp.common.outcome.Delivery;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.Journal;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.Publication;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Ticket;
import java.util.ArrayList;
import java.util.List;

/** Keeps appends in memory; those of a tenure that has ended it refuses. */
final class RecordingJournal implements Journal {
    final List<Append> appends = new ArrayList<>();

    /** How many appends from now on fail for a reason that should not be. */
    int broken;

    /** Happens while an append is being committed. */
    Runnable meanwhile = () -> {};

    @Override
    public synchronized void append(Tenure tenure, Append append) throws TenureEnded {
        if (!tenure.isCurrent()) {
            throw new TenureEnded(tenure);
        }
        if (broken > 0) {
            broken--;
            throw new IllegalArgumentException("too large");
        }
        appends.add(append);
        meanwhile.run();
    }

    @Override
    public LoadedCommand read(Ticket ticket) {
        throw new AssertionError("following reads nothing back");
    }

    List<Delivery> deliveries() {
        return appends.stream()
                .flatMap(append -> append.publications().stream())
                .map(publication -> ((Publication.OfDelivery) publication).delivery())
                .toList();
    }

    /** Deliveries as {@code "READ 3 final"}. */
    List<String> told() {
        return deliveries().stream()
                .map(d -> d.status() + " " + d.ack() + (d.isFinal() ? " final" : ""))
                .toList();
    }

    synchronized int ended() {
        return deliveries().size();
    }

    CommandEntry lastEntry() {
        return appends.getLast().commands().getLast();
    }
}
