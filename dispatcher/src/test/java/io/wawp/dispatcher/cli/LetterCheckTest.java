package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.json.CommandLimits;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.cli.Skip.Why;
import io.wawp.dispatcher.model.Original;
import io.wawp.dispatcher.model.Resolution;
import io.wawp.dispatcher.model.Run;
import io.wawp.dispatcher.records.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LetterCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final LetterCheck check =
            new LetterCheck(
                    List.of("wawp.commands"), Duration.ofDays(14), CommandLimits.DEFAULTS, NOW);

    @Test
    void whatCertainlyWasNotSentIsReadyForItsNextRun() {
        Candidate candidate = check.of(new Letter().build());

        assertNull(candidate.skip());
        assertEquals(Run.later(2), candidate.next());
        assertEquals("inst1", assertNotNullAnd(candidate.key()).instanceId().value());
    }

    @Test
    void ofWhatWasNeverJournaledTheNextRunSaysSo() {
        var letter = new Letter();
        letter.unjournaled = true;

        assertEquals(new Run(2, true, null), check.of(letter.build()).next());
    }

    @Test
    void aLetterWithoutItsValueIsSkipped() {
        var letter = new Letter();
        letter.leftOut = "value";

        assertSkipped(Why.VALUE_LEFT_OUT, letter, "produce the command anew");
    }

    @Test
    void aLetterOfATopicThatIsNotReadIsSkipped() {
        var letter = new Letter();
        letter.topic = "other.commands";

        assertSkipped(Why.OTHER_TOPIC, letter, "other.commands");
    }

    @Test
    void aLetterIsRedrivenUpToTheEndOfTheWindow() {
        var letter = new Letter();
        letter.writtenAt = NOW.minus(Duration.ofDays(14)).plusMillis(1);
        assertNull(check.of(letter.build()).skip());

        letter.writtenAt = NOW.minus(Duration.ofDays(14));
        assertSkipped(Why.TOO_OLD, letter, "14 days");
    }

    @Test
    void whatMayHaveBeenSentIsForAPersonToResolve() {
        var letter = new Letter();
        letter.unclear = 1;

        assertSkipped(Why.MAY_HAVE_BEEN_SENT, letter, "./wawp resolve c-1 sent|not-sent");
    }

    @Test
    void aLetterThatDoesNotSayIsLeftToTheWorker() {
        var letter = new Letter();
        letter.unclear = null;

        assertNull(check.of(letter.build()).skip());
    }

    @Test
    void whatWouldBeRejectedAgainIsSkippedWithTheFault() {
        var letter = new Letter();
        letter.value = letter.value.replace("\"hello\"", "\"\"");

        assertSkipped(Why.INVALID, letter, "content.message");
    }

    @Test
    void whatHasExpiredIsSkippedAndWhatNamesNoExpiryIsNot() {
        var letter = new Letter();
        letter.value = letter.value.replace("}}", "},\"expiresAt\":\"2026-11-22T10:00:00Z\"}");
        assertSkipped(Why.EXPIRED, letter, "2026-11-22T10:00:00.000Z");

        letter.value = letter.value.replace("T10:00:00Z", "T10:00:01Z");
        assertNull(check.of(letter.build()).skip());
    }

    @Test
    void aForgottenOneAKeyOfAnotherAndAnAnswerAreSkipped() {
        var letter = new Letter();
        letter.code = "in_doubt";
        assertSkipped(Why.FORGOTTEN, letter, "idempotencyKey of its own");

        letter.code = "idempotency_key_reused";
        assertSkipped(Why.KEY_REUSED, letter, "one of its own");

        letter.code = "text_too_long";
        letter.run = new Run(2, false, Resolution.SENT);
        assertSkipped(Why.RESOLUTION, letter, "resolve the command again");
    }

    @Test
    void ofTwoLettersThatOfTheLaterRunCountsAndOfOneRunThatWhichCanBeRedriven() {
        Candidate ready = check.of(new Letter().build());
        var letter = new Letter();
        letter.writtenAt = NOW.minus(Duration.ofMinutes(1));
        assertWeighsMore(check.of(letter.build()), ready);
        letter.unjournaled = true;
        Candidate unjournaled = check.of(letter.build());
        assertWeighsMore(ready, unjournaled);
        letter.unjournaled = false;
        letter.code = "idempotency_key_reused";
        assertWeighsMore(unjournaled, check.of(letter.build()));
        letter.run = Run.later(2);
        assertWeighsMore(check.of(letter.build()), ready);
    }

    private static void assertWeighsMore(Candidate one, Candidate other) {
        assertTrue(Candidate.BY_WEIGHT.compare(one, other) > 0);
        assertTrue(Candidate.BY_WEIGHT.compare(other, one) < 0);
    }

    private void assertSkipped(Why why, Letter letter, String words) {
        Skip skip = assertNotNullAnd(check.of(letter.build()).skip());
        assertEquals(why, skip.why());
        assertTrue(skip.words().contains(words), skip.words());
    }

    private static <T> T assertNotNullAnd(@Nullable T value) {
        assertNotNull(value);
        return value;
    }

    /** One that is ready, unless something is changed. */
    private static final class Letter {
        private String topic = "wawp.commands";
        private String code = "attempts_exhausted";
        private Run run = Run.FIRST;
        private @Nullable Integer unclear = 0;
        private boolean unjournaled;
        private @Nullable String leftOut;
        private Instant writtenAt = NOW.minus(Duration.ofHours(1));
        private String value =
                """
                {"commandId":"c-1","instanceId":"inst1","chatId":"447441429009",
                 "content":{"type":"text","message":"hello"}}\
                """;

        DeadLetter build() {
            return new DeadLetter(
                    new Source("wawp.dead-letters", 0, 1),
                    writtenAt,
                    new Source(topic, 0, 1),
                    new Original(new byte[0], value.getBytes(UTF_8), List.of(), 0),
                    run,
                    code,
                    "some words",
                    "c-1",
                    1,
                    unclear,
                    unjournaled,
                    leftOut);
        }
    }
}
