package io.wawp.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What goes wrong when: drawn from a seed before anything runs, so that the same seed, length,
 * number of brokers and kinds give the same actions at the same moments. Immutable.
 *
 * @param steps by their moments
 */
record Script(List<Step> steps) {
    private static final Duration FIRST_AT = Duration.ofSeconds(4);
    private static final Duration LONGEST_AWAY = Duration.ofSeconds(60);

    Script {
        steps = List.copyOf(steps);
    }

    /**
     * @param at after the begin of the run
     */
    record Step(Duration at, Action action) {}

    /**
     * Every kind once at the least, if there is time for it, and for the rest by their weights.
     *
     * @param length within which all begin; the last ones may end a little after it
     * @param every how far apart they are on average
     */
    static Script draw(
            long seed, Duration length, Duration every, int brokers, Set<Action.Kind> kinds) {
        var random = new Random(seed);
        List<Duration> moments = moments(random, length, every.toMillis());
        List<Action.Kind> drawn = kinds(random, moments.size(), brokers, kinds);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            Action.Kind kind = drawn.get(i);
            Duration lasting = lasting(random, kind, length);
            steps.add(new Step(moments.get(i), new Action(kind, random.nextLong(), lasting)));
        }
        return new Script(steps);
    }

    private static List<Duration> moments(Random random, Duration length, long everyMillis) {
        List<Duration> moments = new ArrayList<>();
        Duration at = FIRST_AT;
        while (at.compareTo(length) < 0) {
            moments.add(at);
            at = at.plusMillis(everyMillis / 2 + random.nextLong(everyMillis));
        }
        return moments;
    }

    private static List<Action.Kind> kinds(
            Random random, int count, int brokers, Set<Action.Kind> allowed) {
        List<Action.Kind> possible =
                allowed.stream().filter(kind -> kind.fits(brokers)).sorted().toList();
        if (possible.isEmpty()) {
            return List.of();
        }
        List<Action.Kind> urn = new ArrayList<>();
        possible.forEach(kind -> urn.addAll(Collections.nCopies(kind.weight(), kind)));
        List<Action.Kind> drawn = new ArrayList<>(possible);
        while (drawn.size() < count) {
            drawn.add(urn.get(random.nextInt(urn.size())));
        }
        Collections.shuffle(drawn, random);
        return drawn.subList(0, count);
    }

    private static Duration lasting(Random random, Action.Kind kind, Duration length) {
        return switch (kind) {
            // seldom longer than the session, so that somebody else takes over for good
            case KILL_WORKER, STOP_WORKER ->
                    random.nextInt(5) == 0 ? seconds(random, 6, 14) : seconds(random, 0, 2);
            // sometimes longer than a right to send and all waiting of the next owner
            case FREEZE_WORKER ->
                    random.nextInt(4) == 0 ? seconds(random, 20, 40) : seconds(random, 8, 20);
            case STORM -> seconds(random, 12, 20);
            case KILL_BROKER,
                    KILL_LEADER,
                    KILL_GROUP_COORDINATOR,
                    KILL_TRANSACTION_COORDINATOR,
                    FILL_DISK ->
                    seconds(random, 0, 8);
            case RESTART_BROKER -> seconds(random, 0, 3);
            case BROKERS_AWAY -> shorter(LONGEST_AWAY, length.dividedBy(8));
            case GATEWAY_FAULTS -> seconds(random, 4, 12);
            case GATEWAY_AWAY -> seconds(random, 1, 8);
            case NUMBER_OUT -> seconds(random, 3, 15);
        };
    }

    private static Duration seconds(Random random, int least, int most) {
        return Duration.ofMillis(1_000L * least + random.nextLong(1_000L * (most - least)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
