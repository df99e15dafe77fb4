package io.wawp.demo;

import io.wawp.demo.Style.Tone;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Everything the demo shows, line by line, for a terminal of 80 columns. Safe for use by several
 * threads, one line at a time.
 */
final class Screen {
    private static final int WIDTH = 80;
    private static final int LABEL = 18;
    private static final int VALUE = 48;
    private static final int NAME = 10;

    private final PrintStream out;
    private final Style style;

    Screen(PrintStream out, Style style) {
        this.out = out;
        this.style = style;
    }

    void blank() {
        print("");
    }

    void heading(String text) {
        print(" " + style.paint(Tone.STRONG, text));
    }

    void text(String text) {
        TextWidth.wrap(text, WIDTH - 2).forEach(line -> print(" " + line));
    }

    /** As it is, however long, to be copied. */
    void verbatim(String text) {
        text.lines().forEach(line -> print("   " + line));
    }

    /** Something begins that takes a moment; {@link #done} ends its line. */
    synchronized void begin(String label) {
        out.print("   " + TextWidth.pad(label, LABEL));
        out.flush();
    }

    void done(String what, Duration took) {
        String shown = TextWidth.pad(what, VALUE);
        print(shown + style.paint(Tone.FAINT, seconds(took)));
    }

    /** The line that was begun comes to no good end. */
    void failed() {
        print(style.paint(Tone.BAD, "failed"));
    }

    /** One line of the story, more if it is long. */
    synchronized void story(Duration since, String name, Storyteller.Words words) {
        String time = style.paint(Tone.FAINT, seconds(since));
        String who = style.paint(Tone.STRONG, TextWidth.pad(name, NAME));
        String start = " " + time + "  " + who + " ";
        int used = 1 + seconds(since).length() + 2 + Math.max(NAME, TextWidth.of(name)) + 1 + 3;
        String sign = TextWidth.pad(words.sign(), 3);
        for (String line : TextWidth.wrap(words.text(), Math.max(20, WIDTH - used))) {
            print(start + style.paint(words.tone(), sign + line));
            start = " ".repeat(used - 3);
            sign = "   ";
        }
    }

    void table(Table table) {
        table.lines(style).forEach(line -> print(" " + line));
    }

    void good(String text) {
        print(" " + style.paint(Tone.GOOD, text));
    }

    void bad(String text) {
        List<String> lines = TextWidth.wrap(text, WIDTH - 2);
        lines.forEach(line -> print(" " + style.paint(Tone.BAD, line)));
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%5.1f s", duration.toMillis() / 1000.0);
    }

    private synchronized void print(String line) {
        out.println(line);
        out.flush();
    }
}
