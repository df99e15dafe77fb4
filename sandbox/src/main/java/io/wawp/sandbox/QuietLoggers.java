package io.wawp.sandbox;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Keeps talkative libraries to warnings where Logback is bound and nobody configured them; the
 * sandbox brings no Logback file of its own, since it shares a class path with programs that do.
 */
public final class QuietLoggers {
    private QuietLoggers() {}

    /** Levels that somebody set stay as they are. */
    public static void warningsOnly(List<String> names) {
        try {
            Logback.warningsOnly(names);
        } catch (NoClassDefFoundError e) {
            LoggerFactory.getLogger(QuietLoggers.class)
                    .debug("Logback is not there, so its levels are not ours to set", e);
        }
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
