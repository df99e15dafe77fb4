package io.wawp.dispatcher.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.wawp.dispatcher.kafka.Hindrance;
import io.wawp.dispatcher.kafka.WriteTrouble;
import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands in: each record of the command topics is checked and, in one transaction with its
 * position, either handed to its instance's owner through the dispatch topic, or rejected with an
 * outcome and a dead letter. No record is lost, none is passed on twice, and none can stop it.
 *
 * <p>Runs on a thread of its own between {@link #start} and {@link #close}. A broker that is away,
 * or topics that are missing, are waited for and named in the log. Thread-safe.
 */
public final class Intake implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CHECK = Duration.ofSeconds(10);

    /** So many empty polls in a row, and earlier failures no longer count. */
    private static final int CALM = 10;

    private static final Duration LONG_ROUND = Duration.ofSeconds(3);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(8);
    private static final Duration CLOSE_CLIENT = Duration.ofSeconds(2);

    private final IntakeSettings settings;
    private final IntakeClients clients;
    private final CommandSorter sorter;
    private final IntakeMeters meters;
    private final Time time;
    private final Thread thread;
    private final Semaphore nudge = new Semaphore(0);

    private volatile boolean closing;
    private volatile boolean halted;
    private volatile @Nullable Consumer<byte[], byte[]> polling;
    private final Hindrance hindrance;
    private volatile boolean begun;
    private volatile long lastTurn;

    /** Owned by the thread: failures in a row. */
    private int failures;

    public Intake(IntakeSettings settings, Time time, MeterRegistry registry) {
        this(settings, new KafkaIntakeClients(settings.kafka()), time, registry);
    }

    Intake(IntakeSettings settings, IntakeClients clients, Time time, MeterRegistry registry) {
        this.settings = settings;
        this.clients = clients;
        this.sorter = new CommandSorter(settings.topics(), settings.limits(), time);
        this.meters = new IntakeMeters(registry);
        this.time = time;
        this.hindrance = new Hindrance("intake", time);
        this.lastTurn = time.nanoTime();
        this.thread = Thread.ofPlatform().name("intake").unstarted(this::loop);
    }

    /** Begins to take commands in. Once. */
    public void start() {
        thread.start();
    }

    /** What keeps it from working, in words; empty while it works. */
    public Optional<String> waitingFor() {
        return begun
                ? hindrance.reason()
                : Optional.of(hindrance.reason().orElse("its first contact with Kafka"));
    }

    /** How long Kafka or its topics have kept it from working. */
    public Duration waiting() {
        return hindrance.lasting();
    }

    /** When its loop last turned, also in vain: {@link Time#nanoTime()} of that moment. */
    public long lastTurn() {
        return lastTurn;
    }

    /** Whether its thread runs: true until it is closed, or a fault of ours ended it. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    /**
     * Ends after the batch in hand, at most some ten seconds later; what is not committed by then
     * is read by another worker.
     */
    @Override
    public void close() {
        closing = true;
        nudge.release();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        Consumer<byte[], byte[]> now = polling;
        if (now != null) {
            now.wakeup();
        }
        try {
            if (!thread.join(STOP)) {
                thread.interrupt();
                thread.join(CLOSE_CLIENT.multipliedBy(2));
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends as if the process had been killed: commits nothing and leaves no group. For tests. */
    public void halt() {
        halted = true;
        closing = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        while (!closing) {
            try {
                useClients();
            } catch (WakeupException | InterruptException e) {
                // only closing does this; the loop's condition decides
                log.debug("Woken", e);
            } catch (RuntimeException e) {
                // whatever it was: new clients find out from Kafka what is committed
                pause(broken(e));
            }
        }
        begun = false;
    }

    private void useClients() {
        Producer<byte[], byte[]> producer = null;
        Consumer<byte[], byte[]> consumer = null;
        try {
            consumer = clients.consumer(sorter.values());
            polling = consumer;
            awaitTopics(consumer);
            if (closing) {
                return;
            }
            producer = clients.producer();
            // settles what a predecessor with this id left open
            producer.initTransactions();
            consumer.subscribe(settings.topics().commands(), new TakeOvers());
            rounds(new IntakeRound(consumer, producer, sorter, meters));
        } finally {
            polling = null;
            close(consumer, producer);
        }
    }

    /** What was another's has a position that may be held by what that one left open. */
    private final class TakeOvers implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            if (!assigned.isEmpty()) {
                Thread.ofVirtual().name("end-orphans-of-intake").start(this::endOrphans);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            // a round ends before the next poll: nothing of them is open
        }

        private void endOrphans() {
            try {
                clients.endOrphans();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                log.warn("What workers that are gone left open is waited for", e);
            }
        }
    }

    private void awaitTopics(Consumer<byte[], byte[]> consumer) {
        while (!closing) {
            Optional<String> problem =
                    TopicCheck.problem(settings.topics(), consumer.listTopics(CHECK));
            if (problem.isEmpty()) {
                return;
            }
            pause(problem.get());
        }
    }

    private void rounds(IntakeRound round) {
        log.info("Taking commands in from {}", String.join(", ", settings.topics().commands()));
        begun = true;
        hindrance.over();
        int idle = 0;
        while (!closing) {
            long began = time.nanoTime();
            switch (round.run(POLL)) {
                case COMMITTED -> succeeded();
                case ABORTED -> {
                    idle = 0;
                    tellIfItLasts(round, Duration.ofNanos(time.nanoTime() - began));
                    pause();
                }
                case IDLE -> {
                    idle++;
                    if (idle >= CALM) {
                        succeeded();
                    }
                }
            }
            lastTurn = time.nanoTime();
        }
    }

    private void succeeded() {
        failures = 0;
        hindrance.over();
    }

    /** A single abort that was quick is a rebalance, most likely, and passes by itself. */
    private void tellIfItLasts(IntakeRound round, Duration took) {
        if (failures > 0 || took.compareTo(LONG_ROUND) > 0) {
            round.trouble().ifPresent(hindrance::because);
        }
    }

    private String broken(RuntimeException e) {
        meters.renewed();
        if (!(e instanceof KafkaException)) {
            log.error("Intake failed in a way that nobody foresaw; it begins anew", e);
        }
        return WriteTrouble.words(null, e)
                + " (the brokers are "
                + settings.kafka().client().get("bootstrap.servers")
                + ")";
    }

    private void pause(String reason) {
        if (!closing) {
            hindrance.because(reason);
        }
        pause();
    }

    /** Waits longer with each failure in a row; closing ends it at once. */
    private void pause() {
        if (closing) {
            return;
        }
        lastTurn = time.nanoTime();
        long factor = 1L << Math.min(failures, 10);
        failures++;
        Duration length = FIRST_PAUSE.multipliedBy(factor);
        Time.Alarm alarm =
                time.after(
                        length.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : length,
                        nudge::release);
        try {
            nudge.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            alarm.cancel();
            nudge.drainPermits();
            lastTurn = time.nanoTime();
        }
    }

    private void close(
            @Nullable Consumer<byte[], byte[]> consumer,
            @Nullable Producer<byte[], byte[]> producer) {
        // a pending interrupt would make both give up at once
        boolean interrupted = Thread.interrupted();
        try {
            if (producer != null) {
                producer.close(halted ? Duration.ZERO : CLOSE_CLIENT);
            }
        } catch (KafkaException e) {
            log.debug("Closing the producer failed", e);
        }
        try {
            if (consumer != null) {
                // a member with a group.instance.id would stay if it were not told to leave
                consumer.close(
                        CloseOptions.timeout(CLOSE_CLIENT)
                                .withGroupMembershipOperation(
                                        halted
                                                ? CloseOptions.GroupMembershipOperation
                                                        .REMAIN_IN_GROUP
                                                : CloseOptions.GroupMembershipOperation
                                                        .LEAVE_GROUP));
            }
        } catch (KafkaException e) {
            log.debug("Closing the consumer failed", e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
