package io.wawp.dispatcher.wawp;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The line between "nothing was written" and "something may have been" of one exchange. The thread
 * of the exchange crosses it once, right before the first byte; the caller who stops waiting closes
 * it. Whoever comes first decides for both, so a caller that gave up before the crossing knows for
 * certain that nothing will be written. Thread-safe.
 */
final class Crossing {
    private enum Line {
        OPEN,
        CROSSED,
        CLOSED
    }

    /** The right to write was over. */
    static final class NotCrossed extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final AtomicReference<Line> line = new AtomicReference<>(Line.OPEN);
    private final BooleanSupplier mayWrite;
    private volatile @Nullable RuntimeException broken;

    Crossing(BooleanSupplier mayWrite) {
        this.mayWrite = mayWrite;
    }

    /** Asks for the right to write and crosses; only after it returned may a byte be written. */
    void cross() throws NotCrossed {
        if (line.get() != Line.OPEN
                || !mayWrite()
                || !line.compareAndSet(Line.OPEN, Line.CROSSED)) {
            throw new NotCrossed();
        }
    }

    private boolean mayWrite() {
        try {
            return mayWrite.getAsBoolean();
        } catch (RuntimeException e) {
            broken = e;
            throw e;
        }
    }

    /** Whether nothing was written, nor will be. */
    boolean close() {
        line.compareAndSet(Line.OPEN, Line.CLOSED);
        return line.get() == Line.CLOSED;
    }

    boolean crossed() {
        return line.get() == Line.CROSSED;
    }

    /** What the right's giver threw, if it did. */
    @Nullable RuntimeException broken() {
        return broken;
    }
}
