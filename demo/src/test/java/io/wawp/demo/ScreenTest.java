package io.wawp.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.demo.Style.Tone;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ScreenTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Screen screen =
            new Screen(new PrintStream(bytes, false, UTF_8), new Style(false));

    @Test
    void aLongLineOfTheStoryGoesOnBelowItsWords() {
        screen.story(
                Duration.ofMillis(1_234),
                "typo",
                new Storyteller.Words(
                        "✗",
                        Tone.BAD,
                        "REJECTED unknown_field: priorty is not a field; did you mean priority?"));
        assertEquals(
                """
                   1.2 s  typo       ✗  REJECTED unknown_field: priorty is not a field; did you
                                        mean priority?
                """,
                bytes.toString(UTF_8));
    }

    @Test
    void aStepIsOneLineThatEndsWithItsTime() {
        screen.begin("Kafka broker");
        screen.done("127.0.0.1:9092", Duration.ofMillis(2_345));
        assertEquals(
                "   Kafka broker      127.0.0.1:9092" + " ".repeat(34) + "  2.3 s\n",
                bytes.toString(UTF_8));
    }
}
