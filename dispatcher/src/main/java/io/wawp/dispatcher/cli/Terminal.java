package io.wawp.dispatcher.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command writes: results to standard output, everything else to standard error. Colours
 * are for terminals that can show them, unless {@code NO_COLOR} asks for none; the progress line is
 * for terminals alone. Safe for use by several threads, one line at a time.
 */
final class Terminal {
    private static final String LINE_START = "\r\u001b[K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean colour;
    private final boolean progress;
    private final boolean oneScreen;
    private String shown = "";
    private boolean cut;

    private Terminal(
            PrintWriter out, PrintWriter err, boolean colour, boolean progress, boolean oneScreen) {
        this.out = out;
        this.err = err;
        this.colour = colour;
        this.progress = progress;
        this.oneScreen = oneScreen;
    }

    /** What a piece of text is. */
    enum Tone {
        PLAIN(""),
        STRONG("1"),
        FAINT("2"),
        GOOD("32"),
        BAD("31"),
        ODD("33"),
        /** As WhatsApp shows that a message was read. */
        READ("36");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    /** The outputs of the command that is running. */
    static Terminal of(Shell shell, CommandSpec command) {
        Map<String, String> environment = shell.environment();
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                command.commandLine().getOut(),
                command.commandLine().getErr(),
                shell.outIsTerminal() && !dumb && !unwanted,
                shell.errIsTerminal() && !dumb,
                shell.outIsTerminal() && shell.errIsTerminal());
    }

    /** For results: painted on a terminal, plain elsewhere. */
    String paint(Tone tone, String text) {
        return !colour || tone.code.isEmpty() || text.isEmpty()
                ? text
                : "\u001b[" + tone.code + "m" + text + "\u001b[0m";
    }

    /** Whether a progress line would be seen. */
    boolean showsProgress() {
        return progress;
    }

    /** A line of what was asked for, on standard output. */
    synchronized void result(String line) {
        if (oneScreen) {
            clear();
        }
        out.println(line);
        cut |= out.checkError(); // flushes
    }

    /**
     * Whether a result could not be written: nobody reads standard output any more, as behind
     * {@code | head -1}. Known only after the next result.
     */
    synchronized boolean isCut() {
        return cut;
    }

    /** A line about how it goes, on standard error. */
    synchronized void say(String line) {
        clear();
        err.println(line);
        err.flush();
    }

    /**
     * Shows the state of things in one line of standard error, in the place of the one before; does
     * nothing where nobody looks. The next {@link #say} or {@link #result} takes its place.
     */
    synchronized void progress(String line) {
        if (progress && !line.equals(shown)) {
            err.print(LINE_START + line);
            err.flush();
            shown = line;
        }
    }

    /** Takes the progress line away. */
    synchronized void clear() {
        if (!shown.isEmpty()) {
            err.print(LINE_START);
            err.flush();
            shown = "";
        }
    }
}
