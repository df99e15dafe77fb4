package io.wawp.dispatcher.app;

import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.sandbox.wawp.FaultAction;
import io.wawp.sandbox.wawp.FaultRule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong at Wawp or on the wire, and how a command must end to which it happens.
 *
 * @param label what goes wrong, as a test's name
 * @param ownInstance whether it concerns the number as such, which then is this row's alone; else
 *     it happens in this row's chat only, and the number is shared with other rows
 * @param rules what goes wrong
 * @param expiresIn when the command expires; null: not soon
 */
record FaultRow(
        String label,
        boolean ownInstance,
        List<FaultRule> rules,
        @Nullable Duration expiresIn,
        Expected expected) {

    /** As many attempts, and sends, as fit into the time for trying: more than one. */
    static final int MANY = -1;

    static FaultRow inChat(String label, Expected expected, FaultRule... rules) {
        return new FaultRow(label, false, List.of(rules), null, expected);
    }

    static FaultRow ofNumber(String label, Expected expected, FaultRule... rules) {
        return new FaultRow(label, true, List.of(rules), null, expected);
    }

    FaultRow expiresIn(Duration life) {
        return new FaultRow(label, ownInstance, rules, life, expected);
    }

    /** The first send goes wrong, and only that one. */
    static FaultRule first(FaultAction action) {
        return FaultRule.sends().first(1).then(action);
    }

    @Override
    public String toString() {
        return label + " -> " + expected;
    }

    /**
     * How it must end.
     *
     * @param attempts as the outcome counts them
     * @param sends the calls that reached Wawp
     * @param copies the messages that are in the chat afterwards
     * @param named whether the message's id is known
     * @param pausedFor why its number is paused for a while; null when it is not
     */
    record Expected(
            OutcomeStatus status,
            @Nullable ReasonCode code,
            boolean reconciled,
            int attempts,
            int sends,
            int copies,
            boolean named,
            @Nullable ReasonCode pausedFor) {

        /** Sent by the first attempt. */
        static Expected sent() {
            return new Expected(OutcomeStatus.SENT, null, false, 1, 1, 1, true, null);
        }

        /** Its answer was lost, and it was found in the chat. */
        static Expected found() {
            return new Expected(OutcomeStatus.SENT, null, true, 1, 1, 1, true, null);
        }

        /** Sent by an attempt after the first. */
        static Expected sentAfter(int attempts) {
            return sent().attempts(attempts).sends(attempts);
        }

        /** The number was paused, and the same command sent when it worked again. */
        static Expected sentAfterPause(ReasonCode why) {
            return new Expected(OutcomeStatus.SENT, null, false, 1, 2, 1, true, why);
        }

        static Expected ended(OutcomeStatus status, ReasonCode code) {
            return new Expected(status, code, false, 1, 1, 0, false, null);
        }

        Expected attempts(int count) {
            return new Expected(status, code, reconciled, count, sends, copies, named, pausedFor);
        }

        Expected sends(int count) {
            return new Expected(
                    status, code, reconciled, attempts, count, copies, named, pausedFor);
        }

        Expected copies(int count) {
            return new Expected(status, code, reconciled, attempts, sends, count, named, pausedFor);
        }

        Expected unnamed() {
            return new Expected(
                    status, code, reconciled, attempts, sends, copies, false, pausedFor);
        }

        Expected pausedFor(ReasonCode why) {
            return new Expected(status, code, reconciled, attempts, sends, copies, named, why);
        }

        @Override
        public String toString() {
            return status
                    + (code == null ? "" : " " + code.wire())
                    + (reconciled ? ", found in the chat" : "")
                    + (attempts > 1 ? ", attempt " + attempts : "")
                    + (pausedFor == null ? "" : ", after a pause");
        }
    }
}
