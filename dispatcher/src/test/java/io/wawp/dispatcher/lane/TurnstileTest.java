package io.wawp.dispatcher.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class TurnstileTest {
    private static final long NO_REST = Long.MIN_VALUE;
    private static final int HIGH = 0;
    private static final int NORMAL = 1;

    private final Turnstile<String> turnstile = new Turnstile<>();
    private long sequence;

    @Test
    void aNewTurnstileHasNobody() {
        assertTrue(turnstile.isEmpty());
        assertEquals(0, turnstile.standing());
        assertEquals(Optional.empty(), turnstile.next(0));
        assertEquals(Optional.empty(), turnstile.pass(0));
        assertEquals(Long.MAX_VALUE, turnstile.nextRestEnd(0));
    }

    @Nested
    class WhoGoesNext {
        @Test
        void theLowestRankThenDueThenSequenceOfAllLaneHeads() {
            turnstile.stand(1, new Place(1, 20, 1), "later due");
            turnstile.stand(2, new Place(1, 10, 9), "later sequence");
            turnstile.stand(3, new Place(1, 10, 2), "earlier sequence");
            turnstile.stand(4, new Place(0, 99, 99), "lower rank");

            assertEquals(
                    List.of("lower rank", "earlier sequence", "later sequence", "later due"),
                    passAll(0));
        }

        @Test
        void theLowestPlaceWithinALane() {
            turnstile.stand(7, new Place(1, 20, 1), "later due");
            turnstile.stand(7, new Place(1, 10, 9), "later sequence");
            turnstile.stand(7, new Place(1, 10, 2), "earlier sequence");
            turnstile.stand(7, new Place(0, 99, 99), "lower rank");

            List<String> passed = new ArrayList<>();
            while (!turnstile.isEmpty()) {
                passed.add(turnstile.pass(0).orElseThrow());
                turnstile.free(7, NO_REST);
            }

            assertEquals(
                    List.of("lower rank", "earlier sequence", "later sequence", "later due"),
                    passed);
        }

        @Test
        void neverASecondOfALaneThatIsOccupied() {
            stand(1, "first");
            stand(1, "second");

            assertEquals(List.of("first"), passAll(0));

            turnstile.free(1, NO_REST);
            assertEquals(List.of("second"), passAll(0));
        }

        @Test
        void whoIsNextStaysUntilItPasses() {
            stand(1, "first");

            assertEquals(Optional.of("first"), turnstile.next(0));
            assertEquals(Optional.of("first"), turnstile.next(0));
            assertEquals(1, turnstile.standing());
            assertEquals(Optional.of("first"), turnstile.pass(0));
            assertEquals(0, turnstile.standing());
        }

        @Test
        void aLanesNumberMayBeAnyLong() {
            for (long lane : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE, 1L << 32}) {
                stand(lane, "of " + lane);
            }
            assertEquals(5, passAll(0).size());
        }
    }

    @Nested
    class Resting {
        @Test
        void aLaneThatRestsPassesNobodyBeforeItsTime() {
            stand(1, "first");
            stand(1, "second");
            turnstile.pass(0);
            turnstile.free(1, 100);

            assertEquals(Optional.empty(), turnstile.pass(99));
            assertEquals(Optional.of("second"), turnstile.pass(100));
        }

        @Test
        void aLaneRestsEvenIfNobodyStoodWhenItWasFreed() {
            turnstile.occupy(1);
            turnstile.free(1, 100);
            stand(1, "late");

            assertEquals(Optional.empty(), turnstile.next(99));
            assertEquals(Optional.of("late"), turnstile.next(100));
        }

        @Test
        void othersPassInTheMeantime() {
            turnstile.occupy(1);
            turnstile.free(1, 100);
            stand(1, "rests");
            stand(2, "other");

            assertEquals(List.of("other"), passAll(0));
        }

        @Test
        void theNextEndIsTheEarliestOfFreeLanesWithSomebodyStanding() {
            for (long lane = 1; lane <= 4; lane++) {
                turnstile.occupy(lane);
                turnstile.free(lane, 100 * lane);
            }
            assertEquals(Long.MAX_VALUE, turnstile.nextRestEnd(0), "nobody stands");

            stand(2, "until 200");
            stand(3, "until 300");
            turnstile.occupy(2);

            assertEquals(300, turnstile.nextRestEnd(0), "lane 2 is occupied");
            turnstile.free(2, NO_REST);
            assertEquals(200, turnstile.nextRestEnd(0));
            assertEquals(300, turnstile.nextRestEnd(200), "that of lane 2 is over");
            assertEquals(Long.MAX_VALUE, turnstile.nextRestEnd(300));
        }

        @Test
        void ofSeveralHoldersTheLongestRestCounts() {
            turnstile.occupy(1);
            turnstile.occupy(1);
            stand(1, "waits");
            turnstile.free(1, 100);
            turnstile.free(1, 50);

            assertEquals(100, turnstile.nextRestEnd(0));
        }

        @Test
        void aRestSeenToBeOverStaysOverWhenTimeStepsBack() {
            turnstile.occupy(1);
            stand(1, "waits");
            turnstile.free(1, 100);

            assertEquals(Optional.of("waits"), turnstile.next(100));
            assertEquals(Optional.of("waits"), turnstile.next(10));
        }
    }

    @Nested
    class ComingBack {
        @Test
        void goesBeforeAllOfItsLaneWhateverTheirRank() {
            stand(1, "first");
            Place place = place(NORMAL);
            turnstile.pass(0);
            turnstile.stand(1, place(HIGH), "one-time code");

            turnstile.comeBack(1, place, "first", NO_REST);

            assertEquals(List.of("first"), passAll(0));
            turnstile.free(1, NO_REST);
            assertEquals(List.of("one-time code"), passAll(0));
        }

        @Test
        void holdsItsLaneWhileItRests() {
            turnstile.occupy(1);
            turnstile.comeBack(1, place(NORMAL), "again", 100);
            turnstile.stand(1, place(HIGH), "one-time code");

            assertEquals(Optional.empty(), turnstile.pass(99));
            assertEquals(100, turnstile.nextRestEnd(99));
            assertEquals(Optional.of("again"), turnstile.pass(100));
        }

        @Test
        void competesWithOtherLanesByItsOwnPlace() {
            Place place = place(NORMAL);
            turnstile.occupy(1);
            turnstile.comeBack(1, place, "again", NO_REST);
            turnstile.stand(1, place(HIGH), "behind it");
            turnstile.stand(2, place(HIGH), "high");
            turnstile.stand(3, place(NORMAL), "normal, later");

            assertEquals(List.of("high", "again", "normal, later"), passAll(0));
        }

        @Test
        void severalOfOneLaneKeepTheirOrder() {
            Place first = place(NORMAL);
            Place second = place(NORMAL);
            turnstile.occupy(1);
            turnstile.occupy(1);
            turnstile.comeBack(1, first, "first", NO_REST);

            assertEquals(Optional.empty(), turnstile.next(0), "the other is still inside");

            turnstile.comeBack(1, second, "second", NO_REST);
            assertEquals(Optional.of("first"), turnstile.pass(0));
        }

        @Test
        void mayGiveUpLikeAnybody() {
            turnstile.occupy(1);
            turnstile.comeBack(1, place(NORMAL), "again", 100);
            stand(1, "behind");

            assertTrue(turnstile.remove(1, "again"));
            assertEquals(Optional.of("behind"), turnstile.pass(100));
        }
    }

    @Nested
    class Occupying {
        @Test
        void counts() {
            turnstile.occupy(1);
            turnstile.occupy(1);
            stand(1, "waits");

            turnstile.free(1, NO_REST);
            assertEquals(Optional.empty(), turnstile.next(0));
            turnstile.free(1, NO_REST);
            assertEquals(Optional.of("waits"), turnstile.next(0));
        }

        @Test
        void isNotBeingEmpty() {
            turnstile.occupy(1);
            assertFalse(turnstile.isEmpty());
            assertEquals(0, turnstile.standing());

            turnstile.free(1, NO_REST);
            assertTrue(turnstile.isEmpty());
        }

        @Test
        void mustHaveBegunToEnd() {
            stand(1, "waits");
            assertThrows(IllegalStateException.class, () -> turnstile.free(1, NO_REST));
            assertThrows(
                    IllegalStateException.class,
                    () -> turnstile.comeBack(2, place(NORMAL), "nobody", NO_REST));
            assertEquals(1, turnstile.standing());
        }
    }

    @Nested
    class GivingUp {
        @Test
        void letsTheNextOfTheLaneThrough() {
            stand(1, "first");
            stand(1, "second");

            assertTrue(turnstile.remove(1, "first"));
            assertEquals(List.of("second"), passAll(0));
        }

        @Test
        void isTooLateForWhoHasPassedAndForStrangers() {
            stand(1, "first");
            stand(2, "of another lane");
            turnstile.pass(0);

            assertFalse(turnstile.remove(1, "first"));
            assertFalse(turnstile.remove(1, "of another lane"));
            assertFalse(turnstile.remove(3, "stranger"));
            assertEquals(1, turnstile.standing());
        }

        @Test
        void ofAllThatAreGoneLeavesTheOthersAndWhoIsInside() {
            stand(1, "gone 1");
            turnstile.pass(0);
            stand(1, "gone 2");
            stand(1, "stays");
            stand(2, "gone 3");

            assertEquals(
                    List.of("gone 2", "gone 3"),
                    turnstile.removeIf(item -> item.startsWith("gone")).stream().sorted().toList());
            assertEquals(Optional.empty(), turnstile.next(0), "lane 1 is still occupied");
            turnstile.free(1, NO_REST);
            assertEquals(Optional.of("stays"), turnstile.next(0));
        }
    }

    @Test
    void aLaneIsForgottenWhenItIsEmptyFreeAndRested() {
        stand(1, "only");
        turnstile.pass(0);
        turnstile.free(1, 100);
        assertEquals(1, turnstile.lanes(), "it still rests");
        turnstile.next(100);
        assertEquals(0, turnstile.lanes());

        stand(2, "gives up");
        turnstile.remove(2, "gives up");
        assertEquals(0, turnstile.lanes());

        turnstile.occupy(3);
        turnstile.free(3, NO_REST);
        assertEquals(0, turnstile.lanes());
    }

    private void stand(long lane, String item) {
        turnstile.stand(lane, place(NORMAL), item);
    }

    private Place place(int rank) {
        sequence++;
        return new Place(rank, 0, sequence);
    }

    private List<String> passAll(long now) {
        List<String> passed = new ArrayList<>();
        for (Optional<String> next = turnstile.pass(now);
                next.isPresent();
                next = turnstile.pass(now)) {
            passed.add(next.get());
        }
        return passed;
    }
}
