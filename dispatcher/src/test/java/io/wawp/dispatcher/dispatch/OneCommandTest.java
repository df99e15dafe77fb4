package io.wawp.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One command, every way its send can go, and everything that can happen to its worker at every
 * step; and to the heir, at every step of its own. A second command of the chat waits behind it.
 */
class OneCommandTest {
    /** Where no look works there is one after the other, and the tenth is like the ninth. */
    private static final int FEW_POINTS = 30;

    private static final int ALL_POINTS = Integer.MAX_VALUE;

    private static final int MOST_TOLD = 5;

    private static final List<Way> FEW =
            List.of(
                    Way.NAMED,
                    Way.NAMELESS,
                    Way.FAILED,
                    Way.UNCLEAR_AND_SENT,
                    Way.UNCLEAR_AND_NOT_SENT);

    private final List<String> wrong = new ArrayList<>();
    private int simulations;
    private int failed;

    @Test
    void everyFaultAtEveryStepOfEveryWay() {
        for (Way way : Way.ALL) {
            for (InDoubtPolicy policy : InDoubtPolicy.values()) {
                strikeEverywhere(Plan.SMOOTH.policy(policy).way("one", way), ALL_POINTS);
            }
        }
        conclude(6_600);
    }

    @Test
    void everyFaultAtEveryStepWhileTyping() {
        for (Way way : Way.ALL) {
            strikeEverywhere(Plan.SMOOTH.typing(Typings.SHOWN).way("one", way), ALL_POINTS);
        }
        for (Way way : FEW) {
            strikeEverywhere(Plan.SMOOTH.typing(Typings.NOT_SHOWN).way("one", way), ALL_POINTS);
            strikeEverywhere(
                    Plan.SMOOTH.typing(Typings.IN_TROUBLE_AT_FIRST).way("one", way), ALL_POINTS);
        }
        conclude(6_481);
    }

    @Test
    void everyFaultAtEveryStepWithEveryListing() {
        for (Listing listing : Listing.values()) {
            Plan plan = Plan.SMOOTH.listing(listing);
            strikeEverywhere(plan.way("one", Way.UNCLEAR_AND_SENT), FEW_POINTS);
            strikeEverywhere(plan.way("one", Way.UNCLEAR_AND_NOT_SENT), FEW_POINTS);
            strikeEverywhere(plan.way("one", Way.NAMELESS), FEW_POINTS);
        }
        conclude(2_971);
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
    void noTroubleOfANumberHoldsAnotherUp() {
        for (Way way : Way.ALL) {
            for (Listing listing : Listing.values()) {
                for (Typings typing : Typings.values()) {
                    Plan plan = Plan.SMOOTH.listing(listing).typing(typing);
                    simulate(plan.way("one", way, way, way, way), OneCommandTest::anothers);
                }
            }
        }
        conclude(Way.ALL.size() * Listing.values().length * Typings.values().length);
    }

    /** While the first number's command is tried, and again when it is long in doubt. */
    private static void anothers(Simulation simulation) {
        for (int i = 0; i < 4; i++) {
            Duration at = Duration.ofMillis(i < 2 ? 1_000 + i : 40_000 + i);
            simulation.order("well-" + i, 10 + i % 2).of(Simulation.WELL).readAfter(at);
        }
    }

    @Test
    void theHeirDiesAtEveryStepAfterADeathAtEveryStep() {
        FEW.forEach(way -> dieTwice(Plan.SMOOTH.way("one", way)));
        conclude(6_777);
    }

    @Tag("long")
    @Test
    void theHeirDiesAtEveryStepAfterADeathAtEveryStepOfEveryWay() {
        Way.ALL.forEach(way -> dieTwice(Plan.SMOOTH.way("one", way)));
        conclude(17_011);
    }

    @Tag("long")
    @Test
    void everyFaultAtEveryStepOfTheHeirAfterADeathAtEveryStep() {
        Set<Fault> all = EnumSet.allOf(Fault.class);
        FEW.forEach(way -> strikeTheHeir(Plan.SMOOTH.way("one", way), all));
        conclude(41_809);
    }

    private void dieTwice(Plan plan) {
        strikeTheHeir(plan, Set.of(Fault.DIES));
    }

    /** The first worker dies at each step of its own, and one of these befalls the heir at each. */
    private void strikeTheHeir(Plan plan, Set<Fault> faults) {
        int steps = simulate(plan).getFirst().size();
        for (int i = 0; i < steps; i++) {
            List<Point> heirs = simulate(plan.faults(dies(i, Fault.DIES, -1))).get(1);
            for (int j = 0; j < heirs.size(); j++) {
                for (Fault fault : faults) {
                    if (fault.canHappenAt(heirs.get(j))) {
                        simulate(plan.faults(dies(i, fault, j)));
                    }
                }
            }
        }
    }

    @Tag("long")
    @Test
    void everyFaultAtEveryStepOfEveryTwoWaysWhileTyping() {
        for (Way first : Way.ALL) {
            for (Way second : Way.ALL) {
                Plan plan = Plan.SMOOTH.typing(Typings.SHOWN).way("one", first, second);
                strikeEverywhere(plan, ALL_POINTS);
            }
        }
        conclude(51_362);
    }

    /** Without a fault, and with each that can be, at each point that the first worker comes to. */
    private void strikeEverywhere(Plan plan, int most) {
        List<Point> points = simulate(plan).getFirst();
        for (int i = 0; i < Math.min(points.size(), most); i++) {
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

    /** The first worker dies at the step of that number, and its heir meets another fault. */
    private static Plan.Faults dies(int step, Fault next, int heirs) {
        return (worker, index, point) ->
                switch (worker) {
                    case 0 -> index == step ? Fault.DIES : null;
                    case 1 -> index == heirs ? next : null;
                    default -> null;
                };
    }

    private List<List<Point>> simulate(Plan plan) {
        return simulate(plan, more -> {});
    }

    private List<List<Point>> simulate(Plan plan, Consumer<Simulation> more) {
        simulations++;
        try (var simulation = new Simulation(plan)) {
            simulation.order("one", 1).readAfter(Duration.ZERO);
            simulation.order("two", 1).readAfter(Duration.ofMillis(10));
            simulation.order("three", 2).readAfter(Duration.ofMillis(20));
            more.accept(simulation);
            simulation.run();
            List<String> breaches = new ArrayList<>(Invariants.all(simulation.history));
            if (simulation.broken() > 0) {
                breaches.add("a walk broke an assumption");
            }
            if (!breaches.isEmpty()) {
                failed++;
                if (wrong.size() < MOST_TOLD) {
                    wrong.add(plan + "\n" + breaches + simulation.history);
                }
            }
            return simulation.points();
        }
    }

    private void conclude(int expected) {
        wrong.forEach(System.out::println);
        assertEquals(0, failed, () -> "failed of " + simulations + ": " + wrong);
        assertEquals(expected, simulations, "simulations");
    }
}
