package io.wawp.dispatcher.app;

import io.wawp.dispatcher.config.WorkerConfig;
import io.wawp.dispatcher.instance.InvalidAccountsException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one worker until it is told to stop. */
public final class WorkerMain {
    private static final Logger log = LoggerFactory.getLogger(WorkerMain.class);

    private WorkerMain() {}

    /**
     * Starts the worker and blocks until SIGTERM, SIGINT or a failure. Writes a line with the one
     * word {@code READY} to standard output when it is.
     *
     * @return exit status: 0 after a stop in good order, 1 after a failure, 2 when the configured
     *     instances cannot be read
     */
    public static int run(WorkerConfig config) throws InterruptedException {
        Worker worker;
        try {
            worker = new Worker(config);
        } catch (InvalidAccountsException e) {
            log.error("{}", e.getMessage());
            return 2;
        } catch (IllegalStateException e) {
            log.error("{}", e.getMessage());
            return 1;
        }
        var ending = new AtomicBoolean();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> stop(worker, ending.compareAndSet(false, true)), "stop"));
        int status = untilItEnds(worker);
        ending.set(true);
        return status;
    }

    /**
     * @param bySignal whether the JVM ends because it was told to, and not because the worker did
     */
    private static void stop(Worker worker, boolean bySignal) {
        worker.close();
        if (bySignal) {
            // after a signal the JVM would end with 128 and the signal's number, as if it had been
            // killed by it
            Runtime.getRuntime().halt(0);
        }
    }

    @SuppressWarnings("SystemOut") // standard output is for READY; the log goes to standard error
    private static int untilItEnds(Worker worker) throws InterruptedException {
        try {
            worker.start();
        } catch (IllegalStateException e) {
            log.error("{}", e.getMessage());
            worker.close();
            return 1;
        } catch (KafkaException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            log.error(
                    "Kafka cannot be used: {}. Check KAFKA_BOOTSTRAP_SERVERS and the other KAFKA_"
                            + " settings",
                    why.getMessage());
            worker.close();
            return 1;
        }
        if (worker.awaitReady()) {
            System.out.println("READY");
            System.out.flush();
        }
        RuntimeException failure = worker.awaitEnd();
        if (failure != null) {
            log.error("The worker cannot go on: {}", failure.getMessage(), failure);
            return 1;
        }
        return 0;
    }
}
