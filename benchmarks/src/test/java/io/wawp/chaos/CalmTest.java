package io.wawp.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.chaos.Calm.Trouble;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CalmTest {
    private static final Set<Trouble> BROKERS = Set.of(Trouble.BROKERS);

    private long now = 1_000;
    private final Calm calm = new Calm(() -> now);

    @Test
    void allTimeCountsWhileNothingIsGoingOn() {
        assertEquals(30, countedAfter(pass(30), BROKERS));
    }

    @Test
    void whatWasCountedBeforeAnOutageStaysCounted() {
        long moment = pass(50);
        outage(Trouble.BROKERS, 7);
        pass(10);
        pass(40);

        assertEquals(90, countedAfter(moment, BROKERS));
    }

    @Test
    void anOutageThatLastsDoesNotCount() {
        long moment = pass(50);
        calm.set(Trouble.BROKERS, true);
        pass(500);

        assertTrue(calm.isOn(Trouble.BROKERS));
        assertEquals(50, countedAfter(moment, BROKERS));
    }

    @Test
    void theTimeRightAfterAnOutageDoesNotCountEither() {
        long moment = pass(50);
        outage(Trouble.BROKERS, 7);
        pass(9);

        assertFalse(calm.isOn(Trouble.BROKERS));
        assertEquals(50, countedAfter(moment, BROKERS));
    }

    @Test
    void onlyWhatIsExcusedIsLeftOut() {
        long moment = pass(50);
        outage(Trouble.GATEWAY, 7);

        assertEquals(57, countedAfter(moment, BROKERS));
        assertEquals(50, countedAfter(moment, Set.of(Trouble.BROKERS, Trouble.GATEWAY)));
    }

    @Test
    void twoTroublesAtOnceAreLeftOutOnce() {
        long moment = pass(50);
        calm.set(Trouble.NOBODY_READY, true);
        pass(5);
        calm.set(Trouble.QUEUE, true);
        pass(5);
        calm.set(Trouble.NOBODY_READY, false);
        pass(5);
        calm.set(Trouble.QUEUE, false);
        pass(5);

        assertEquals(55, countedAfter(moment, Set.of(Trouble.NOBODY_READY, Trouble.QUEUE)));
    }

    @Test
    void aTroubleBeforeTheMomentIsNotTakenOffWhatCameAfterIt() {
        outage(Trouble.BROKERS, 60);
        pass(20);
        long moment = pass(30);

        assertEquals(30, countedAfter(moment, BROKERS));
    }

    /** Returns the moment at which it began. */
    private long pass(long seconds) {
        long before = now;
        now += Duration.ofSeconds(seconds).toNanos();
        return before;
    }

    private void outage(Trouble trouble, long seconds) {
        calm.set(trouble, true);
        pass(seconds);
        calm.set(trouble, false);
    }

    private long countedAfter(long moment, Set<Trouble> excused) {
        return Duration.ofNanos(calm.nanosAfter(moment, excused)).toSeconds();
    }
}
