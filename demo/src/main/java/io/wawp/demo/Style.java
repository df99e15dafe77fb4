package io.wawp.demo;

import java.io.Console;
import java.util.Map;
import java.util.Optional;

/**
 * Colours, or none. Only colours: no cursor is ever moved, so what is shown can be piped, scrolled
 * and copied.
 */
record Style(boolean colour) {

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

    /** Colours on a terminal that can show them, unless {@code NO_COLOR} asks for none. */
    static Style of(Map<String, String> environment, boolean terminal) {
        boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Style(terminal && !unwanted && !dumb);
    }

    static boolean isTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    String paint(Tone tone, String text) {
        return !colour || tone.code.isEmpty() || text.isEmpty()
                ? text
                : "\u001b[" + tone.code + "m" + text + "\u001b[0m";
    }
}
