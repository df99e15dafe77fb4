package io.wawp.dispatcher.intake;

import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The machine's clocks, for tests against a real broker. */
final class RealTime implements Time, AutoCloseable {
    private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor();

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
        Future<?> future = alarms.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void close() {
        alarms.shutdownNow();
    }
}
