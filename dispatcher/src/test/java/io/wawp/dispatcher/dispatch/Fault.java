package io.wawp.dispatcher.dispatch;

import java.time.Duration;
import java.util.Set;

/** What may happen to a worker at a {@link Point}. */
enum Fault {
    /** Its process is killed; another takes over when the group has noticed. */
    DIES,
    /** It stands still for a moment, unnoticed. */
    NAPS,
    /** It stands still, another takes over, and it goes on while its last send may still begin. */
    STOPS_BRIEFLY,
    /** It stands still, another takes over, and it goes on a minute later. */
    STOPS_FOR_A_MINUTE,
    /** It stands still, another takes over and has long decided when it goes on. */
    STOPS_FOR_LONG,
    /** Its shard goes to another in an orderly rebalance. */
    HANDS_OVER,
    /** The commit takes longer than the right to send lives, such as after aborts. */
    COMMITS_SLOWLY,
    /** It is not told how the commit ended; it was committed. It rejoins and restores. */
    LOSES_A_COMMIT,
    /** It is not told how the commit ended; it was aborted. It rejoins and restores. */
    LOSES_AN_ABORT;

    private static final Set<Fault> OF_A_COMMIT =
            Set.of(COMMITS_SLOWLY, LOSES_A_COMMIT, LOSES_AN_ABORT);

    /** Whether it can happen there, and is within what is promised. */
    boolean canHappenAt(Point point) {
        if (OF_A_COMMIT.contains(this)) {
            return point == Point.BEFORE_COMMIT;
        }
        // Nothing stops a request that is about to be written by a process that stands still right
        // then; what a new owner waits for covers only a while of it.
        boolean tooLong = this == STOPS_FOR_A_MINUTE || this == STOPS_FOR_LONG;
        return !(tooLong && point == Point.ALLOWED);
    }

    /** How long it stands still; zero where it does not, or never goes on. */
    Duration standsStill() {
        return switch (this) {
            case NAPS -> Duration.ofSeconds(5);
            case STOPS_BRIEFLY -> Duration.ofSeconds(9);
            case STOPS_FOR_A_MINUTE -> Duration.ofSeconds(60);
            case STOPS_FOR_LONG -> Duration.ofMinutes(10);
            case DIES, HANDS_OVER, COMMITS_SLOWLY, LOSES_A_COMMIT, LOSES_AN_ABORT -> Duration.ZERO;
        };
    }

    /** When the shard has an owner again; negative where it keeps the one that it has. */
    Duration ownedAgainAfter() {
        return switch (this) {
            case DIES, STOPS_FOR_A_MINUTE, STOPS_FOR_LONG -> Duration.ofSeconds(10);
            case STOPS_BRIEFLY -> Duration.ofSeconds(7);
            case LOSES_A_COMMIT, LOSES_AN_ABORT -> Duration.ofSeconds(2);
            case NAPS, COMMITS_SLOWLY, HANDS_OVER -> Duration.ofSeconds(-1);
        };
    }
}
