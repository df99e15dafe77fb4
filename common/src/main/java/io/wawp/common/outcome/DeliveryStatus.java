package io.wawp.common.outcome;

/** How far a sent message got; WhatsApp's acks by name. */
public enum DeliveryStatus {
    /** Ack -1. */
    ERROR(-1),
    /** Ack 1: WhatsApp's servers have it. */
    SERVER(1),
    /** Ack 2: the recipient's phone has it. */
    DEVICE(2),
    /** Ack 3. */
    READ(3),
    /** Ack 4: a voice note was played. */
    PLAYED(4),
    /** We stopped looking before it was known to have arrived. */
    UNCONFIRMED(0);

    private final int ack;

    DeliveryStatus(int ack) {
        this.ack = ack;
    }

    /** WhatsApp's number for it; 0, still pending, for {@link #UNCONFIRMED}. */
    public int ack() {
        return ack;
    }
}
