package io.wawp.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many commands in a few chats, of all priorities, some with equal texts, some for later, some that
 * expire, with every way and every fault at random. A seed that failed is run again with {@code
 * -Dseed=…}, as the first of the seeds.
 */
class ManyCommandsTest {
    private static final int COMMANDS = 30;
    private static final int CHATS = 4;

    /** After so many nothing more happens: else a world where no look works never ends. */
    private static final int MOST_WORKERS = 8;

    private int lostTogether;

    @Test
    void everyInvariantHoldsWhateverHappens() {
        simulate(150);
    }

    @Tag("long")
    @Test
    void everyInvariantHoldsWhateverHappensInManyWorlds() {
        simulate(2_000);
    }

    private void simulate(int worlds) {
        long first = Long.getLong("seed", System.nanoTime());
        System.out.println("seeds " + first + " to " + (first + worlds - 1));
        var wrong = new ArrayList<String>();
        for (int i = 0; i < worlds; i++) {
            List<String> breaches = breaches(first + i);
            if (!breaches.isEmpty()) {
                wrong.add("seed " + (first + i) + ": " + breaches);
            }
        }
        System.out.println(lostTogether + " commits of several steps had no answer");
        wrong.stream().limit(3).forEach(System.out::println);
        assertTrue(wrong.isEmpty(), () -> wrong.size() + " of " + worlds + ": " + wrong.getFirst());
        assertTrue(lostTogether > 0, "no commit of several steps had no answer");
    }

    private List<String> breaches(long seed) {
        var random = new Random(seed);
        try (var simulation = new Simulation(plan(random))) {
            simulation.heirsWallClock(Duration.ofMillis(random.nextInt(-5_000, 5_000)));
            for (int i = 0; i < COMMANDS; i++) {
                order(simulation, random, i);
            }
            simulation.run();
            lostTogether += lostTogether(simulation.history.events());
            List<String> breaches = new ArrayList<>(Invariants.all(simulation.history));
            if (simulation.broken() > 0) {
                breaches.add("a walk broke an assumption");
            }
            if (!breaches.isEmpty()) {
                breaches.add(simulation.plan + simulation.history.toString());
            }
            return breaches;
        }
    }

    /** How many commits of an append and more came about, and nobody was told. */
    private static int lostTogether(List<History.Event> events) {
        int lost = 0;
        for (int i = 0; i < events.size() - 2; i++) {
            boolean struck =
                    events.get(i) instanceof History.Struck one
                            && one.fault() == Fault.LOSES_A_COMMIT;
            boolean several =
                    events.get(i + 1) instanceof History.Committed
                            && !(events.get(i + 2) instanceof History.Took)
                            && events.get(i + 2).at() == events.get(i).at();
            lost += struck && several ? 1 : 0;
        }
        return lost;
    }

    private static void order(Simulation simulation, Random random, int i) {
        Simulation.Order order =
                simulation
                        .order("c" + i, random.nextInt(CHATS))
                        .priority(oneOf(Priority.values(), random));
        if (random.nextInt(3) > 0) {
            order.text("text " + random.nextInt(2)); // few, so that many are the same
        }
        Duration read = Duration.ofMillis(random.nextInt(120_000));
        if (random.nextInt(5) == 0) {
            order.notBefore(read.plusMillis(random.nextInt(-60_000, 60_000)));
        }
        if (random.nextInt(10) == 0) {
            order.lives(read.plusMillis(random.nextInt(60_001, 300_000)));
        }
        order.readAfter(read);
    }

    private static Plan plan(Random random) {
        Map<String, List<Way>> ways = new HashMap<>();
        for (int i = 0; i < COMMANDS; i++) {
            var all = new ArrayList<Way>();
            while (random.nextInt(3) == 0) {
                all.add(Way.ALL.get(random.nextInt(Way.ALL.size())));
            }
            ways.put("c" + i, all);
        }
        int often = random.nextInt(20, 200);
        var faults = new Random(random.nextLong());
        Plan plan =
                Plan.SMOOTH
                        .policy(oneOf(InDoubtPolicy.values(), random))
                        .typing(
                                random.nextBoolean()
                                        ? Typings.OFF
                                        : oneOf(Typings.values(), random))
                        .listing(
                                random.nextBoolean()
                                        ? Listing.WORKS
                                        : oneOf(Listing.values(), random))
                        .ways(ways)
                        .commitsAfter(Duration.ofMillis(random.nextInt(3) * 1_500L))
                        .faults((worker, index, point) ->
                                worker < MOST_WORKERS ? fault(faults, often, point) : null);
        return random.nextBoolean() ? plan.readAfter(Duration.ofSeconds(4)) : plan;
    }

    private static @Nullable Fault fault(Random random, int often, Point point) {
        if (random.nextInt(often) > 0) {
            return null;
        }
        boolean unknown = point == Point.BEFORE_COMMIT && random.nextInt(3) == 0;
        Fault fault = unknown ? Fault.LOSES_A_COMMIT : oneOf(Fault.values(), random);
        return fault.canHappenAt(point) ? fault : null;
    }

    private static <T> T oneOf(T[] all, Random random) {
        return all[random.nextInt(all.length)];
    }
}
