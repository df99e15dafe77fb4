package io.wawp.dispatcher.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.testing.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final ManualTime time = new ManualTime();
    private final Health health = new Health(time);

    @Test
    void livesAndIsReadyWithoutAnyTrouble() {
        assertEquals(List.of(), health.notAlive());
        assertEquals(List.of(), health.notReady());
    }

    @Test
    void whatDoesNotTurnInTimeDoesNotLive() {
        var lastTurn = new AtomicLong(time.nanoTime());
        health.mustTurn("journal", lastTurn::get, Duration.ofSeconds(60));
        time.advance(Duration.ofSeconds(60));
        assertEquals(List.of(), health.notAlive());

        time.advance(Duration.ofSeconds(1));
        assertEquals(
                List.of(new Health.Trouble("journal", "has not turned for 61 s, longer than 60 s")),
                health.notAlive());
        lastTurn.set(time.nanoTime());
        assertEquals(List.of(), health.notAlive());
    }

    @Test
    void whatDoesNotLiveIsNotReadyEither() {
        var running = new AtomicBoolean(false);
        health.mustRun("intake", running::get);

        assertEquals(health.notAlive(), health.notReady());
        assertEquals(1, health.notReady().size());
        running.set(true);
        assertEquals(List.of(), health.notReady());
    }

    @Test
    void whatIsNotReadyMayLive() {
        health.ready("kafka", () -> Optional.of("is away"));

        assertEquals(List.of(), health.notAlive());
        assertEquals(List.of(new Health.Trouble("kafka", "is away")), health.notReady());
    }

    @Test
    void aCheckThatThrowsIsATrouble() {
        health.alive(
                "broken",
                () -> {
                    throw new IllegalStateException("secret");
                });
        String reason = health.notAlive().getFirst().reason();
        assertTrue(reason.contains("IllegalStateException"), reason);
        assertTrue(!reason.contains("secret"), reason);
    }
}
