package io.wawp.sandbox.wawp;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What the simulator does instead of answering as usual. */
public sealed interface FaultAction {

    /** The usual answer; useful with a delay, late visibility or other acks. */
    record Usual() implements FaultAction {}

    /** A send answered as accepted, in one of the shapes that have been seen. */
    record Success(SuccessShape shape) implements FaultAction {}

    /** A fixed answer whatever was asked; {@link Answers} makes those that Wawp is known for. */
    record Answer(
            String name, int status, String contentType, Map<String, String> headers, String body)
            implements FaultAction {
        public Answer {
            headers = Map.copyOf(headers);
        }

        /** The same answer with one more header. */
        public Answer withHeader(String header, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(header, value);
            return new Answer(name, status, contentType, more, body);
        }
    }

    /** Nothing at all; the connection stays open until the other side gives up. */
    record NoAnswer() implements FaultAction {}

    /** The connection is reset (TCP RST) without a byte. */
    record Reset() implements FaultAction {}

    /** The connection is closed in an orderly way (TCP FIN) without a byte. */
    record Close() implements FaultAction {}

    /** Status and headers of the usual answer and so many bytes of its body, then the end. */
    record CutOff(int bytes) implements FaultAction {}

    /** The usual answer, its body one byte at a time with a pause after each. */
    record Trickle(Duration pause) implements FaultAction {}

    /** Status 200 and a JSON string of so many bytes. */
    record Oversized(long bytes) implements FaultAction {}

    /** A chat's messages listed in another style. */
    record Listed(ListingStyle style) implements FaultAction {}

    static FaultAction usual() {
        return new Usual();
    }

    static FaultAction success(SuccessShape shape) {
        return new Success(shape);
    }

    static FaultAction noAnswer() {
        return new NoAnswer();
    }

    static FaultAction reset() {
        return new Reset();
    }

    static FaultAction close() {
        return new Close();
    }

    static FaultAction cutOff(int bytes) {
        return new CutOff(bytes);
    }

    static FaultAction trickle(Duration pause) {
        return new Trickle(pause);
    }

    static FaultAction oversized(long bytes) {
        return new Oversized(bytes);
    }

    static FaultAction listed(ListingStyle style) {
        return new Listed(style);
    }

    /** Whether a message sent by such a call counts as sent unless the rule says otherwise. */
    default boolean recordsMessage() {
        return switch (this) {
            case Usual u -> true;
            case Success s -> true;
            case CutOff c -> true;
            case Trickle t -> true;
            case Oversized o -> true;
            case Listed l -> true;
            case Answer a -> false;
            case NoAnswer n -> false;
            case Reset r -> false;
            case Close c -> false;
        };
    }

    /** A short name for logs. */
    default String label() {
        return switch (this) {
            case Usual u -> "usual";
            case Success s -> "success_" + s.shape().name().toLowerCase(Locale.ROOT);
            case Answer a -> a.name();
            case NoAnswer n -> "no_answer";
            case Reset r -> "reset";
            case Close c -> "close";
            case CutOff c -> "cut_off";
            case Trickle t -> "trickle";
            case Oversized o -> "oversized";
            case Listed l -> "listing";
        };
    }
}
