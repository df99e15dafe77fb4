package io.wawp.chaos;

import java.time.Duration;
import java.util.Locale;

/**
 * One thing that goes wrong on purpose.
 *
 * @param kind what
 * @param draw whom it hits: which worker, partition or number, and how, is worked out from it
 * @param lasting how long it lasts, or how long what was ended stays away
 */
record Action(Kind kind, long draw, Duration lasting) {

    /** What can go wrong. */
    enum Kind {
        /** SIGKILL to a worker. */
        KILL_WORKER(76, 1),
        /** SIGTERM to a worker, which hands over and ends. */
        STOP_WORKER(32, 1),
        /** SIGSTOP to a worker for longer than its session lasts, then SIGCONT: a zombie. */
        FREEZE_WORKER(14, 1),
        /** Workers leave and come back every few seconds. */
        STORM(4, 1),
        /** SIGKILL to a broker, drawn. */
        KILL_BROKER(3, 3),
        /** SIGKILL to the broker that leads a partition of the dispatch topic or the journal. */
        KILL_LEADER(3, 3),
        /** SIGKILL to the broker that coordinates one of the worker's groups. */
        KILL_GROUP_COORDINATOR(3, 3),
        /** SIGKILL to the broker that coordinates the transactions of one of the workers. */
        KILL_TRANSACTION_COORDINATOR(3, 3),
        /** Nothing more fits on a broker's disk: it gives up. */
        FILL_DISK(2, 3),
        /** A broker is stopped in good order and started again. */
        RESTART_BROKER(2, 1),
        /** All brokers are away; stopped in good order. */
        BROKERS_AWAY(1, 1),
        /** The gateway hangs, resets, lies or dawdles, more than it always does. */
        GATEWAY_FAULTS(16, 1),
        /** Nobody listens where the gateway was. */
        GATEWAY_AWAY(4, 1),
        /** A number loses its login for a while. */
        NUMBER_OUT(6, 1);

        private final int weight;
        private final int brokersNeeded;

        Kind(int weight, int brokersNeeded) {
            this.weight = weight;
            this.brokersNeeded = brokersNeeded;
        }

        int weight() {
            return weight;
        }

        boolean fits(int brokers) {
            return brokers >= brokersNeeded;
        }

        /** As an option and a line of the journal name it. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(String word) {
            for (Kind each : values()) {
                if (each.word().equals(word)) {
                    return each;
                }
            }
            throw new IllegalArgumentException(word);
        }
    }

    /** One of so many, counted from 0. */
    int target(int of) {
        return (int) Math.floorMod(draw, (long) of);
    }
}
