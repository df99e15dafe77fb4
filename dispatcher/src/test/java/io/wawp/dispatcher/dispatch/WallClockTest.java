package io.wawp.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.OutcomeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody sets the wall clock while a number sends: hours ahead, or hours back. */
class WallClockTest {
    /** The profile `standard`: a gap of 2 s, half of it by chance, and 20 in a minute. */
    private static final Duration SHORTEST_GAP = Duration.ofSeconds(1);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(70);
    private static final int MESSAGES = 60;

    private final World world = new World(DispatchSettings.DEFAULT, "standard", false);

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {5 * 60, -5 * 60, 3, -3})
    void aClockThatIsSetNeitherHastensNorStopsANumber(int minutes) {
        for (int i = 0; i < MESSAGES; i++) {
            world.order("m" + i, i).admit();
        }
        Duration jump = Duration.ofMinutes(minutes);
        world.run(Duration.ofSeconds(40));
        int before = world.gateway.calls().size();
        assertTrue(before > 10 && before < MESSAGES, before + " before the jump");
        world.time.jumpWallClock(jump);
        world.run(Duration.ofMinutes(10));

        List<Instant> times =
                IntStream.range(0, world.gateway.calls().size())
                        .mapToObj(i -> {
                            Instant at = world.gateway.calls().get(i).at();
                            return i < before ? at : at.minus(jump);
                        })
                        .toList();
        assertEquals(MESSAGES, times.size(), "each once");
        for (int i = 1; i < MESSAGES; i++) {
            Duration gap = Duration.between(times.get(i - 1), times.get(i));
            assertTrue(gap.compareTo(SHORTEST_GAP) >= 0, i + " came after " + gap);
            assertTrue(gap.compareTo(LONGEST_WAIT) < 0, i + " came after " + gap);
            if (i >= 20) {
                Duration ofTwenty = Duration.between(times.get(i - 20), times.get(i));
                assertTrue(
                        ofTwenty.compareTo(Duration.ofMinutes(1)) >= 0,
                        "21 within " + ofTwenty + " up to " + i);
            }
        }
        for (int i = 0; i < MESSAGES; i++) {
            assertEquals(OutcomeStatus.SENT, world.statusOf("m" + i));
        }
    }
}
