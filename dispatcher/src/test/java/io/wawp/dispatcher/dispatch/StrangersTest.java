package io.wawp.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.InstanceId;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Anybody may write any instance into a command: those that nobody knows leave nothing behind. */
class StrangersTest {
    private static final Duration GRACE = DispatchSettings.DEFAULT.unknownInstanceGrace();

    /** Below this nothing is looked through. */
    private static final int FEW = 100;

    @Test
    void instancesThatNobodyKnowsAreForgottenWhenTheirCommandsHaveEnded() {
        try (var world = new World()) {
            for (int wave = 0; wave < 20; wave++) {
                wave(world, wave, 100);
                world.run(GRACE.multipliedBy(2));
            }

            assertEquals(ReasonCode.UNKNOWN_INSTANCE, world.errorOf("c-19-99").code());
            assertEquals(2_000, world.journal.outcomes().size());
            assertTrue(
                    world.dispatcher.lines() <= 2 * FEW + 1,
                    () -> "of 2,000 are kept " + world.dispatcher.lines());
        }
    }

    @Test
    void commandsThatWaitForAnUnknownInstanceKeepTheirPlaces() {
        try (var world = new World()) {
            var late = new InstanceId("late");
            world.order("waits", 1)
                    .of(late)
                    .notBefore(world.time.now().plus(Duration.ofHours(1)))
                    .admit();
            for (int wave = 0; wave < 5; wave++) {
                wave(world, wave, 100);
                world.run(GRACE.multipliedBy(2));
            }
            world.know(late, "off");
            world.dispatcher.accountsChanged();
            world.run(Duration.ofHours(2));

            assertEquals(OutcomeStatus.SENT, world.statusOf("waits"));
        }
    }

    @Test
    void whatIsRememberedOfANumberOutlivesItsCredentials() {
        try (var world = new World()) {
            var number = new InstanceId("number");
            world.know(number, "standard");
            world.order("first", 1).of(number).admit();
            world.run(Duration.ofSeconds(1));
            world.accounts.remove(number);
            for (int wave = 0; wave < 5; wave++) {
                wave(world, wave, 100);
                world.run(Duration.ZERO);
            }
            world.know(number, "standard");
            world.order("second", 2).of(number).admit();
            world.run(Duration.ofMillis(500));

            assertTrue(world.isOpen("second"), "its pace is known");
        }
    }

    private static void wave(World world, int wave, int size) {
        world.admitAll(
                IntStream.range(0, size)
                        .mapToObj(i ->
                                world.order("c-" + wave + "-" + i, 1)
                                        .of(new InstanceId("nobody-" + wave + "-" + i)))
                        .toArray(World.Order[]::new));
    }
}
