package io.wawp.dispatcher.cli;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.InstanceEvent;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.cli.Terminal.Tone;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What our records tell, one line each, in columns. Immutable. */
final class RecordLines {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int STATUS = 11;
    private static final int INSTANCE = 12;
    private static final int CHAT = 13;
    private static final int COMMAND = 22;

    private final Terminal terminal;
    private final boolean showChats;

    /**
     * @param showChats whole phone numbers, not masked ones
     */
    RecordLines(Terminal terminal, boolean showChats) {
        this.terminal = terminal;
        this.showChats = showChats;
    }

    /** A time, in UTC as the worker's log has it. */
    static String time(Instant instant) {
        return TIME.format(instant);
    }

    String of(Outcome outcome) {
        var instance = outcome.instanceId();
        var command = outcome.commandId();
        return line(
                outcome.at(),
                outcome.status().name(),
                tone(outcome.status()),
                instance == null ? "-" : instance.value(),
                chat(outcome.chatId()),
                command == null ? "-" : command.value(),
                detail(outcome));
    }

    String of(Delivery delivery) {
        return line(
                delivery.at(),
                delivery.status().name(),
                tone(delivery),
                delivery.instanceId().value(),
                chat(delivery.chatId()),
                delivery.commandId().value(),
                detail(delivery));
    }

    String of(InstanceEvent event) {
        return line(
                event.at(),
                event.state().name(),
                event.state() == InstanceEvent.State.PAUSED ? Tone.BAD : Tone.GOOD,
                event.instanceId().value(),
                "-",
                "-",
                detail(event));
    }

    /** What an outcome says beside its columns; may be empty. */
    String detail(Outcome outcome) {
        var words = new ArrayList<String>();
        var type = outcome.type();
        if (type != null && outcome.status() == OutcomeStatus.ACCEPTED) {
            words.add(type.wire());
        }
        if (outcome.run() > 1) {
            words.add("run " + outcome.run());
        }
        if (outcome.attempts() > 1) {
            words.add(outcome.attempts() + " attempts");
        }
        if (outcome.reconciled()) {
            words.add("the answer was lost, the message was found in the chat");
        }
        var first = outcome.duplicateOf();
        if (first != null) {
            var status = outcome.duplicateStatus();
            words.add("of " + first.value() + (status == null ? "" : ", which is " + status));
        }
        OutcomeError error = outcome.error();
        if (error != null) {
            words.add(error.code().wire() + ": " + error.message());
        }
        if (outcome.status() == OutcomeStatus.SENT) {
            words.add(message(outcome.messageId()));
        }
        return String.join(", ", words);
    }

    String detail(Delivery delivery) {
        String what =
                switch (delivery.status()) {
                    case SERVER -> "with WhatsApp";
                    case DEVICE -> "on the phone";
                    case READ -> "read";
                    case PLAYED -> "played";
                    case ERROR -> "WhatsApp could not deliver it";
                    case UNCONFIRMED -> "never seen to arrive";
                };
        return what + (delivery.isFinal() ? ", nothing follows" : "");
    }

    String detail(InstanceEvent event) {
        var words = new ArrayList<String>();
        var code = event.code();
        if (code != null) {
            words.add(code.wire());
        }
        String message = event.message();
        if (message != null) {
            words.add(message);
        }
        return words.isEmpty() ? "its commands are sent again" : String.join(": ", words);
    }

    /** As the worker's logs show it, unless whole ones were asked for. */
    String chat(@Nullable ChatId chat) {
        return chat == null ? "-" : showChats ? chat.value() : chat.toString();
    }

    /** A message by its id, masked as the chat in it. */
    String message(@Nullable MessageId id) {
        return id == null
                ? "message id not known yet"
                : "message " + (showChats ? id.value() : id.toString());
    }

    static Tone tone(OutcomeStatus status) {
        return switch (status) {
            case ACCEPTED -> Tone.FAINT;
            case SENT -> Tone.GOOD;
            case DUPLICATE, EXPIRED, CANCELLED, UNRESOLVED -> Tone.ODD;
            case FAILED, REJECTED -> Tone.BAD;
        };
    }

    static Tone tone(Delivery delivery) {
        return switch (delivery.status()) {
            case SERVER, DEVICE -> Tone.PLAIN;
            case READ, PLAYED -> Tone.READ;
            case ERROR -> Tone.BAD;
            case UNCONFIRMED -> Tone.ODD;
        };
    }

    private String line(
            Instant at,
            String status,
            Tone tone,
            String instance,
            String chat,
            String command,
            String detail) {
        List<String> columns =
                List.of(
                        terminal.paint(Tone.FAINT, time(at)),
                        terminal.paint(tone, pad(status, STATUS)),
                        pad(instance, INSTANCE),
                        pad(chat, CHAT),
                        pad(command, COMMAND),
                        detail);
        return String.join("  ", columns).stripTrailing();
    }

    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
    }
}
