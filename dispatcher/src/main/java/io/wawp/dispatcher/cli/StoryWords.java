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
        return switch (outcome.status()) {
            case ACCEPTED -> underWay(story, entry);
            case SENT -> sent(story);
            case FAILED -> failed(story, outcome, entry);
            case EXPIRED ->
                    unclear(entry)
                            ? resolvable(
                                    story,
                                    "Its time is over, and an earlier try may have been sent")
                            : new Verdict(
                                    "It was not sent: its time was over first." + pausedNow(story),
                                    "If it is still wanted, send it again under a new id.");
            case UNRESOLVED ->
                    resolvable(
                            story, "It may have been sent, and no look into the chat could tell");
            case CANCELLED ->
                    new Verdict("It was taken back before it was sent.", "Nothing to do.");
            case REJECTED -> rejected(story, outcome);
            case DUPLICATE -> duplicate(outcome);
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
        CommandState state = entry.get().state();
        String next =
                story.workers().orElse(true)
                        ? "Nothing to do: it goes on by itself."
                        : "No worker is running now: start one (./wawp worker), and it goes on.";
        return new Verdict(standing(entry.get(), state) + pausedNow(story), next);
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
        if (unclear(entry)) {
            return resolvable(story, "It was given up, and one of its tries may have been sent");
        }
        return new Verdict(
                "It was not sent: " + because(outcome.error()) + ".",
                "Mend what that says, then ./wawp redrive --command " + story.commandId() + ".");
    }

    private static Verdict resolvable(CommandStory story, String meaning) {
        return new Verdict(
                meaning + ".",
                "Look into the chat on the phone, then ./wawp resolve "
                        + story.commandId()
                        + " sent, or not-sent to send it anew.");
    }

    private static Verdict rejected(CommandStory story, Outcome outcome) {
        OutcomeError error = outcome.error();
        boolean known = error != null && error.code() == ReasonCode.UNKNOWN_INSTANCE;
        return known
                ? new Verdict(
                        "No worker has credentials of its number, so it was not sent.",
                        "Give the workers the number (WAWP_INSTANCES_FILE), then ./wawp redrive"
                                + " --command "
                                + story.commandId()
                                + ".")
                : new Verdict(
                        "It breaks the contract and never went near Wawp: " + because(error) + ".",
                        "Mend it where it is made, and send it again.");
    }

    private static Verdict duplicate(Outcome outcome) {
        CommandId first = outcome.duplicateOf();
        OutcomeStatus status = outcome.duplicateStatus();
        String name = first == null ? "another command" : first.value();
        return new Verdict(
                "Nothing was sent for it: it is the same send as "
                        + name
                        + (status == null ? "" : ", which is " + status)
                        + ".",
                first == null ? "Nothing to do." : "./wawp status " + name + " tells of that one.");
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
            CommandEntry entry = story.entries().getFirst();
            return new Verdict(
                    standing(entry, entry.state()) + " Its outcomes are not kept any more.",
                    entry.state().isOpen() ? start : "Nothing to do.");
        }
        if (!story.deadLetters().isEmpty()) {
            return new Verdict(
                    "It was not sent and became a dead letter; its outcome is not kept any more.",
                    "./wawp redrive --command " + story.commandId() + " sends it again.");
        }
        return new Verdict(
                "It was sent: its deliveries are kept, its outcome is not any more.",
                "Nothing to do.");
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

    private static boolean unclear(Optional<CommandEntry> entry) {
        return entry.map(it -> it.state().attempts().unclear() > 0).orElse(false);
    }

    private static String because(@Nullable OutcomeError error) {
        return error == null
                ? "no reason was told"
                : error.code().wire() + ", " + stripped(error.message());
    }

    private static String stripped(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
