package io.wawp.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one run is to be.
 *
 * @param seed draws the script and the commands
 * @param length of the troubles; draining and auditing come on top
 * @param every how far apart two actions are on average
 * @param brokers 1 or 3
 * @param workers at a time
 * @param rate commands a second
 * @param groupProtocol {@code classic} or {@code consumer}
 * @param kinds of actions
 * @param keep where logs and data stay whatever happens; null for a directory that goes with a
 *     clean run
 */
record ChaosSettings(
        long seed,
        Duration length,
        Duration every,
        int brokers,
        int workers,
        int rate,
        String groupProtocol,
        Set<Action.Kind> kinds,
        @Nullable Path keep) {

    static final int DEFAULT_WORKERS = 4;
    static final int DEFAULT_RATE = 300;
    static final int DEFAULT_SECONDS_APART = 3;

    ChaosSettings {
        kinds = Set.copyOf(kinds);
    }

    /** The call that draws the same script again. */
    String replay() {
        var call = new StringBuilder("./wawp chaos --seed " + seed);
        call.append(" --minutes ").append(plain(length.toMillis() / 60_000.0));
        call.append(" --every ").append(plain(every.toMillis() / 1_000.0));
        call.append(" --brokers ").append(brokers);
        call.append(" --workers ").append(workers);
        call.append(" --rate ").append(rate);
        if (!groupProtocol.equals("classic")) {
            call.append(" --group-protocol ").append(groupProtocol);
        }
        if (kinds.size() < Action.Kind.values().length) {
            call.append(" --only ")
                    .append(
                            String.join(
                                    ",", kinds.stream().sorted().map(Action.Kind::word).toList()));
        }
        return call.toString();
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
