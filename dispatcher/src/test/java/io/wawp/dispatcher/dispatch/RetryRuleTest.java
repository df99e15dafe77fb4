package io.wawp.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.model.Attempts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryRuleTest {
    private static final Instant FIRST = Instant.parse("2026-11-22T10:00:00Z");
    private final RetryRule rule = new RetryRule(Duration.ofMinutes(15), new Random(5));

    @ParameterizedTest(name = "after {0} failures at most {1}")
    @CsvSource({"1, PT1S", "2, PT2S", "3, PT4S", "6, PT32S", "7, PT60S", "8, PT60S", "999, PT60S"})
    void theWaitGrowsToAMinuteWithFullJitter(int failures, Duration most) {
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 500; i++) {
            Duration pause = rule.pause(failures);
            assertTrue(pause.isPositive() && pause.compareTo(most) <= 0, pause.toString());
            longest = pause.compareTo(longest) > 0 ? pause : longest;
        }
        assertTrue(longest.compareTo(most.multipliedBy(9).dividedBy(10)) > 0, "full jitter");
    }

    @Test
    void theLastTryIsAtTheEndOfItsTimeAndThenThereIsNone() {
        var attempts = new Attempts(9, 0, FIRST);
        Instant end = FIRST.plus(Duration.ofMinutes(15));
        assertEquals(
                Optional.of(end), rule.next(attempts, Duration.ofHours(1), FIRST.plusSeconds(1)));
        assertEquals(Optional.empty(), rule.next(attempts, null, end));
    }
}
