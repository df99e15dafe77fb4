package io.wawp.dispatcher.wawp;

import com.fasterxml.jackson.databind.JsonNode;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.Receipt;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.SessionLook;
import io.wawp.dispatcher.model.TypingResult;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which answer means what: the one place that sees status codes and bodies, for each kind of call.
 * Asks the body first, then the status; an answer that nobody foresaw leaves a send unclear.
 * Stateless.
 */
final class AnswerTable {
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final int LONGEST_WORDS = 240;

    private static final Set<String> QUEUED = Set.of("queued", "accepted", "pending", "scheduled");
    private static final Set<String> FINE =
            Set.of("success", "ok", "sent", "queued", "accepted", "created");
    private static final Set<String> WORKING = Set.of("WORKING", "READY", "ONLINE");
    private static final Set<String> NOT_WORKING =
            Set.of("STOPPED", "STARTING", "SCAN_QR_CODE", "FAILED", "PAUSED", "OFFLINE");

    /** An id of WhatsApp's, as opposed to that of a job of Wawp's. */
    private static final Pattern WHATSAPP_ID =
            Pattern.compile("(?:true|false)_.+|[0-9A-Fa-f]{12,40}");

    private AnswerTable() {}

    /** A fault and its words, ready to be told. */
    private record Fault(Ruling ruling, OutcomeError error) {}

    static SendResult send(Answer answer, Masking masking, Instant now) {
        AnswerBody body = AnswerBody.of(answer);
        Fault fault = fault(answer, body, masking);
        if (fault == null) {
            return accepted(answer, body, masking);
        }
        OutcomeError error = fault.error();
        return switch (fault.ruling().kind()) {
            case INSTANCE -> new SendResult.InstanceTrouble(error);
            case REFUSED -> new SendResult.Refused(error);
            case NOT_SENT -> new SendResult.NotSent(error, retryAfter(answer, now));
            case UNCLEAR -> new SendResult.Unclear(error);
        };
    }

    /** A 2xx that says nothing of a failure. */
    private static SendResult accepted(Answer answer, AnswerBody body, Masking masking) {
        MessageId id = sentId(body);
        Integer ack = body.ack();
        if (id != null || claimsSuccess(body)) {
            return new SendResult.Accepted(id, ack == null ? 0 : ack);
        }
        return new SendResult.Unclear(error(Ruling.STRANGE, answer, body, masking));
    }

    private static boolean claimsSuccess(AnswerBody body) {
        return body.kind() == AnswerBody.Kind.EMPTY
                || body.says("sent", true)
                || body.says("success", true)
                || body.has("verified_at")
                || body.has("job_id")
                || QUEUED.contains(body.statusWord())
                || FINE.contains(body.statusWord())
                || FINE.contains(body.code());
    }

    /** The message's id; a job's id, which some answers call the same, is none. */
    private static @Nullable MessageId sentId(AnswerBody body) {
        MessageId id = body.id();
        boolean queued = body.has("job_id") || QUEUED.contains(body.statusWord());
        return id != null && queued && !WHATSAPP_ID.matcher(id.value()).matches() ? null : id;
    }

    static TypingResult typing(Answer answer, Masking masking) {
        AnswerBody body = AnswerBody.of(answer);
        Fault fault = fault(answer, body, masking);
        if (fault == null) {
            return new TypingResult.Shown();
        }
        return fault.ruling().kind() == Ruling.Kind.INSTANCE
                ? new TypingResult.InstanceTrouble(fault.error())
                : new TypingResult.NotShown(fault.error());
    }

    static SessionLook session(Answer answer, Masking masking) {
        AnswerBody body = AnswerBody.of(answer);
        String state = answer.ok() ? sessionState(body) : "";
        if (WORKING.contains(state)) {
            return new SessionLook.Working();
        }
        if (NOT_WORKING.contains(state)) {
            return new SessionLook.NotWorking(
                    error(
                            Ruling.SESSION,
                            answer,
                            "The session is " + state + ". " + Ruling.SESSION.advice()));
        }
        Fault fault = fault(answer, body, masking);
        if (fault != null && fault.ruling().kind() == Ruling.Kind.INSTANCE) {
            return new SessionLook.NotWorking(fault.error());
        }
        return new SessionLook.Unreadable(unreadable(fault, answer, body, masking));
    }

    private static String sessionState(AnswerBody body) {
        JsonNode json = body.json();
        for (JsonNode holder : new JsonNode[] {json.path("data"), json.path("session"), json}) {
            String state = holder.path("status").asText("").toUpperCase(Locale.ROOT);
            if (WORKING.contains(state) || NOT_WORKING.contains(state)) {
                return state;
            }
        }
        return "";
    }

    /** One message by its id; see also {@link #saysNoSuchRoute}. */
    static Receipt receipt(Answer answer, MessageId asked, Masking masking) {
        AnswerBody body = AnswerBody.of(answer);
        Receipt known = answer.ok() ? known(body, asked) : null;
        if (known != null) {
            return known;
        }
        Fault fault = fault(answer, body, masking);
        if (fault == null) {
            return new Receipt.Unknown();
        }
        return switch (fault.ruling()) {
            case BAD_TOKEN, NO_INSTANCE, QUOTA, SESSION, RESTRICTED ->
                    new Receipt.InstanceTrouble(fault.error());
            // a 404 or a refusal in JSON is how an engine says that it has no such message
            case REFUSED -> new Receipt.Unknown();
            case STRANGE ->
                    answer.status() == 404
                            ? new Receipt.Unknown()
                            : new Receipt.Unreadable(fault.error());
            case TOO_LONG, NO_ROUTE, RATE, BUSY, UPSTREAM -> new Receipt.Unreadable(fault.error());
        };
    }

    /** Null when it does not tell this message's ack. */
    private static Receipt.@Nullable Known known(AnswerBody body, MessageId asked) {
        MessageId id = body.id();
        Integer ack = body.ack();
        if (ack == null || (id != null && !id.bare().equals(asked.bare()))) {
            return null;
        }
        return new Receipt.Known(id == null ? asked : id, ack);
    }

    /** Whether this way of asking is not there at all, so that the other one is worth trying. */
    static boolean saysNoSuchRoute(Answer answer) {
        AnswerBody body = AnswerBody.of(answer);
        return body.code().equals("rest_no_route")
                || answer.status() == 405
                || (answer.status() == 404 && body.kind() != AnswerBody.Kind.JSON);
    }

    static ChatLook messages(Answer answer, Masking masking) {
        AnswerBody body = AnswerBody.of(answer);
        Fault fault = fault(answer, body, masking);
        JsonNode listed = fault == null ? Listing.in(body.json()) : null;
        if (listed != null) {
            ChatLook.Page page = Listing.page(listed);
            return page != null
                    ? page
                    : new ChatLook.Unreadable(
                            error(
                                    Ruling.STRANGE,
                                    answer,
                                    "The listing holds a message without id or sender, so"
                                            + " nothing can be said of what is absent."));
        }
        return fault != null && fault.ruling().kind() == Ruling.Kind.INSTANCE
                ? new ChatLook.InstanceTrouble(fault.error())
                : new ChatLook.Unreadable(unreadable(fault, answer, body, masking));
    }

    /** What is wrong with the answer, or null when it is a 2xx that says nothing of a failure. */
    private static @Nullable Fault fault(Answer answer, AnswerBody body, Masking masking) {
        String words = masking.apply(body.words());
        Ruling ruling;
        if (!answer.ok()) {
            ruling = Rulings.of(answer, body, words);
        } else if (body.kind() == AnswerBody.Kind.HTML || body.kind() == AnswerBody.Kind.OTHER) {
            ruling = Ruling.STRANGE;
        } else {
            ruling = inSuccess(body, words);
        }
        return ruling == null ? null : new Fault(ruling, error(ruling, answer, body, masking));
    }

    private static @Nullable Ruling inSuccess(AnswerBody body, String words) {
        boolean sent = body.says("sent", true) || sentId(body) != null;
        if (!Rulings.saysFailure(body, words)) {
            // "success" alone is what a used-up quota is dressed in: so its words are heard
            return sent ? null : Rulings.inSuccess(body, words);
        }
        if (sent) {
            return Ruling.STRANGE; // it says both
        }
        return Objects.requireNonNullElse(Rulings.inSuccess(body, words), Ruling.REFUSED);
    }

    private static OutcomeError unreadable(
            @Nullable Fault fault, Answer answer, AnswerBody body, Masking masking) {
        return fault == null ? error(Ruling.STRANGE, answer, body, masking) : fault.error();
    }

    private static OutcomeError error(
            Ruling ruling, Answer answer, AnswerBody body, Masking masking) {
        var text = new StringBuilder("Wawp answered ").append(answer.status());
        if (!body.code().isEmpty()) {
            text.append(' ').append(masking.apply(body.code()));
        }
        String words = masking.apply(body.words());
        if (!words.isEmpty() && !words.equalsIgnoreCase(body.code())) {
            text.append(": ").append(shortened(words));
        }
        char end = text.charAt(text.length() - 1);
        text.append(end == '.' || end == '!' || end == '?' ? " " : ". ");
        return error(ruling, answer, text.append(ruling.advice()).toString());
    }

    private static OutcomeError error(Ruling ruling, Answer answer, String message) {
        return new OutcomeError(
                ruling.code(), message, ruling.code().retryable(), answer.status(), null);
    }

    private static String shortened(String words) {
        return words.codePointCount(0, words.length()) <= LONGEST_WORDS
                ? words
                : words.substring(0, words.offsetByCodePoints(0, LONGEST_WORDS)) + "…";
    }

    /** Seconds or a date, at most a day; null when there is none or it cannot be read. */
    static @Nullable Duration retryAfter(Answer answer, Instant now) {
        String written = answer.retryAfter() == null ? "" : answer.retryAfter().strip();
        Duration wait;
        if (written.matches("\\d{1,9}")) {
            wait = Duration.ofSeconds(Long.parseLong(written));
        } else {
            try {
                wait =
                        Duration.between(
                                now,
                                ZonedDateTime.parse(written, DateTimeFormatter.RFC_1123_DATE_TIME)
                                        .toInstant());
            } catch (DateTimeException e) {
                return null;
            }
        }
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
