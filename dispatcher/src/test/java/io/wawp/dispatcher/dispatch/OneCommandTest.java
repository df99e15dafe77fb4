package io.wawp.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One command, every way its send can go, and everything that can happen to its worker at every
 * step; and to the heir, at every step of its own. A second command of the chat waits behind it.
 */
class OneCommandTest {
    private final List<String> wrong = new ArrayList<>();
    private int simulations;

    @Test
    void everyFaultAtEveryStepOfEveryWay() {
        for (Way way : Way.ALL) {
            for (InDoubtPolicy policy : InDoubtPolicy.values()) {
                strikeEverywhere(Plan.SMOOTH.policy(policy).way("one", way));
            }
        }
        conclude(1);
    }

    @Test
    void everyFaultAtEveryStepWhileTyping() {
        for (Way way : Way.ALL) {
            strikeEverywhere(Plan.SMOOTH.typing(true).way("one", way));
        }
        conclude(1);
    }

    @Test
    void everyFaultAtEveryStepWithEveryListing() {
        for (Listing listing : Listing.values()) {
            strikeEverywhere(Plan.SMOOTH.listing(listing).way("one", Way.UNCLEAR_AND_SENT));
            strikeEverywhere(Plan.SMOOTH.listing(listing).way("one", Way.UNCLEAR_AND_NOT_SENT));
            strikeEverywhere(Plan.SMOOTH.listing(listing).way("one", Way.NAMELESS));
        }
        conclude(1);
    }

    @Test
    void everyWayAfterEveryWay() {
        for (Way first : Way.ALL) {
            for (Way second : Way.ALL) {
                for (InDoubtPolicy policy : InDoubtPolicy.values()) {
                    simulate(Plan.SMOOTH.policy(policy).way("one", first, second));
                }
            }
        }
        conclude(Way.ALL.size() * Way.ALL.size() * 2);
    }

    @Test
    void theHeirDiesAtEveryStepAfterADeathAtEveryStep() {
        for (Way way : Way.ALL) {
            Plan plan = Plan.SMOOTH.way("one", way);
            int steps = simulate(plan).getFirst().size();
            for (int i = 0; i < steps; i++) {
                int heirs = simulate(plan.faults(deaths(i))).get(1).size();
                for (int j = 0; j < heirs; j++) {
                    simulate(plan.faults(deaths(i, j)));
                }
            }
        }
        conclude(1);
    }

    /** All that there is, at once. */
    @Tag("long")
    @Test
    void everyFaultAtEveryStepOfEveryTwoWaysWithEveryListing() {
        for (Listing listing : Listing.values()) {
            for (Way first : Way.ALL) {
                for (Way second : Way.ALL) {
                    for (InDoubtPolicy policy : InDoubtPolicy.values()) {
                        strikeEverywhere(
                                Plan.SMOOTH
                                        .policy(policy)
                                        .listing(listing)
                                        .typing(true)
                                        .way("one", first, second));
                    }
                }
            }
        }
        conclude(1);
    }

    /** Without a fault, and with each that can be, at each point that the first worker comes to. */
    private void strikeEverywhere(Plan plan) {
        List<Point> points = simulate(plan).getFirst();
        for (int i = 0; i < points.size(); i++) {
            for (Fault fault : Fault.values()) {
                int at = i;
                if (fault.canHappenAt(points.get(i))) {
                    simulate(
                            plan.faults((worker, index, point) ->
                                    worker == 0 && index == at ? fault : null));
                }
            }
        }
    }

    /** One worker after the other dies, each at the step of that number. */
    private static Plan.Faults deaths(int... steps) {
        return (worker, index, point) ->
                worker < steps.length && index == steps[worker] ? Fault.DIES : null;
    }

    private List<List<Point>> simulate(Plan plan) {
        simulations++;
        try (var simulation = new Simulation(plan)) {
            simulation.order("one", 1).readAfter(Duration.ZERO);
            simulation.order("two", 1).readAfter(Duration.ofMillis(10));
            simulation.order("three", 2).readAfter(Duration.ofMillis(20));
            simulation.run();
            List<String> breaches = new ArrayList<>(Invariants.all(simulation.history));
            if (simulation.broken() > 0) {
                breaches.add("a walk broke an assumption");
            }
            if (!breaches.isEmpty()) {
                wrong.add(plan + "\n" + breaches + simulation.history);
            }
            return simulation.points();
        }
    }

    private void conclude(int expected) {
        System.out.println(simulations + " simulations, " + wrong.size() + " of them wrong");
        wrong.stream().limit(5).forEach(System.out::println);
        assertTrue(wrong.isEmpty(), () -> wrong.size() + " wrong, the first: " + wrong.getFirst());
        assertEquals(expected, simulations, "simulations");
    }
}
