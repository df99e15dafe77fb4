package io.wawp.dispatcher.model;

/**
 * One ownership of one shard by this worker, from its assignment to the moment it is let go. A
 * shard that comes back is a new tenure, so that what was begun under an old one can never be
 * mistaken for the new. Thread-safe: only the journal ends a tenure, everybody may ask.
 */
public final class Tenure {
    private final int shard;
    private final long epoch;
    private volatile boolean ended;

    public Tenure(int shard, long epoch) {
        this.shard = shard;
        this.epoch = epoch;
    }

    public int shard() {
        return shard;
    }

    /** Counts the ownerships of this worker; larger is newer. */
    public long epoch() {
        return epoch;
    }

    public boolean isCurrent() {
        return !ended;
    }

    /** For the journal alone. Cannot be taken back. */
    public void end() {
        ended = true;
    }

    @Override
    public String toString() {
        return "shard " + shard + " (tenure " + epoch + ")";
    }
}
