package io.wawp.dispatcher.cli;

import io.wawp.common.command.SendCommand;
import io.wawp.common.json.CommandDecoder;
import io.wawp.common.json.CommandLimits;
import io.wawp.common.json.Decoding;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.cli.Skip.Why;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.records.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a dead letter says by itself about whether it may be redriven. The worker guards against a
 * second copy whatever the tool does; this tells beforehand, and why. Immutable.
 */
final class LetterCheck {
    private final List<String> commandTopics;
    private final Duration window;
    private final CommandDecoder decoder;
    private final Instant now;

    /**
     * @param commandTopics those that the worker reads
     * @param window how long the worker remembers what ended with a dead letter
     * @param limits what the worker holds commands to
     */
    LetterCheck(List<String> commandTopics, Duration window, CommandLimits limits, Instant now) {
        this.commandTopics = List.copyOf(commandTopics);
        this.window = window;
        this.decoder = new CommandDecoder(limits);
        this.now = now;
    }

    /** The letter as a candidate, skipped already where it says enough. */
    Candidate of(DeadLetter letter) {
        if (letter.leftOut() != null) {
            return new Candidate(
                    letter,
                    null,
                    new Skip(
                            Why.VALUE_LEFT_OUT,
                            "its value was too large for the dead-letter topic; produce the"
                                    + " command anew from where it came from"));
        }
        return switch (decoder.decode(letter.original().value(), now)) {
            case Decoding.Valid(SendCommand command) -> {
                var key = new CommandKey(command.instanceId(), command.idempotencyKey());
                yield new Candidate(letter, key, valid(letter, command));
            }
            case Decoding.Invalid invalid -> {
                var instance = invalid.instanceId();
                var idempotencyKey = invalid.idempotencyKey();
                Skip skip = byItself(letter);
                yield new Candidate(
                        letter,
                        instance == null || idempotencyKey == null
                                ? null
                                : new CommandKey(instance, idempotencyKey),
                        skip == null ? rejectedAgain(invalid.error()) : skip);
            }
        };
    }

    private @Nullable Skip valid(DeadLetter letter, SendCommand command) {
        Skip skip = byItself(letter);
        if (skip != null) {
            return skip;
        }
        Instant expiresAt = command.expiresAt();
        return expiresAt == null || expiresAt.isAfter(now)
                ? null
                : new Skip(
                        Why.EXPIRED,
                        "its expiresAt, "
                                + RecordLines.time(expiresAt)
                                + ", is over; produce a new command if it is still wanted");
    }

    /** What holds whatever the value says. */
    private @Nullable Skip byItself(DeadLetter letter) {
        String topic = letter.source().topic();
        if (!commandTopics.contains(topic)) {
            return new Skip(
                    Why.OTHER_TOPIC,
                    "it came from "
                            + topic
                            + ", which is none of DISPATCHER_TOPICS_COMMANDS ("
                            + String.join(", ", commandTopics)
                            + ")");
        }
        if (letter.reasonCode().equals(ReasonCode.IN_DOUBT.wire())) {
            return new Skip(
                    Why.FORGOTTEN,
                    "an earlier run of it may have been sent and is forgotten; look into the chat,"
                            + " and if it is not there, produce it anew with an idempotencyKey of"
                            + " its own");
        }
        if (letter.reasonCode().equals(ReasonCode.IDEMPOTENCY_KEY_REUSED.wire())) {
            return new Skip(
                    Why.KEY_REUSED,
                    "its idempotencyKey belongs to another message; produce it anew with one of"
                            + " its own");
        }
        if (letter.run().resolution() != null) {
            return new Skip(
                    Why.RESOLUTION,
                    "it was written by ./wawp resolve; mend what it was rejected for and resolve"
                            + " the command again");
        }
        Integer unclear = letter.unclearAttempts();
        if (unclear != null && unclear > 0) {
            return new Skip(
                    Why.MAY_HAVE_BEEN_SENT,
                    unclear
                            + (unclear == 1 ? " of its sends" : " of its sends each")
                            + " may have reached the chat; look there, then ./wawp resolve "
                            + letter.commandId()
                            + " sent|not-sent");
        }
        return letter.writtenAt().plus(window).isAfter(now)
                ? null
                : new Skip(
                        Why.TOO_OLD,
                        "it is older than DISPATCHER_REDRIVE_WINDOW, "
                                + words(window)
                                + ", so its command may be forgotten; look into the chat, and if it"
                                + " is not there, produce it anew");
    }

    private static Skip rejectedAgain(OutcomeError error) {
        String field = error.field();
        return new Skip(
                Why.INVALID,
                "it would be rejected again: "
                        + error.code().wire()
                        + (field == null ? "" : " in " + field)
                        + ", "
                        + error.message());
    }

    /** A duration as people write it. */
    static String words(Duration duration) {
        return duration.toDays() > 0 && duration.equals(Duration.ofDays(duration.toDays()))
                ? duration.toDays() + (duration.toDays() == 1 ? " day" : " days")
                : duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
