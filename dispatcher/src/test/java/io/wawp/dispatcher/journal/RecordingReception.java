package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.model.Reception;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Ticket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes what the journal tells, and does nothing with it. */
final class RecordingReception implements Reception {
    final BlockingQueue<Ticket> tickets = new LinkedBlockingQueue<>();
    final Map<Integer, Restored> restored = new ConcurrentHashMap<>();
    final Map<Integer, Tenure> tenures = new ConcurrentHashMap<>();
    final List<Tenure> left = new CopyOnWriteArrayList<>();
    volatile boolean idle = true;

    @Override
    public void taken(Tenure tenure, Restored what) {
        restored.put(tenure.shard(), what);
        tenures.put(tenure.shard(), tenure);
        tickets.addAll(what.open());
    }

    @Override
    public void admitted(Tenure tenure, List<Ticket> admitted) {
        tickets.addAll(admitted);
    }

    @Override
    public void windDown(Tenure tenure) {}

    @Override
    public boolean isIdle(Tenure tenure) {
        return idle;
    }

    @Override
    public void left(Tenure tenure) {
        left.add(tenure);
        tenures.remove(tenure.shard(), tenure);
    }

    Ticket next() throws InterruptedException {
        Ticket ticket = tickets.poll(60, TimeUnit.SECONDS);
        if (ticket == null) {
            throw new AssertionError("no command came");
        }
        return ticket;
    }
}
