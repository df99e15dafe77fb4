package io.wawp.dispatcher.audit;

import java.time.Instant;

/**
 * One call by which Wawp was asked to send a message, as a call log saw it. All calls of one audit
 * are read from one clock, which need not be the workers'.
 *
 * @param begin when it reached Wawp
 * @param end when it was over at Wawp: nothing of it can take effect later
 * @param instanceId by which number
 * @param chatId to whom, in Wawp's form ({@code …@c.us})
 * @param mark the commandId of the command whose message it was; how the message tells is the
 *     caller's affair
 * @param tookEffect whether the message came into the chat, whatever was answered
 */
public record SendCall(
        Instant begin,
        Instant end,
        String instanceId,
        String chatId,
        String mark,
        boolean tookEffect) {

    /** Without phone number. */
    @Override
    public String toString() {
        return "SendCall["
                + mark
                + " by "
                + instanceId
                + ", "
                + begin
                + " to "
                + end
                + (tookEffect ? ", took effect" : "")
                + "]";
    }
}
