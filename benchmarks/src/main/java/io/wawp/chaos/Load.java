package io.wawp.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Produces commands at a rate, whatever fails; it holds back only while more are open than a run
 * could drain. Its thread runs from {@link #start} to {@link #stop}.
 */
final class Load implements AutoCloseable {
    private static final long ROUND_NANOS = 20_000_000;

    private final CommandMill mill;
    private final OpenCommands commands;
    private final int rate;
    private final KafkaProducer<String, byte[]> producer;
    private final LongAdder failed = new LongAdder();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final Thread thread;

    Load(ChaosSettings settings, String bootstrapServers, OpenCommands commands) {
        this.mill = new CommandMill(settings.seed(), settings.rate());
        this.commands = commands;
        this.rate = settings.rate();
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers", bootstrapServers,
                                "acks", "all",
                                "linger.ms", "5",
                                // a record that is given up would be there or not
                                "delivery.timeout.ms", "600000",
                                "max.block.ms", "600000",
                                "reconnect.backoff.max.ms", "500"),
                        new StringSerializer(),
                        new ByteArraySerializer());
        this.thread = Thread.ofPlatform().name("load").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long next = System.nanoTime();
        double owed = 0;
        while (running.get()) {
            next += ROUND_NANOS;
            LockSupport.parkNanos(next - System.nanoTime());
            if (commands.count() > mostOpen()) {
                owed = 0;
                continue;
            }
            owed = Math.min(owed + rate * (ROUND_NANOS / 1e9), rate);
            for (; owed >= 1; owed--) {
                produce();
            }
        }
    }

    private int mostOpen() {
        return Math.max(5_000, rate * 40);
    }

    private void produce() {
        CommandMill.Drawn drawn = mill.next(Instant.now());
        commands.begun();
        var _ =
                producer.send(
                        drawn.record(),
                        (where, problem) -> {
                            if (problem == null) {
                                commands.written(where.partition(), where.offset(), drawn.prompt());
                            } else {
                                failed.increment();
                            }
                        });
    }

    /** Records whose fate the producer does not know; more than none makes a run say nothing. */
    long failed() {
        return failed.sum();
    }

    /** Produces nothing more, and returns when all is written. */
    void stop() {
        running.set(false);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.flush();
    }

    @Override
    public void close() {
        running.set(false);
        producer.close(Duration.ZERO);
    }
}
