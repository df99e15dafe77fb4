package io.wawp.dispatcher.delivery;

import io.wawp.common.command.InstanceId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to look: one look at a time for an instance, a bounded number over all, and the
 * instances one after the other. Guarded by the tracker's lock.
 */
final class Turns {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final int atOnce;
    private final Map<InstanceId, Turn> turns = new HashMap<>();
    private final Queue<Turn> ready = new ArrayDeque<>();
    private int running;

    Turns(int atOnce) {
        this.atOnce = atOnce;
    }

    /** What is due of one instance. What went elsewhere meanwhile is not due any more. */
    static final class Turn {
        final InstanceId instanceId;
        final Queue<Followed> due = new ArrayDeque<>();
        private @Nullable Long pausedUntil;
        private int failures;
        private boolean taken;

        Turn(InstanceId instanceId) {
            this.instanceId = instanceId;
        }

        /** Wawp answered: no pause is due any more. */
        void answered() {
            failures = 0;
            pausedUntil = null;
        }

        /**
         * Wawp as such gave no answer: a pause, longer each time.
         *
         * @param now of the monotonic clock: the wall clock may be set back
         */
        void pause(long now) {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures++, 10));
            Duration length = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
            pausedUntil = now + length.toNanos();
        }

        /** For how long it looks at nothing; zero when it does not pause. */
        Duration pauseLeft(long now) {
            long left = pausedUntil == null ? 0 : pausedUntil - now;
            return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
        }
    }

    Turn of(InstanceId instanceId) {
        return turns.computeIfAbsent(instanceId, Turn::new);
    }

    void add(Turn turn, Followed due) {
        turn.due.add(due);
        if (!turn.taken) {
            turn.taken = true;
            ready.add(turn);
        }
    }

    /** Who may look now; null when nobody is left or enough look already. */
    @Nullable Turn begin() {
        if (running >= atOnce) {
            return null;
        }
        Turn turn = ready.poll();
        if (turn != null) {
            running++;
        }
        return turn;
    }

    /** The look of one that began is over. */
    void end(Turn turn) {
        running--;
        turn.taken = !turn.due.isEmpty();
        if (turn.taken) {
            ready.add(turn);
        } else if (turn.failures == 0) {
            turns.remove(turn.instanceId, turn);
        }
    }
}
