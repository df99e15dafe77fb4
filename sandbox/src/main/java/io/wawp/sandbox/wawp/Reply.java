package io.wawp.sandbox.wawp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** What goes onto the wire in return for a call. */
sealed interface Reply {
    ObjectMapper JSON = new ObjectMapper();

    /** The status that the caller gets to see; 0 if it sees none. */
    default int status() {
        return switch (this) {
            case Full full -> full.code();
            case CutOff cut -> cut.of().code();
            case Trickled trickled -> trickled.of().code();
            case Oversized o -> 200;
            case Silence s -> 0;
            case Reset r -> 0;
            case Close c -> 0;
        };
    }

    /** A whole answer. */
    @SuppressWarnings("ArrayRecordComponent") // made here, written once, never compared
    record Full(int code, String contentType, Map<String, String> headers, byte[] body)
            implements Reply {}

    record CutOff(Full of, int bytes) implements Reply {}

    record Trickled(Full of, Duration pause) implements Reply {}

    record Oversized(long bytes) implements Reply {}

    record Silence() implements Reply {}

    record Reset() implements Reply {}

    record Close() implements Reply {}

    static Full json(int status, JsonNode body) {
        try {
            return new Full(
                    status,
                    "application/json; charset=UTF-8",
                    Map.of(),
                    JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree always becomes JSON", e);
        }
    }

    static Full text(int status, String contentType, String body) {
        return new Full(status, contentType, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    static Full of(FaultAction.Answer answer) {
        return new Full(
                answer.status(),
                answer.contentType(),
                answer.headers(),
                answer.body().getBytes(StandardCharsets.UTF_8));
    }
}
