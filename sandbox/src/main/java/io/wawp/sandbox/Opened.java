package io.wawp.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a program has opened, to be closed last first. What does not close well is logged and keeps
 * nothing else from being closed. May be closed while another thread still opens things, and twice.
 * Safe for use by any thread.
 */
public final class Opened implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Opened.class);

    // Guarded by this.
    private final Deque<AutoCloseable> things = new ArrayDeque<>();
    private boolean closed;

    /**
     * Takes over the closing of one thing.
     *
     * @return false if everything was closed already; then this one is too, before this returns
     */
    public boolean add(AutoCloseable thing) {
        synchronized (this) {
            if (!closed) {
                things.push(thing);
                return true;
            }
        }
        close(thing);
        return false;
    }

    /** Closes all that was added, last first, and from now on whatever is added. */
    @Override
    public void close() {
        AutoCloseable next = takeLast();
        while (next != null) {
            close(next);
            next = takeLast();
        }
    }

    private synchronized @Nullable AutoCloseable takeLast() {
        closed = true;
        return things.poll();
    }

    private static void close(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Exception e) {
            log.warn("Not stopped in good order", e);
        }
    }
}
