package io.wawp.dispatcher.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen in a simulation.
 *
 * @param ways what becomes of a command's sends, one each; what is sent after them is accepted
 * @param readAfter how long after it was sent a message is read, so that it is followed no more;
 *     null for never
 * @param commitsAfter how long after something is to be committed a transaction begins; all that
 *     comes until then goes with it
 */
record Plan(
        InDoubtPolicy policy,
        String pacing,
        Typings typing,
        Listing listing,
        Map<String, List<Way>> ways,
        Faults faults,
        @Nullable Duration readAfter,
        Duration commitsAfter) {

    /** What happens to a worker. */
    interface Faults {
        /**
         * What happens at a point, or null.
         *
         * @param worker 0 for the first one
         * @param index how many points it came to before
         */
        @Nullable Fault at(int worker, int index, Point point);
    }

    static final Faults NONE = (worker, index, point) -> null;

    /** Everything goes well. */
    static final Plan SMOOTH =
            new Plan(
                    InDoubtPolicy.RESEND,
                    "standard",
                    Typings.OFF,
                    Listing.WORKS,
                    Map.of(),
                    NONE,
                    null,
                    Duration.ZERO);

    Plan policy(InDoubtPolicy other) {
        return new Plan(other, pacing, typing, listing, ways, faults, readAfter, commitsAfter);
    }

    Plan pacing(String other) {
        return new Plan(policy, other, typing, listing, ways, faults, readAfter, commitsAfter);
    }

    Plan typing(Typings other) {
        return new Plan(policy, pacing, other, listing, ways, faults, readAfter, commitsAfter);
    }

    Plan listing(Listing other) {
        return new Plan(policy, pacing, typing, other, ways, faults, readAfter, commitsAfter);
    }

    Plan ways(Map<String, List<Way>> others) {
        return new Plan(policy, pacing, typing, listing, others, faults, readAfter, commitsAfter);
    }

    Plan way(String command, Way... all) {
        return ways(Map.of(command, List.of(all)));
    }

    Plan faults(Faults others) {
        return new Plan(policy, pacing, typing, listing, ways, others, readAfter, commitsAfter);
    }

    /** One fault at the first worker's point of that kind, the first it comes to. */
    Plan first(Point at, Fault fault) {
        return faults((worker, index, point) -> worker == 0 && point == at ? fault : null);
    }

    Plan readAfter(Duration time) {
        return new Plan(policy, pacing, typing, listing, ways, faults, time, commitsAfter);
    }

    Plan commitsAfter(Duration time) {
        return new Plan(policy, pacing, typing, listing, ways, faults, readAfter, time);
    }
}
