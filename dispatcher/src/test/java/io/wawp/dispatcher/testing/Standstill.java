package io.wawp.dispatcher.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;

/**
 * A point at which a thread of a worker stands still until the test lets it go on: a machine that
 * was frozen, or a collector that took its time. The first thread that comes there after {@link
 * #arm} stands; others, and those before, pass.
 */
public final class Standstill {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean armed;

    public void arm() {
        armed = true;
    }

    /**
     * For the thread that is to stand still.
     *
     * @return whether it stood
     */
    public boolean here() {
        boolean stands = armed && reached.getCount() > 0;
        if (stands) {
            reached.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
        return stands;
    }

    /** Blocks the test until a thread stands. */
    public void awaitReached() throws InterruptedException {
        if (!reached.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody came to the point");
        }
    }

    /** Lets it go on. */
    public void end() {
        over.countDown();
    }
}
