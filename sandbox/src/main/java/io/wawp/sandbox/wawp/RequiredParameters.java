package io.wawp.sandbox.wawp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What each operation needs, as WordPress checks it: a missing parameter is answered with 400 and
 * {@code rest_missing_callback_param}, a wrong one with {@code rest_invalid_param}. Wawp's own
 * answers to wrong parameters are not documented; only the code {@code bad_format} of a voice
 * message in the wrong format is, without its status.
 */
final class RequiredParameters {
    private RequiredParameters() {}

    /** The answer to a call that lacks something; empty if it lacks nothing. */
    static Optional<FaultAction.Answer> problem(Operation operation, ObjectNode parameters) {
        List<String> missing = missing(operation, parameters);
        if (!missing.isEmpty()) {
            return Optional.of(
                    Answers.wordpress(
                            400,
                            "rest_missing_callback_param",
                            "Missing parameter(s): " + String.join(", ", missing)));
        }
        String invalid = invalid(operation, parameters);
        if (!invalid.isEmpty()) {
            return Optional.of(
                    Answers.wordpress(
                            400, "rest_invalid_param", "Invalid parameter(s): " + invalid));
        }
        if (operation == Operation.VOICE
                && !parameters.path("file").path("mimetype").asText().startsWith("audio/")) {
            return Optional.of(Answers.badFormat(400));
        }
        return Optional.empty();
    }

    private static List<String> missing(Operation operation, ObjectNode parameters) {
        List<String> missing = new ArrayList<>();
        for (String path : needed(operation)) {
            int dot = path.indexOf('.');
            JsonNode value =
                    dot < 0
                            ? parameters.path(path)
                            : parameters.path(path.substring(0, dot)).path(path.substring(dot + 1));
            if (value.isMissingNode()
                    || value.isNull()
                    || (value.isTextual() && value.asText().isBlank())
                    || (value.isContainerNode() && value.isEmpty())) {
                missing.add(bracketed(path));
            }
        }
        return missing;
    }

    private static List<String> needed(Operation operation) {
        return switch (operation) {
            case TEXT -> List.of("chatId", "message");
            case IMAGE, FILE, VIDEO ->
                    List.of("chatId", "file.url", "file.filename", "file.mimetype");
            case VOICE ->
                    List.of("chatId", "convert", "file.url", "file.filename", "file.mimetype");
            case POLL -> List.of("chatId", "poll.name", "poll.options");
            case VCARD -> List.of("chatId", "contacts");
            case LOCATION -> List.of("chatId", "latitude", "longitude");
            case START_TYPING, STOP_TYPING, CHAT_MESSAGES -> List.of("chatId");
            case MESSAGE -> List.of("messageId");
            case CHAT_MESSAGE -> List.of("chatId", "messageId");
            case SESSION_INFO -> List.of();
        };
    }

    private static String invalid(Operation operation, ObjectNode parameters) {
        List<String> invalid = new ArrayList<>();
        if (needed(operation).contains("chatId")
                && !Chats.isValid(parameters.path("chatId").asText())) {
            invalid.add("chatId");
        }
        if (operation == Operation.POLL && !parameters.path("poll").path("options").isArray()) {
            invalid.add("poll[options]");
        }
        if (operation == Operation.VCARD && !parameters.path("contacts").isArray()) {
            invalid.add("contacts");
        }
        if (operation == Operation.LOCATION) {
            if (!isWithin(parameters.path("latitude"), 90)) {
                invalid.add("latitude");
            }
            if (!isWithin(parameters.path("longitude"), 180)) {
                invalid.add("longitude");
            }
        }
        return String.join(", ", invalid);
    }

    private static boolean isWithin(JsonNode degrees, double limit) {
        double value = degrees.asDouble(Double.NaN);
        return Math.abs(value) <= limit;
    }

    private static String bracketed(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot) + "[" + path.substring(dot + 1) + "]";
    }
}
