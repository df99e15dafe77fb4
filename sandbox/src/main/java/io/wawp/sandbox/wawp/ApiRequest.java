package io.wawp.sandbox.wawp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/** One call as it came in, its parameters merged. */
record ApiRequest(
        Operation operation,
        String method,
        String path,
        String rawQuery,
        Map<String, String> headers,
        ObjectNode parameters,
        Instant arrivedAt,
        long arrivedNanos) {

    String instanceId() {
        return text("instance_id");
    }

    /** Normalised; empty if the call names none. */
    String chatId() {
        return Chats.normal(text("chatId"));
    }

    /** What the message says, as far as it is text: body, caption, question, or place. */
    String messageText() {
        return switch (operation) {
            case TEXT -> text("message");
            case IMAGE, FILE, VOICE, VIDEO -> text("caption");
            case POLL -> parameters.path("poll").path("name").asText();
            case LOCATION -> text("title");
            default -> "";
        };
    }

    String text(String name) {
        return parameters.path(name).asText();
    }
}
