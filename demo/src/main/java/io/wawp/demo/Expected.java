package io.wawp.demo;

import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to become of a command, all of it and nothing else.
 *
 * @param outcomes the statuses told, in their order; the last one ends the command
 * @param code why it ended; null where nothing was wrong
 * @param duplicateOf the command that it repeats, or null
 * @param reconciled whether its answer is lost and it is found in the chat
 * @param calls sends of it that reach Wawp
 * @param copies messages of it in the chat
 * @param delivery the last that is heard of it; null where nothing is
 * @param deadLetter whether its original is kept as a dead letter
 */
record Expected(
        List<OutcomeStatus> outcomes,
        @Nullable ReasonCode code,
        @Nullable String duplicateOf,
        boolean reconciled,
        int calls,
        int copies,
        @Nullable DeliveryStatus delivery,
        boolean deadLetter) {

    Expected {
        outcomes = List.copyOf(outcomes);
        if (outcomes.isEmpty() || !outcomes.getLast().isTerminal()) {
            throw new IllegalArgumentException("outcomes must end with an ending: " + outcomes);
        }
    }

    /** Sent, with the first call, and heard of until then. */
    static Expected sent(DeliveryStatus delivery) {
        return new Expected(
                List.of(OutcomeStatus.ACCEPTED, OutcomeStatus.SENT),
                null,
                null,
                false,
                1,
                1,
                delivery,
                false);
    }

    /** Refused by us: Wawp never hears of it. */
    static Expected rejected(ReasonCode code) {
        return new Expected(List.of(OutcomeStatus.REJECTED), code, null, false, 0, 0, null, true);
    }

    /** Refused by Wawp. */
    static Expected failed(ReasonCode code) {
        return new Expected(
                List.of(OutcomeStatus.ACCEPTED, OutcomeStatus.FAILED),
                code,
                null,
                false,
                1,
                0,
                null,
                true);
    }

    static Expected expired() {
        return new Expected(
                List.of(OutcomeStatus.ACCEPTED, OutcomeStatus.EXPIRED),
                ReasonCode.EXPIRED,
                null,
                false,
                0,
                0,
                null,
                false);
    }

    static Expected duplicate(String of) {
        return new Expected(List.of(OutcomeStatus.DUPLICATE), null, of, false, 0, 0, null, false);
    }

    /** The same, but only the last of so many calls works. */
    Expected atCall(int number) {
        return new Expected(
                outcomes, code, duplicateOf, reconciled, number, copies, delivery, deadLetter);
    }

    /** The same, but found in the chat and not told by an answer. */
    Expected foundInChat() {
        return new Expected(outcomes, code, duplicateOf, true, calls, copies, delivery, deadLetter);
    }

    OutcomeStatus ending() {
        return outcomes.getLast();
    }
}
