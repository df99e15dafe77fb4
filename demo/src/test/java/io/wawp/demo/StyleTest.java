package io.wawp.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.demo.Style.Tone;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StyleTest {
    private static final Map<String, String> TERM = Map.of("TERM", "xterm-256color");

    @Test
    void coloursATerminal() {
        assertEquals("\u001b[32mgood\u001b[0m", Style.of(TERM, true).paint(Tone.GOOD, "good"));
    }

    @Test
    void writesPlainTextWhereColoursAreNotSeenOrNotWanted() {
        assertEquals(new Style(false), Style.of(TERM, false));
        assertEquals(new Style(false), Style.of(Map.of("TERM", "dumb"), true));
        assertEquals(new Style(false), Style.of(Map.of(), true));
        assertEquals(new Style(false), Style.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), true));
        assertEquals("good", new Style(false).paint(Tone.GOOD, "good"));
    }

    @Test
    void anEmptyNoColorSaysNothing() {
        assertEquals(new Style(true), Style.of(Map.of("TERM", "xterm", "NO_COLOR", ""), true));
    }
}
