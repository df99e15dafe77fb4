package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.dispatcher.app.SystemTime;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** Calls commands as somebody at a shell does, in this JVM. */
final class Terminals {
    private static final SystemTime TIME = new SystemTime();

    private Terminals() {}

    /** What came of one call. */
    record Ended(int status, String out, String err) {
        @Override
        public String toString() {
            return "status " + status + "\nout: " + out + "\nerr: " + err;
        }
    }

    static Ended call(Map<String, String> environment, String... arguments) {
        return call(shell(environment, "", false), arguments);
    }

    /** With something on standard input. */
    static Ended typed(Map<String, String> environment, String input, String... arguments) {
        return call(shell(environment, input, false), arguments);
    }

    /** With somebody looking. */
    static Ended watched(Map<String, String> environment, String... arguments) {
        return call(shell(environment, "", true), arguments);
    }

    private static Shell shell(Map<String, String> environment, String input, boolean terminal) {
        return new Shell(
                environment,
                TIME,
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                terminal,
                terminal);
    }

    private static Ended call(Shell shell, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status =
                Main.commandLine(
                                shell,
                                config -> {
                                    throw new AssertionError("no worker here");
                                })
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(arguments);
        return new Ended(status, out.toString(), err.toString());
    }
}
