package io.wawp.dispatcher.delivery;

import io.wawp.dispatcher.delivery.Followed.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Messages for which there was no room, until their end is journaled by the one task that does it.
 * Grows no longer than sends are journaled: where the journal stands still, so do they. Guarded by
 * the tracker's lock.
 */
final class CrowdedOut {
    /** How many end in one append. */
    private static final int AT_ONCE = 100;

    private final Queue<Followed> queue = new ArrayDeque<>();
    private boolean running;

    void add(Followed message) {
        queue.add(message);
    }

    /** Whether the task is to begin now. */
    boolean begin() {
        boolean begins = !running && !queue.isEmpty();
        running |= begins;
        return begins;
    }

    /** The next ones of one tenure; when there are none, the task has ended. */
    List<Followed> next() {
        var some = new ArrayList<Followed>();
        while (some.size() < AT_ONCE) {
            Followed next = queue.peek();
            if (next == null || (!some.isEmpty() && next.tenure() != some.getFirst().tenure())) {
                break;
            }
            queue.remove();
            if (next.place != Place.GONE) {
                some.add(next);
            }
        }
        running = !some.isEmpty();
        return some;
    }
}
