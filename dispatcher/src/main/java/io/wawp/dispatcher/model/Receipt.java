package io.wawp.dispatcher.model;

import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.OutcomeError;

/** What a look at one sent message showed. */
public sealed interface Receipt {

    /**
     * It is there.
     *
     * @param ack -1 error, 0 pending, 1 server, 2 device, 3 read, 4 played; other values are newer
     *     than we are
     */
    record Known(MessageId messageId, int ack) implements Receipt {}

    /** Wawp answered and does not know the message, or says nothing of its ack. */
    record Unknown() implements Receipt {}

    /** No usable answer this time. */
    record Unreadable(OutcomeError error) implements Receipt {}

    /** The instance as such is in trouble. */
    record InstanceTrouble(OutcomeError error) implements Receipt {}
}
