package io.wawp.sandbox.kafka;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import org.apache.kafka.common.utils.internals.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a broker that shares a JVM with others from talking at length, and from ending the JVM.
 * Levels that somebody configured stay as they are.
 */
final class BrokerLogging {
    private static final List<String> NAMES =
            List.of("kafka", "org.apache.kafka", "state.change.logger", "org.apache.logging");

    private static final Logger log = LoggerFactory.getLogger(BrokerLogging.class);

    private BrokerLogging() {}

    static synchronized void quieten() {
        Exit.setExitProcedure(BrokerLogging::refuseExit);
        Exit.setHaltProcedure(BrokerLogging::refuseExit);
        try {
            Logback.warningsOnly(NAMES);
        } catch (NoClassDefFoundError e) {
            log.debug("Logback is not there, so its levels are not ours to set", e);
        }
    }

    private static void refuseExit(int status, String message) {
        log.error("The broker asked to end the JVM with status {}: {}", status, message);
        throw new IllegalStateException("The broker failed: " + message);
    }

    /** A class of its own, so that it is loaded, or fails to be, only when used. */
    private static final class Logback {
        static void warningsOnly(List<String> names) {
            if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
                for (String name : names) {
                    if (context.getLogger(name).getLevel() == null) {
                        context.getLogger(name).setLevel(Level.WARN);
                    }
                }
            }
        }
    }
}
