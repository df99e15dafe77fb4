package io.wawp.dispatcher.model;

import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * Which status a command ends with, for each reason code and each moment at which it may end; and
 * what its producer or an operator then does. The one place that knows; docs/outcomes.md shows it.
 * Stateless, thread-safe.
 */
public final class OutcomeTable {
    private OutcomeTable() {}

    /**
     * What a code leads to.
     *
     * @param atTheDoor the status of a command that is turned away with it before it is journaled;
     *     null when none is
     * @param untried the status of a journaled command of which no send was begun; null when none
     *     ends so
     * @param tried the status once a send was begun; null when none ends so
     * @param happened what it says
     * @param advice what to do
     */
    public record Rule(
            @Nullable OutcomeStatus atTheDoor,
            @Nullable OutcomeStatus untried,
            @Nullable OutcomeStatus tried,
            String happened,
            String advice) {

        /** Whether any command ends with it; with the others it waits, or is tried again. */
        public boolean isEnding() {
            return atTheDoor != null || untried != null || tried != null;
        }
    }

    /**
     * The status of a journaled command that ends with that code. A code that no journaled command
     * should end with is Wawp's or ours giving it up.
     *
     * @param begun how many sends were begun
     */
    public static OutcomeStatus statusOf(ReasonCode code, int begun) {
        Rule rule = of(code);
        OutcomeStatus status = begun == 0 ? rule.untried() : rule.tried();
        return status == null ? OutcomeStatus.FAILED : status;
    }

    /** Whether the producer's record is kept as a dead letter. */
    public static boolean isDeadLettered(OutcomeStatus status) {
        return switch (status) {
            case FAILED, REJECTED -> true;
            case ACCEPTED, SENT, EXPIRED, UNRESOLVED, CANCELLED, DUPLICATE -> false;
        };
    }

    /** What a code leads to. */
    public static Rule of(ReasonCode code) {
        return switch (code) {
            case MALFORMED_JSON ->
                    door(
                            "The record is not one JSON object in UTF-8.",
                            "Correct the producer; write the command anew.");
            case UNKNOWN_FIELD ->
                    door(
                            "The contract has no such field; most often a typo.",
                            "Correct the field that `error.field` names.");
            case MISSING_FIELD ->
                    door(
                            "A required field is missing.",
                            "Give the field that `error.field` names.");
            case INVALID_FIELD ->
                    door("A field breaks its rule.", "Correct the field that `error.field` names.");
            case UNSUPPORTED_TYPE ->
                    door(
                            "There is no such `content.type`.",
                            "Use one of the types of the contract, or update the workers.");
            case TEXT_TOO_LONG ->
                    door(
                            "A text is longer than `wawp.max-text-length`.",
                            "Shorten it, or split the message.");
            case IDEMPOTENCY_KEY_REUSED ->
                    door(
                            "The key belongs to another message of this instance.",
                            "Give this message a key of its own.");
            case COMMAND_TOO_LARGE ->
                    new Rule(
                            OutcomeStatus.REJECTED,
                            OutcomeStatus.FAILED,
                            OutcomeStatus.FAILED,
                            "The record, or what is journaled of it, is larger than a record may"
                                    + " be.",
                            "Make headers or content smaller: link a file instead of writing much.");
            case UNKNOWN_INSTANCE ->
                    new Rule(
                            null,
                            OutcomeStatus.REJECTED,
                            OutcomeStatus.FAILED,
                            "No worker has credentials of this instance (any more).",
                            "Configure the instance, then redrive the command.");
            case EXPIRED ->
                    always(
                            OutcomeStatus.EXPIRED,
                            "Its time was over before it was sent.",
                            "If it still matters, write a new command; see why the number was slow"
                                    + " or paused.");
            case CANCELLED ->
                    always(
                            OutcomeStatus.CANCELLED,
                            "An operator took it back before it was sent.",
                            "Nothing.");
            case IN_DOUBT ->
                    new Rule(
                            OutcomeStatus.REJECTED,
                            OutcomeStatus.UNRESOLVED,
                            OutcomeStatus.UNRESOLVED,
                            "It may have been sent, and no look into the chat could tell. REJECTED:"
                                    + " another run was asked for when the command was forgotten.",
                            "Look into the chat, then resolve the command as sent or not sent;"
                                    + " REJECTED: if it is not there, write a new command.");
            case WAWP_REJECTED ->
                    always(
                            OutcomeStatus.FAILED,
                            "Wawp refused this very message.",
                            "Read `error.message`; correct the message; write a new command.");
            case ATTEMPTS_EXHAUSTED ->
                    always(
                            OutcomeStatus.FAILED,
                            "It was tried until its time for trying was over; `error.message` names"
                                    + " the last reason.",
                            "See that Wawp works again, then redrive the command.");
            case WAWP_UPSTREAM_ERROR ->
                    waits(
                            "The engine behind Wawp failed. It is tried again, after a look into"
                                    + " the chat where it may have been sent.",
                            "Nothing; if it lasts it ends as `attempts_exhausted` or `in_doubt`.");
            case WAWP_UNREACHABLE ->
                    waits(
                            "No connection to Wawp. The number's commands wait, and no attempt is"
                                    + " used up.",
                            "See that Wawp can be reached; what is too late ends as `expired`.");
            case RATE_LIMITED ->
                    waits(
                            "Wawp asks to go slower. The number's commands wait, and no attempt is"
                                    + " used up.",
                            "If it lasts, choose a slower pacing profile.");
            case INVALID_ACCESS_TOKEN ->
                    waits(
                            "Wawp refuses the instance's token. The number is paused.",
                            "Set the token that Wawp's dashboard shows.");
            case INVALID_INSTANCE ->
                    waits(
                            "Wawp knows no such instance. The number is paused.",
                            "Check the instance in Wawp's dashboard.");
            case QUOTA_EXCEEDED ->
                    waits(
                            "The plan's messages are used up. The number is paused.",
                            "Raise the plan, or wait for its next period.");
            case SESSION_NOT_WORKING ->
                    waits(
                            "The number's WhatsApp session is not working. The number is paused.",
                            "Restart or pair the session in Wawp's dashboard.");
            case UNRECOGNIZED ->
                    waits(
                            "A newer worker wrote a code that this version does not know.",
                            "Go by `status` and `retryable`.");
        };
    }

    private static Rule door(String happened, String advice) {
        return new Rule(OutcomeStatus.REJECTED, null, null, happened, advice);
    }

    private static Rule always(OutcomeStatus status, String happened, String advice) {
        return new Rule(null, status, status, happened, advice);
    }

    private static Rule waits(String happened, String advice) {
        return new Rule(null, null, null, happened, advice);
    }
}
