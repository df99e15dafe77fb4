package io.wawp.dispatcher.app;

import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's clocks, and one thread for all alarms. */
public final class SystemTime implements Time, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SystemTime.class);

    private final ScheduledThreadPoolExecutor alarms;

    public SystemTime() {
        alarms =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("alarms").daemon().factory());
        alarms.setRemoveOnCancelPolicy(true);
        alarms.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
        try {
            Future<?> future =
                    alarms.schedule(
                            () -> guarded(task),
                            Math.max(0, delay.toNanos()),
                            TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            log.debug("the program ends; an alarm is not set", e);
            return () -> {};
        }
    }

    /** Alarms that are set never ring. */
    @Override
    public void close() {
        alarms.shutdownNow();
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("an alarm's task failed: a defect of whoever set it", e);
        }
    }
}
