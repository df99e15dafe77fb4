package io.wawp.dispatcher.cli;

import io.wawp.common.command.CommandId;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.records.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a command's story means, and what to do next. Stateless but for the time it is told at. */
final class StoryWords {
    /** A send that takes longer has lost its answer, whatever the request time-out. */
    private static final Duration LONG_SEND = Duration.ofMinutes(1);

    private final Instant now;

    StoryWords(Instant now) {
        this.now = now;
    }

    /**
     * Two sentences or so.
     *
     * @param meaning how it stands
     * @param next what to do
     */
    record Verdict(String meaning, String next) {}

    Verdict of(CommandStory story) {
        Optional<Outcome> last = story.last();
        if (last.isEmpty()) {
            return withoutOutcome(story);
        }
        Outcome outcome = last.get();
        Optional<CommandEntry> entry = entry(story, outcome);
        if (CommandStory.isOfAJournaledRun(outcome)) {
            return TurnedAway.addedTo(
                    journaled(story, outcome, entry),
                    story,
                    outcome.status() == OutcomeStatus.SENT);
        }
        // what turned a later record away says less than the journal
        return entry.map(it ->
                        TurnedAway.addedTo(
                                ofEntry(story, it), story, it.state() instanceof CommandState.Sent))
                .orElseGet(() ->
                        outcome.status() == OutcomeStatus.REJECTED
                                ? TurnedAway.verdict(story, outcome)
                                : duplicate(story, outcome));
    }

    private Verdict journaled(CommandStory story, Outcome outcome, Optional<CommandEntry> entry) {
        return switch (outcome.status()) {
            case ACCEPTED -> underWay(story, entry);
            case SENT -> sent(story);
            case FAILED -> failed(story, outcome, entry);
            case EXPIRED ->
                    unclear(story, outcome, entry)
                            ? resolvable(
                                    story,
                                    "Its time is over, and an earlier try may have been sent",
                                    entry)
                            : new Verdict(
                                    "It was not sent: its time was over first." + pausedNow(story),
                                    "If it is still wanted, send it again under a new id.");
            case UNRESOLVED ->
                    resolvable(
                            story,
                            "It may have been sent, and no look into the chat could tell",
                            entry);
            case CANCELLED ->
                    new Verdict("It was taken back before it was sent.", "Nothing to do.");
            case REJECTED, DUPLICATE ->
                    throw new IllegalArgumentException("none of a journaled run: " + outcome);
        };
    }

    private static Optional<CommandEntry> entry(CommandStory story, Outcome outcome) {
        return story.entries().stream()
                .filter(it -> it.key().instanceId().equals(outcome.instanceId()))
                .filter(it -> it.key().idempotencyKey().equals(outcome.idempotencyKey()))
                .findFirst();
    }

    private Verdict underWay(CommandStory story, Optional<CommandEntry> entry) {
        if (entry.isEmpty()) {
            return new Verdict(
                    "A worker accepted it, and its journal entry is not kept any more.",
                    "Its ending was told on the outcome topic, which does not keep it any more"
                            + " either.");
        }
        return ofEntry(story, entry.get());
    }

    private Verdict ofEntry(CommandStory story, CommandEntry entry) {
        return switch (entry.state()) {
            case CommandState.Sent _ -> sent(story);
            case CommandState.Ended ended when ended.mayHaveBeenSent() ->
                    resolvable(
                            story,
                            "It ended " + ended.status() + ", and may have been sent",
                            Optional.of(entry));
            case CommandState.Ended ended ->
                    new Verdict(
                            "It ended "
                                    + ended.status()
                                    + " and was not sent: "
                                    + because(ended.error())
                                    + ".",
                            ended.status() == OutcomeStatus.FAILED
                                    ? redrive(story)
                                    : "If it is still wanted, send it again under a new id.");
            case CommandState.Admitted _,
                    CommandState.Waiting _,
                    CommandState.Sending _,
                    CommandState.Accepted _ ->
                    new Verdict(
                            standing(entry, entry.state()) + pausedNow(story),
                            story.workers().orElse(true)
                                    ? "Nothing to do: it goes on by itself."
                                    : "No worker is running now: start one (./wawp worker), and it"
                                            + " goes on.");
        };
    }

    /** Where an entry stands, in a sentence. */
    String standing(CommandEntry entry, CommandState state) {
        return switch (state) {
            case CommandState.Admitted _ -> {
                Instant notBefore = entry.notBefore();
                yield notBefore != null && notBefore.isAfter(now)
                        ? "It waits for its time, " + RecordLines.time(notBefore) + "."
                        : "It waits for its turn: the pace of its number, and what is before it in"
                                + " its chat.";
            }
            case CommandState.Waiting it ->
                    "A try was certainly not sent ("
                            + because(it.error())
                            + "); it is tried again at "
                            + RecordLines.time(it.notBefore())
                            + ".";
            case CommandState.Sending it ->
                    it.since().plus(LONG_SEND).isAfter(now)
                            ? "It is being sent right now."
                            : "It is in doubt: a send began at "
                                    + RecordLines.time(it.since())
                                    + " and its answer was lost. The chat is looked through before"
                                    + " anything else.";
            case CommandState.Accepted _ ->
                    "Wawp has it; the id of the message is being looked up.";
            case CommandState.Sent it ->
                    "It is sent" + (it.isFinal() ? "." : ", and its delivery is followed.");
            case CommandState.Ended it -> "It ended " + it.status() + ".";
        };
    }

    private static Verdict sent(CommandStory story) {
        Optional<Delivery> furthest =
                story.deliveries().stream()
                        .map(CommandStory.Told::what)
                        .max(Comparator.comparing(Delivery::at));
        if (furthest.isEmpty()) {
            return new Verdict(
                    "It was sent; how far it got is not known yet.",
                    "Nothing to do: ./wawp watch --command " + story.commandId() + " shows more.");
        }
        return switch (furthest.get().status()) {
            case READ -> new Verdict("It was sent, and read.", "Nothing to do.");
            case PLAYED -> new Verdict("It was sent, and played.", "Nothing to do.");
            case DEVICE ->
                    new Verdict("It was sent, and is on the recipient's phone.", "Nothing to do.");
            case SERVER ->
                    new Verdict(
                            "It was sent; WhatsApp has it, the recipient's phone does not yet.",
                            "Nothing to do.");
            case ERROR ->
                    new Verdict(
                            "It was sent, and WhatsApp could not deliver it.",
                            "Check that the chat exists and has not blocked this number.");
            case UNCONFIRMED ->
                    new Verdict(
                            "It was sent, and never seen to arrive.",
                            "Check that the recipient uses WhatsApp, and look into the chat.");
        };
    }

    private static Verdict failed(
            CommandStory story, Outcome outcome, Optional<CommandEntry> entry) {
        return unclear(story, outcome, entry)
                ? resolvable(
                        story, "It was given up, and one of its tries may have been sent", entry)
                : new Verdict("It was not sent: " + because(outcome.error()) + ".", redrive(story));
    }

    private static String redrive(CommandStory story) {
        return "Mend what that says, then ./wawp redrive --command " + story.commandId() + ".";
    }

    /** A person can only resolve what the journal still knows. */
    private static Verdict resolvable(
            CommandStory story, String meaning, Optional<CommandEntry> entry) {
        return new Verdict(
                meaning + ".",
                entry.isEmpty()
                        ? TurnedAway.look()
                        : "Look into the chat on the phone, then ./wawp resolve "
                                + story.commandId()
                                + " sent, or not-sent to send it anew.");
    }

    private static Verdict duplicate(CommandStory story, Outcome outcome) {
        CommandId first = outcome.duplicateOf();
        OutcomeStatus status = outcome.duplicateStatus();
        boolean itself = first != null && first.value().equals(story.commandId());
        String name = first == null ? "another command" : first.value();
        return new Verdict(
                itself
                        ? "A record of it was left out, since it was known already"
                                + (status == null ? "." : ": " + status + ".")
                        : "Nothing was sent for it: it is the same send as "
                                + name
                                + (status == null ? "" : ", which is " + status)
                                + ".",
                first == null || itself
                        ? "Nothing to do."
                        : "./wawp status " + name + " tells of that one.");
    }

    private Verdict withoutOutcome(CommandStory story) {
        String start =
                story.workers().orElse(true)
                        ? "It should go on within seconds; if it does not, look at the worker's log."
                        : "No worker is running now: start one (./wawp worker).";
        if (story.unread()) {
            return new Verdict("It is written, and no worker has read it yet.", start);
        }
        if (story.takenIn()) {
            return new Verdict(
                    "It was checked, and the worker of its number has not taken it over yet.",
                    start);
        }
        if (!story.entries().isEmpty()) {
            Verdict verdict = ofEntry(story, story.entries().getFirst());
            return new Verdict(
                    verdict.meaning() + " Its outcomes are not kept any more.", verdict.next());
        }
        if (!story.deliveries().isEmpty()) {
            return new Verdict(
                    "It was sent: its deliveries are kept, its outcome is not any more.",
                    "Nothing to do.");
        }
        return story.deadLetters().stream()
                .flatMap(record -> DeadLetter.parse(record).stream())
                .max(Comparator.comparing(DeadLetter::writtenAt))
                .map(letter -> TurnedAway.verdict(story, letter))
                .orElseGet(() ->
                        new Verdict(
                                "It became a dead letter that this version cannot read, and its"
                                        + " outcome is not kept any more.",
                                TurnedAway.look()));
    }

    private static String pausedNow(CommandStory story) {
        Optional<InstanceEvent> pause = story.pause();
        if (pause.isEmpty()) {
            return "";
        }
        InstanceEvent event = pause.get();
        ReasonCode code = event.code();
        return " Its number "
                + event.instanceId().value()
                + " is paused since "
                + RecordLines.time(event.at())
                + (code == null ? "" : " (" + code.wire() + ")")
                + "; it is tried again by itself.";
    }

    private static boolean unclear(
            CommandStory story, Outcome outcome, Optional<CommandEntry> entry) {
        return entry.map(it -> it.state().attempts().unclear() > 0)
                .orElseGet(() -> TurnedAway.isUnclear(story, outcome));
    }

    /** The reason, without a point at its end. */
    static String because(@Nullable OutcomeError error) {
        return error == null
                ? "no reason was told"
                : error.code().wire() + ", " + stripped(error.message());
    }

    private static String stripped(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
