package io.wawp.sandbox.wawp;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One call that arrived, and what was made of it.
 *
 * @param number counts all calls from 1 in the order in which they were worked on
 * @param arrivedNanos on the scale of {@link System#nanoTime()}
 * @param path raw, with the base path
 * @param rawQuery as it came, without the question mark; may hold the token
 * @param headers by lower-case name
 * @param parameters merged as WordPress does; do not change them
 * @param chatId normalised ({@code …@c.us}); empty if the call named none
 * @param text the message, caption, or poll's question; empty where there is none
 * @param fault the label of the action of the rule that decided it, if one did
 * @param status the status answered; 0 if no answer was or will be given
 * @param messageId of the message that was put into the chat, if one was
 */
public record Call(
        long number,
        Instant arrivedAt,
        long arrivedNanos,
        Operation operation,
        String method,
        String path,
        String rawQuery,
        Map<String, String> headers,
        JsonNode parameters,
        String instanceId,
        String chatId,
        String text,
        Optional<String> fault,
        int status,
        Optional<String> messageId) {

    /** A header's value by its name in any case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public Optional<String> idempotencyKey() {
        return header("Idempotency-Key");
    }

    /** Whether it put a message into a chat. */
    public boolean createdMessage() {
        return messageId.isPresent();
    }

    static Call arriving(ApiRequest request) {
        return new Call(
                0,
                request.arrivedAt(),
                request.arrivedNanos(),
                request.operation(),
                request.method(),
                request.path(),
                request.rawQuery(),
                request.headers(),
                request.parameters(),
                request.instanceId(),
                request.chatId(),
                request.messageText(),
                Optional.empty(),
                0,
                Optional.empty());
    }

    Call ended(long number, Optional<String> fault, int status, Optional<String> messageId) {
        return new Call(
                number,
                arrivedAt,
                arrivedNanos,
                operation,
                method,
                path,
                rawQuery,
                headers,
                parameters,
                instanceId,
                chatId,
                text,
                fault,
                status,
                messageId);
    }

    /** Without token, headers and parameters: fit for a log or a failed assertion. */
    @Override
    public String toString() {
        return "#%d %s %s %s \"%s\" -> %s%s%s"
                .formatted(
                        number,
                        operation,
                        instanceId,
                        chatId,
                        text,
                        status == 0 ? "no answer" : status,
                        fault.map(label -> " (" + label + ")").orElse(""),
                        messageId.map(id -> " " + id).orElse(""));
    }
}
