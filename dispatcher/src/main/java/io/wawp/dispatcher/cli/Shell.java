package io.wawp.dispatcher.cli;

import io.wawp.dispatcher.app.SystemTime;
import io.wawp.dispatcher.model.Time;
import java.io.Console;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * What a command finds around it: the same for all commands of one call of the program.
 *
 * @param environment where settings are read first
 * @param time the clocks
 * @param in standard input
 * @param outIsTerminal whether somebody looks at standard output
 * @param errIsTerminal whether somebody looks at standard error
 */
record Shell(
        Map<String, String> environment,
        Time time,
        InputStream in,
        boolean outIsTerminal,
        boolean errIsTerminal) {

    /**
     * The launcher knows which of the outputs are terminals; a JVM can only tell of all at once.
     */
    private static final String TOLD = "wawp.terminals";

    Shell {
        environment = Map.copyOf(environment);
    }

    /** That of this process. */
    static Shell ofThisProcess() {
        boolean console =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        String told = System.getProperty(TOLD);
        return new Shell(
                System.getenv(),
                new SystemTime(),
                System.in,
                told == null ? console : told.contains("out"),
                told == null ? console : told.contains("err"));
    }

    /** Nobody looks at what is written, and nothing can be typed. */
    static Shell unattended(Map<String, String> environment) {
        return new Shell(
                environment, new SystemTime(), InputStream.nullInputStream(), false, false);
    }
}
