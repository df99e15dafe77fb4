package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.dispatcher.app.SystemTime;
import io.wawp.dispatcher.model.Time;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
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

    /** So long from now, by the wall clock. */
    public static CommandCall after(
            Duration ahead, Map<String, String> environment, String... arguments) {
        var time = new Ahead(new SystemTime(), ahead);
        var in = InputStream.nullInputStream();
        return call(new Shell(environment, time, in, false, false), arguments);
    }

    private record Ahead(Time time, Duration by) implements Time {
        @Override
        public Instant now() {
            return time.now().plus(by);
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            time.sleep(duration);
        }

        @Override
        public Alarm after(Duration delay, Runnable task) {
            return time.after(delay, task);
        }
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
