package io.wawp.dispatcher.model;

import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.OutcomeError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one call that sends a message ended. Three answers are kept apart above all: it did happen,
 * it did not happen, it cannot be known.
 */
public sealed interface SendResult {

    /**
     * Wawp has it.
     *
     * @param messageId null when the answer named none (an empty 2xx): to be looked up
     * @param ack WhatsApp's ack in the answer, 0 if there was none
     */
    record Accepted(@Nullable MessageId messageId, int ack) implements SendResult {}

    /** Permanent for this message; another message of the instance may go. */
    record Refused(OutcomeError error) implements SendResult {}

    /**
     * Certainly not sent; safe to try again.
     *
     * @param error its code tells whose fault it is: {@code wawp_unreachable} and {@code
     *     rate_limited} are not the command's
     * @param retryAfter how long Wawp asked to wait, or null
     */
    record NotSent(OutcomeError error, @Nullable Duration retryAfter) implements SendResult {}

    /** It may have been sent: look before anything else. */
    record Unclear(OutcomeError error) implements SendResult {}

    /** Not sent, and the number cannot send at all: close its gate, keep its commands. */
    record InstanceTrouble(OutcomeError error) implements SendResult {}

    /** The right to send was over before the request was written; nothing left this machine. */
    record Lapsed() implements SendResult {}
}
