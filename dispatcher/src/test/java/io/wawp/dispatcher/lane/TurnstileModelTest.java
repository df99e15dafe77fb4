package io.wawp.dispatcher.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random steps of any kind, taken by the turnstile and by its naive model alike. */
final class TurnstileModelTest {
    private record Visitor(long lane, int number) {}

    private final Turnstile<Visitor> turnstile = new Turnstile<>();
    private final NaiveTurnstile<Visitor> model = new NaiveTurnstile<>();
    private final Map<Visitor, Place> places = new HashMap<>();
    private final List<Visitor> standing = new ArrayList<>();
    private final List<Visitor> inside = new ArrayList<>();
    private final Set<Visitor> ended = new HashSet<>();
    private int numbers;
    private long now = 1_000;

    static LongStream seeds() {
        return LongStream.concat(
                LongStream.rangeClosed(1, 20), RandomGenerator.getDefault().longs(5));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void doesWhatTheModelDoesAndLosesNobody(long seed) {
        System.out.println("TurnstileModelTest seed " + seed);
        RandomGenerator random = new SplittableRandom(seed);
        int lanes = 1 + random.nextInt(12);
        int crowd = 5 + random.nextInt(60);

        for (int step = 0; step < 3_000; step++) {
            String where = "seed " + seed + ", step " + step;
            takeAStep(random, lanes, crowd, where);
            assertEquals(model.standing(), turnstile.standing(), where);
            assertEquals(model.isEmpty(), turnstile.isEmpty(), where);
            assertEquals(model.next(now), turnstile.next(now), where);
            assertEquals(model.nextRestEnd(now), turnstile.nextRestEnd(now), where);
        }
        leaveAll("seed " + seed);
    }

    private void takeAStep(RandomGenerator random, int lanes, int crowd, String where) {
        int kind = random.nextInt(100);
        if (kind < 35) {
            if (standing.size() < crowd) {
                stand(random, lanes);
            }
        } else if (kind < 65) {
            pass(where);
        } else if (kind < 80) {
            end(random);
        } else if (kind < 87) {
            comeBack(random);
        } else if (kind < 90) {
            occupy(random, lanes);
        } else if (kind < 94) {
            giveUp(random, where);
        } else if (kind < 95) {
            giveUpMany(random, where);
        } else {
            // mostly on, now and then back
            now += random.nextInt(-5, 40);
        }
    }

    private Visitor arrive(RandomGenerator random, int lanes) {
        Visitor visitor = new Visitor(random.nextInt(lanes) - 1, numbers++);
        places.put(
                visitor,
                new Place(random.nextInt(3), now + random.nextInt(-50, 3), visitor.number()));
        return visitor;
    }

    private void stand(RandomGenerator random, int lanes) {
        Visitor visitor = arrive(random, lanes);
        turnstile.stand(visitor.lane(), placeOf(visitor), visitor);
        model.stand(visitor.lane(), placeOf(visitor), visitor);
        standing.add(visitor);
    }

    private void occupy(RandomGenerator random, int lanes) {
        Visitor visitor = arrive(random, lanes);
        turnstile.occupy(visitor.lane());
        model.occupy(visitor.lane());
        inside.add(visitor);
    }

    private void pass(String where) {
        Optional<Visitor> expected = model.pass(now);
        assertEquals(expected, turnstile.pass(now), where);
        expected.ifPresent(visitor -> {
            assertEquals(1, model.holders(visitor.lane()), "two of one lane, " + where);
            assertTrue(standing.remove(visitor), where);
            inside.add(visitor);
        });
    }

    private void end(RandomGenerator random) {
        if (!inside.isEmpty()) {
            Visitor visitor = inside.remove(random.nextInt(inside.size()));
            long until = rest(random);
            turnstile.free(visitor.lane(), until);
            model.free(visitor.lane(), until);
            ended.add(visitor);
        }
    }

    private void comeBack(RandomGenerator random) {
        if (!inside.isEmpty()) {
            Visitor visitor = inside.remove(random.nextInt(inside.size()));
            long until = rest(random);
            turnstile.comeBack(visitor.lane(), placeOf(visitor), visitor, until);
            model.comeBack(visitor.lane(), placeOf(visitor), visitor, until);
            standing.add(visitor);
        }
    }

    private void giveUp(RandomGenerator random, String where) {
        List<Visitor> anybody = random.nextInt(4) == 0 ? inside : standing;
        if (!anybody.isEmpty()) {
            Visitor visitor = anybody.get(random.nextInt(anybody.size()));
            boolean stands = model.remove(visitor.lane(), visitor);
            assertEquals(stands, turnstile.remove(visitor.lane(), visitor), where);
            if (stands) {
                standing.remove(visitor);
                ended.add(visitor);
            }
        }
    }

    private void giveUpMany(RandomGenerator random, String where) {
        int rest = random.nextInt(3);
        List<Visitor> gone = model.removeIf(visitor -> visitor.number() % 3 == rest);
        assertEquals(
                Set.copyOf(gone),
                Set.copyOf(turnstile.removeIf(visitor -> visitor.number() % 3 == rest)),
                where);
        standing.removeAll(gone);
        ended.addAll(gone);
    }

    /** Nobody was lost: all who still stand get through, in the model's order. */
    private void leaveAll(String where) {
        while (!turnstile.isEmpty()) {
            while (!inside.isEmpty()) {
                Visitor visitor = inside.removeLast();
                turnstile.free(visitor.lane(), Long.MIN_VALUE);
                model.free(visitor.lane(), Long.MIN_VALUE);
                ended.add(visitor);
            }
            long restEnd = turnstile.nextRestEnd(now);
            if (turnstile.next(now).isEmpty() && restEnd != Long.MAX_VALUE) {
                now = restEnd;
            }
            pass(where);
        }
        assertEquals(places.keySet(), ended, where);
        now = Long.MAX_VALUE;
        turnstile.next(now);
        assertEquals(0, turnstile.lanes(), where);
    }

    private long rest(RandomGenerator random) {
        return random.nextBoolean() ? Long.MIN_VALUE : now + random.nextInt(-20, 100);
    }

    private Place placeOf(Visitor visitor) {
        Place place = places.get(visitor);
        if (place == null) {
            throw new AssertionError("never arrived: " + visitor);
        }
        return place;
    }
}
