package io.wawp.dispatcher.dispatch;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many commands of lines without a pace are on their way at a time. A line that got none
 * is asked again when one is free; the lines take turns. Thread-safe; nobody waits in here.
 */
final class Permits {
    // all guarded by this
    private final Set<Line> queue = new LinkedHashSet<>();
    private final Set<Line> invited = new HashSet<>();
    private int free;

    Permits(int count) {
        this.free = count;
    }

    /** Takes one, or queues the line to be asked again. May be called with the line's lock held. */
    synchronized boolean take(Line line) {
        if (free > 0 && (queue.isEmpty() || invited.remove(line))) {
            free--;
            return true;
        }
        queue.add(line);
        return false;
    }

    /** Gives one back. Not to be called with a line's lock held. */
    void release() {
        synchronized (this) {
            free++;
        }
        for (Line line = invite(); line != null; line = invite()) {
            line.pump();
            withdraw(line);
        }
    }

    synchronized void forget(Line line) {
        queue.remove(line);
    }

    private synchronized @Nullable Line invite() {
        if (free == 0 || queue.isEmpty()) {
            return null;
        }
        Line first = queue.iterator().next();
        queue.remove(first);
        invited.add(first);
        return first;
    }

    private synchronized void withdraw(Line line) {
        invited.remove(line);
    }
}
