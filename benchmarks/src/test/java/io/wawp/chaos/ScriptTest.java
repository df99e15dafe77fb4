package io.wawp.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {
    private static final Set<Action.Kind> ALL = EnumSet.allOf(Action.Kind.class);
    private static final Duration LENGTH = Duration.ofMinutes(2);
    private static final Duration EVERY = Duration.ofSeconds(3);

    @Test
    void theSameSeedDrawsTheSameActionsAtTheSameMoments() {
        assertEquals(drawn(42, 3), drawn(42, 3));
        assertNotEquals(drawn(42, 3), drawn(43, 3));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyKindThatFitsIsDrawnAtLeastOnce(int brokers) {
        for (long seed = 0; seed < 50; seed++) {
            Set<Action.Kind> drawn = kinds(drawn(seed, brokers));
            for (Action.Kind kind : ALL) {
                assertEquals(kind.fits(brokers), drawn.contains(kind), kind + " with seed " + seed);
            }
        }
    }

    @Test
    void actionsBeginWithinTheRunAndAreAsFarApartAsAsked() {
        List<Script.Step> steps = drawn(7, 1).steps();

        for (int i = 1; i < steps.size(); i++) {
            Duration gap = steps.get(i).at().minus(steps.get(i - 1).at());
            assertTrue(gap.toMillis() >= 1_500 && gap.toMillis() < 4_500, gap.toString());
        }
        assertTrue(steps.getLast().at().compareTo(LENGTH) < 0);
        assertTrue(steps.size() > 30, () -> steps.size() + " steps");
    }

    @Test
    void onlyTheKindsThatAreAskedForAreDrawn() {
        var one = EnumSet.of(Action.Kind.FREEZE_WORKER);
        assertEquals(one, kinds(Script.draw(1, LENGTH, EVERY, 1, one)));
    }

    @Test
    void aFrozenWorkerSleepsLongerThanItsSession() {
        List<Script.Step> steps =
                Script.draw(5, LENGTH, EVERY, 1, EnumSet.of(Action.Kind.FREEZE_WORKER)).steps();

        assertFalse(steps.isEmpty());
        for (Script.Step step : steps) {
            assertTrue(
                    step.action().lasting().compareTo(Duration.ofSeconds(8)) >= 0, step.toString());
        }
    }

    private static Script drawn(long seed, int brokers) {
        return Script.draw(seed, LENGTH, EVERY, brokers, ALL);
    }

    private static Set<Action.Kind> kinds(Script script) {
        return script.steps().stream()
                .map(step -> step.action().kind())
                .collect(Collectors.toSet());
    }
}
