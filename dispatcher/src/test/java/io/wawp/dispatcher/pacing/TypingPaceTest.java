package io.wawp.dispatcher.pacing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.common.command.Contact;
import io.wawp.common.command.Content;
import io.wawp.common.command.MediaFile;
import io.wawp.common.command.Typing;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TypingPaceTest {
    private static final Content TEXT = new Content.Text("x".repeat(60));

    @ParameterizedTest(name = "{0} characters, draw {1}: {2}")
    @CsvSource({
        "60, 0.5, PT4S", // 15 a second
        "60, 0, PT5.714S", // 10.5 a second
        "60, 0.9999999999, PT3.077S", // 19.5 a second
        "75, 0.5, PT5S",
        "15, 0.5, PT1S",
        "1, 0.5, PT1S", // never shorter
        "119, 0.5, PT7.933S",
        "120, 0.5, PT8S",
        "4096, 0.5, PT8S", // never longer
        "1, 0, PT1S",
        "4096, 0.9999999999, PT8S",
    })
    void aTextIsTypedByItsLength(int characters, double draw, Duration typing) {
        TypingPace pace = new TypingPace(true, new FixedDraw(draw));
        assertEquals(
                typing, pace.before(new Typing.Auto(), new Content.Text("x".repeat(characters))));
    }

    @Test
    void aCharacterIsACodePoint() {
        TypingPace pace = new TypingPace(true, FixedDraw.MIDDLE);
        assertEquals(
                Duration.ofSeconds(4),
                pace.before(new Typing.Auto(), new Content.Text("\uD83D\uDE00".repeat(60))));
    }

    static Stream<Content> others() {
        MediaFile file = new MediaFile("https://files.example/a.bin", "a.bin", "image/png");
        return Stream.of(
                new Content.Image(file, "x".repeat(600)),
                new Content.Pdf(file, null),
                new Content.Voice(file, true),
                new Content.Video(file, null, true, false),
                new Content.Poll("Which?", List.of("one", "two"), false),
                new Content.Vcard(List.of(new Contact("Ann", "+447441429009", null, null))),
                new Content.Location(BigDecimal.ONE, BigDecimal.TEN, null, null));
    }

    @ParameterizedTest
    @MethodSource("others")
    void allOthersAreTypedForTheSameTime(Content content) {
        TypingPace pace = new TypingPace(true, FixedDraw.HIGHEST);
        assertEquals(Duration.ofMillis(1_500), pace.before(new Typing.Auto(), content));
    }

    @Test
    void aFixedTimeIsTakenAsGiven() {
        TypingPace pace = new TypingPace(true, FixedDraw.LOWEST);
        Typing fixed = new Typing.Fixed(Duration.ofSeconds(20));
        assertEquals(Duration.ofSeconds(20), pace.before(fixed, TEXT));
    }

    @Test
    void offIsNotTyped() {
        TypingPace pace = new TypingPace(true, FixedDraw.LOWEST);
        assertEquals(Duration.ZERO, pace.before(new Typing.Off(), TEXT));
    }

    @Test
    void nothingIsTypedWhenTypingIsDisabled() {
        TypingPace pace = new TypingPace(false, RandomGenerator.getDefault());
        assertEquals(Duration.ZERO, pace.before(new Typing.Auto(), TEXT));
        assertEquals(Duration.ZERO, pace.before(new Typing.Fixed(Duration.ofSeconds(3)), TEXT));
    }
}
