package io.wawp.dispatcher.instance;

import java.time.Duration;

/** How a wait grows: doubling from its first length to its longest. */
final class BackOff {
    private BackOff() {}

    /**
     * @param steps how often it has grown; 0 for the first wait
     */
    static Duration wait(Duration first, Duration max, int steps) {
        Duration wait = first;
        for (int i = 0; i < steps && wait.compareTo(max) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(max) < 0 ? wait : max;
    }
}
