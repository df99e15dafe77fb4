package io.wawp.dispatcher.cli;

import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.cli.StoryWords.Verdict;
import io.wawp.dispatcher.records.DeadLetter;
import java.util.Optional;

/**
 * What it means that a record was rejected: sometimes that nothing was sent, and sometimes only
 * that this record was not. Stateless.
 */
final class TurnedAway {
    private static final String LOOK =
            "Look into the chat on the phone; if the message is not there, send it as a new command"
                    + " with an idempotencyKey of its own.";
    private static final Verdict KEY_OF_ANOTHER =
            new Verdict(
                    "Nothing was sent for it: its idempotency key belongs to another message.",
                    "Send it under an idempotencyKey of its own.");

    private TurnedAway() {}

    /** What to do where a message may have been sent and the journal has forgotten it. */
    static String look() {
        return LOOK;
    }

    /** Of a command of which nothing but rejections is known. */
    static Verdict verdict(CommandStory story, Outcome outcome) {
        OutcomeError error = outcome.error();
        ReasonCode code = error == null ? ReasonCode.UNRECOGNIZED : error.code();
        if (code == ReasonCode.IN_DOUBT) {
            return new Verdict(
                    "It may have been sent: its run "
                            + outcome.run()
                            + " was turned away, since no run before it is remembered.",
                    LOOK);
        }
        if (code == ReasonCode.IDEMPOTENCY_KEY_REUSED) {
            return KEY_OF_ANOTHER;
        }
        if (hasUnknownPast(story, outcome)) {
            return new Verdict(
                    "Its run "
                            + outcome.run()
                            + " was turned away: "
                            + StoryWords.because(error)
                            + ". What became of the runs before is not kept any more.",
                    LOOK);
        }
        return code == ReasonCode.UNKNOWN_INSTANCE
                ? new Verdict(
                        "No worker has credentials of its number, so it was not sent.",
                        "Give the workers the number (WAWP_INSTANCES_FILE), then ./wawp redrive"
                                + " --command "
                                + story.commandId()
                                + ".")
                : new Verdict(
                        "It breaks the contract and never went near Wawp: "
                                + StoryWords.because(error)
                                + ".",
                        "Mend it where it is made, and send it again.");
    }

    /** Adds to how the command stands that a record of it was turned away since. */
    static Verdict addedTo(Verdict verdict, CommandStory story, boolean sent) {
        Optional<Outcome> since = story.turnedAwaySince();
        if (since.isEmpty()) {
            return verdict;
        }
        Outcome away = since.get();
        OutcomeError error = away.error();
        ReasonCode code = error == null ? ReasonCode.UNRECOGNIZED : error.code();
        if (code == ReasonCode.IN_DOUBT) {
            return new Verdict(
                    verdict.meaning()
                            + " Its run "
                            + away.run()
                            + " was turned away since: the runs before are forgotten.",
                    sent ? verdict.next() : LOOK);
        }
        if (code == ReasonCode.IDEMPOTENCY_KEY_REUSED) {
            return new Verdict(
                    verdict.meaning()
                            + " Another message under its id was turned away since, and not sent.",
                    verdict.next()
                            + " If the other message is wanted, send it under an id and an"
                            + " idempotencyKey of its own.");
        }
        return new Verdict(
                verdict.meaning()
                        + " A later record of it was turned away: "
                        + StoryWords.because(error)
                        + ".",
                verdict.next());
    }

    /** Of a command of which only a dead letter is known. */
    static Verdict verdict(CommandStory story, DeadLetter letter) {
        if (letter.reasonCode().equals(ReasonCode.IDEMPOTENCY_KEY_REUSED.wire())) {
            return KEY_OF_ANOTHER;
        }
        if (letter.reasonCode().equals(ReasonCode.IN_DOUBT.wire()) || isUnclear(letter)) {
            return new Verdict(
                    "It became a dead letter, and may have been sent; its outcome is not kept any"
                            + " more.",
                    LOOK);
        }
        return new Verdict(
                "It was not sent and became a dead letter; its outcome is not kept any more.",
                "./wawp redrive --command " + story.commandId() + " sends it again.");
    }

    /** Whether a send of the run may have reached the chat; the journal has forgotten it. */
    static boolean isUnclear(CommandStory story, Outcome outcome) {
        return letterOf(story, outcome)
                .map(TurnedAway::isUnclear)
                .orElse(outcome.attempts() > 0 && outcome.status() != OutcomeStatus.SENT);
    }

    private static boolean isUnclear(DeadLetter letter) {
        Integer unclear = letter.unclearAttempts();
        return unclear == null ? letter.attempts() > 0 : unclear > 0;
    }

    private static boolean hasUnknownPast(CommandStory story, Outcome outcome) {
        return outcome.run() > 1
                && !letterOf(story, outcome).map(DeadLetter::unjournaled).orElse(false);
    }

    private static Optional<DeadLetter> letterOf(CommandStory story, Outcome outcome) {
        return story.deadLetters().stream()
                .flatMap(record -> DeadLetter.parse(record).stream())
                .filter(letter -> letter.run().number() == outcome.run())
                .filter(letter -> letter.source().equals(outcome.source()))
                .findFirst();
    }
}
