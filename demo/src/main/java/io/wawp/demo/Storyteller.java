package io.wawp.demo;

import io.wawp.common.command.CommandId;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.demo.Style.Tone;
import io.wawp.sandbox.wawp.Call;
import io.wawp.sandbox.wawp.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts what is seen into words. Remembers of each command how often it was sent and whether it has
 * ended, since a look into its chat means another thing before and after. Owned by one thread.
 */
final class Storyteller {
    private static final Duration AT_ONCE = Duration.ofMillis(400);

    private final Map<String, Integer> sends = Recent.map();
    private final Set<String> ended = Recent.set();
    private final Map<String, Long> looks = Recent.map();

    /** One line of the story, without its time and its command. */
    record Words(String sign, Tone tone, String text) {}

    /** Empty for what is not worth a line. */
    Optional<Words> tell(String name, Sighting sighting) {
        return switch (sighting) {
            case Sighting.Told told -> Optional.of(outcome(name, told.outcome()));
            case Sighting.Heard heard -> Optional.of(delivery(heard.delivery()));
            case Sighting.Kept kept ->
                    Optional.of(new Words("↳", Tone.FAINT, "kept as it came in the dead letters"));
            case Sighting.Called called -> call(name, called.call(), called.nanos());
            case Sighting.Broken broken -> Optional.of(new Words("✗", Tone.BAD, broken.why()));
        };
    }

    private Words outcome(String name, Outcome outcome) {
        if (outcome.status().isTerminal()) {
            ended.add(name);
        }
        return switch (outcome.status()) {
            case ACCEPTED -> new Words("·", Tone.FAINT, "accepted");
            case SENT -> new Words("→", Tone.GOOD, "SENT" + how(outcome));
            case DUPLICATE -> {
                CommandId first = outcome.duplicateOf();
                yield new Words(
                        "=",
                        Tone.ODD,
                        "DUPLICATE of %s: not sent again"
                                .formatted(first == null ? "another" : first.value()));
            }
            case EXPIRED, CANCELLED, UNRESOLVED -> new Words("✗", Tone.ODD, why(outcome));
            case FAILED, REJECTED -> new Words("✗", Tone.BAD, why(outcome));
        };
    }

    private static String how(Outcome sent) {
        if (sent.reconciled()) {
            return ": found in the chat, so it is not sent again";
        }
        return sent.attempts() > 1 ? " at attempt " + sent.attempts() : "";
    }

    private static String why(Outcome outcome) {
        OutcomeError error = outcome.error();
        return outcome.status()
                + (error == null ? "" : " " + error.code().wire() + ": " + error.message());
    }

    private static Words delivery(Delivery delivery) {
        return switch (delivery.status()) {
            case SERVER -> new Words("✓", Tone.FAINT, "with WhatsApp");
            case DEVICE -> new Words("✓✓", Tone.FAINT, "on the phone");
            case READ -> new Words("✓✓", Tone.READ, "read");
            case PLAYED -> new Words("✓✓", Tone.READ, "played");
            case ERROR -> new Words("✗", Tone.BAD, "WhatsApp could not deliver it");
            case UNCONFIRMED -> new Words("?", Tone.ODD, "never seen to arrive");
        };
    }

    private Optional<Words> call(String name, Call call, long now) {
        if (call.operation() == Operation.START_TYPING) {
            return Optional.of(new Words("…", Tone.FAINT, "typing…"));
        }
        if (call.operation().isSend()) {
            return Optional.of(send(name, call));
        }
        boolean settles = call.operation() == Operation.CHAT_MESSAGES && isInDoubt(name);
        return settles ? look(name, now) : Optional.empty();
    }

    /**
     * The first look at how far a message got may be seen before the outcome that comes before it,
     * so what follows a look at once is none that settles a doubt.
     */
    private Optional<Words> look(String name, long now) {
        Long before = looks.put(name, now);
        if (before == null) {
            return Optional.of(new Words("?", Tone.ODD, "was it sent? looks into the chat"));
        }
        return now - before < AT_ONCE.toNanos()
                ? Optional.empty()
                : Optional.of(new Words("?", Tone.ODD, "not there yet; looks again"));
    }

    private Words send(String name, Call call) {
        int number = sends.merge(name, 1, Integer::sum);
        String which = "call " + number + ": ";
        if (call.status() == 0) {
            String taken = call.createdMessage() ? "Wawp has it, but " : "";
            return new Words("↯", Tone.ODD, which + taken + "no answer comes");
        }
        boolean good = call.status() < 300;
        return new Words(
                good ? "→" : "↯",
                good ? Tone.PLAIN : Tone.ODD,
                which + "Wawp answers " + call.status());
    }

    private boolean isInDoubt(String name) {
        return sends.containsKey(name) && !ended.contains(name);
    }

    /** The closing word on an ending, for the table: a code, or what was special. */
    static String note(Outcome ending) {
        OutcomeError error = ending.error();
        CommandId first = ending.duplicateOf();
        if (error != null) {
            return error.code().wire();
        }
        if (ending.status() == OutcomeStatus.DUPLICATE && first != null) {
            return "of " + first.value();
        }
        return ending.reconciled() ? "found in chat" : "";
    }
}
