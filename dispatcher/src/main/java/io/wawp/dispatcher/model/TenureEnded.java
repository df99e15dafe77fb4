package io.wawp.dispatcher.model;

/**
 * The shard is not ours any more: whoever holds work of it lets go of it at once, makes no call and
 * writes nothing; the next owner goes on from what is committed.
 */
public final class TenureEnded extends Exception {
    private static final long serialVersionUID = 1;

    public TenureEnded(Tenure tenure) {
        super(tenure + " has ended", null, false, false);
    }
}
