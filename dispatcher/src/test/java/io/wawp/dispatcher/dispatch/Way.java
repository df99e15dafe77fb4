package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.SendResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one send: the answer, and apart from it the truth. The request takes effect when
 * it was written, whatever happens to the worker then.
 */
enum Way {
    NAMED(accepted(new MessageId("any")), 500, 0),
    NAMELESS(accepted(null), 500, 0),
    /** Its message shows in the chat only when nobody looks for its id any more. */
    NAMELESS_AND_LATE(accepted(null), 500, 20_000),
    REFUSED(new SendResult.Refused(error(ReasonCode.WAWP_REJECTED)), 500, Way.NEVER),
    FAILED(new SendResult.NotSent(error(ReasonCode.WAWP_UPSTREAM_ERROR), null), 500, Way.NEVER),
    LIMITED(
            new SendResult.NotSent(error(ReasonCode.RATE_LIMITED), Duration.ofSeconds(20)),
            500,
            Way.NEVER),
    /** No connection: nothing is written. */
    UNREACHABLE(new SendResult.NotSent(error(ReasonCode.WAWP_UNREACHABLE), null), 0, Way.NEVER),
    TROUBLE(new SendResult.InstanceTrouble(error(ReasonCode.SESSION_NOT_WORKING)), 500, Way.NEVER),
    UNCLEAR_AND_NOT_SENT(unclear(), 30_000, Way.NEVER),
    UNCLEAR_AND_SENT(unclear(), 30_000, 0),
    /** The connection breaks at once, and Wawp sends the message at the end of its time. */
    BROKEN_AND_SENT_LATE(unclear(), 1_000, 30_000),
    /** The message shows in the chat shortly before its absence would count. */
    UNCLEAR_AND_SHOWN_LATE(unclear(), 30_000, 110_000),
    /** Beyond what is promised: it shows when its absence has long counted. */
    UNCLEAR_AND_SHOWN_TOO_LATE(unclear(), 30_000, 200_000),
    /** No connection is free until the right to send is over. */
    LEASED_TOO_LATE(accepted(new MessageId("any")), 500, 0);

    private static final int NEVER = -1;

    /** Those for which nothing may go wrong. */
    static final List<Way> ALL =
            Stream.of(values()).filter(way -> way != UNCLEAR_AND_SHOWN_TOO_LATE).toList();

    @SuppressWarnings("ImmutableEnumChecker") // its endings are records
    private final SendResult answer;

    private final int answeredAfter;
    private final int arrivesAfter;

    Way(SendResult answer, int answeredAfter, int arrivesAfter) {
        this.answer = answer;
        this.answeredAfter = answeredAfter;
        this.arrivesAfter = arrivesAfter;
    }

    /** The answer, with the message's id where it tells one. */
    SendResult answer(MessageId id) {
        return answer instanceof SendResult.Accepted accepted && accepted.messageId() != null
                ? new SendResult.Accepted(id, accepted.ack())
                : answer;
    }

    boolean isWritten() {
        return this != UNREACHABLE;
    }

    Duration leases() {
        return this == LEASED_TOO_LATE ? Duration.ofSeconds(12) : Duration.ofMillis(100);
    }

    /** From the first byte of the request. */
    Duration answeredAfter() {
        return Duration.ofMillis(answeredAfter);
    }

    boolean arrives() {
        return arrivesAfter != NEVER;
    }

    /** From the first byte of the request. */
    Duration arrivesAfter() {
        return Duration.ofMillis(arrivesAfter);
    }

    private static SendResult accepted(@Nullable MessageId id) {
        return new SendResult.Accepted(id, 0);
    }

    private static SendResult unclear() {
        return new SendResult.Unclear(error(ReasonCode.WAWP_UNREACHABLE));
    }

    private static OutcomeError error(ReasonCode code) {
        return OutcomeError.of(code, "as the plan says");
    }
}
