package io.wawp.chaos;

/**
 * Since when nothing that stops everybody (no broker, no gateway) has been going on: what a probe
 * finds standing still is measured from there. Safe for use by any thread.
 */
final class Calm {
    // Guarded by this.
    private int disturbances;
    private long since = System.nanoTime();

    /**
     * A trouble begins.
     *
     * @param forAll whether it stops everybody; others do not count
     */
    synchronized void disturb(boolean forAll) {
        disturbances += forAll ? 1 : 0;
    }

    /** A trouble is over that began with the same word. */
    synchronized void over(boolean forAll) {
        if (forAll) {
            disturbances--;
            since = System.nanoTime();
        }
    }

    /** Whether nothing stops everybody now. */
    synchronized boolean is() {
        return disturbances == 0;
    }

    /** Nanoseconds of calm after a moment on the scale of {@link System#nanoTime()}. */
    synchronized long nanosAfter(long moment) {
        long now = System.nanoTime();
        return disturbances > 0 ? 0 : Math.max(0, Math.min(now - since, now - moment));
    }
}
