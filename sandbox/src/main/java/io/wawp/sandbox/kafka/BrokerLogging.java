package io.wawp.sandbox.kafka;

import io.wawp.sandbox.QuietLoggers;
import java.util.List;
import org.apache.kafka.common.utils.internals.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a broker that shares a JVM with others from talking at length, and from ending the JVM. */
final class BrokerLogging {
    private static final List<String> NAMES =
            List.of("kafka", "org.apache.kafka", "state.change.logger");

    private static final Logger log = LoggerFactory.getLogger(BrokerLogging.class);

    private BrokerLogging() {}

    static void quieten() {
        QuietLoggers.warningsOnly(NAMES);
    }

    /** Of a broker that does not have this JVM to itself. */
    static synchronized void refuseExits() {
        Exit.setExitProcedure(BrokerLogging::refuseExit);
        Exit.setHaltProcedure(BrokerLogging::refuseExit);
    }

    private static void refuseExit(int status, String message) {
        log.error("The broker asked to end the JVM with status {}: {}", status, message);
        throw new IllegalStateException("The broker failed: " + message);
    }
}
