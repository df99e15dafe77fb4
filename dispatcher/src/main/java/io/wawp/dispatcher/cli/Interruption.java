package io.wawp.dispatcher.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Ctrl-C or SIGTERM for a command that goes on until it is told to: the command ends by itself, and
 * its exit status is that of the program. Without this a JVM just stops.
 */
final class Interruption {
    /** Longer is no end in good order any more. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean asked;
    private volatile int status = Exit.FAILED;

    /** Whether the command is to end. */
    boolean isAsked() {
        return asked;
    }

    /**
     * Runs the command.
     *
     * @param stop wakes it up, called from another thread
     * @return its exit status
     */
    int guard(Runnable stop, IntSupplier command) {
        var hook = new Thread(() -> end(stop), "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            status = command.getAsInt();
            return status;
        } finally {
            ended.countDown();
            forget(hook);
        }
    }

    private void end(Runnable stop) {
        asked = true;
        stop.run();
        try {
            if (ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(status);
            }
        } catch (InterruptedException _) {
            // the JVM ends anyway
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the JVM is ending: the hook has run or runs
        }
    }
}
