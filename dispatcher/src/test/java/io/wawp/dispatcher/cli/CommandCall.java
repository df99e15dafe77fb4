package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.dispatcher.app.SystemTime;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * What a command of the launcher did when it was called in this JVM.
 *
 * @param status exit status
 * @param out standard output
 * @param err standard error
 */
public record CommandCall(int status, String out, String err) {

    /** With nobody at the terminal. */
    public static CommandCall of(Map<String, String> environment, String... arguments) {
        return call(Shell.unattended(environment), arguments);
    }

    /** With somebody at the terminal, who types that. */
    public static CommandCall typing(
            String typed, Map<String, String> environment, String... arguments) {
        var in = new ByteArrayInputStream(typed.getBytes(UTF_8));
        return call(new Shell(environment, new SystemTime(), in, true, true), arguments);
    }

    private static CommandCall call(Shell shell, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status =
                Main.commandLine(shell, config -> 0)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(arguments);
        return new CommandCall(status, out.toString(), err.toString());
    }

    /** Everything that was written, for messages of failed tests. */
    @Override
    public String toString() {
        return "exit status " + status + "\n--- out\n" + out + "--- err\n" + err;
    }
}
