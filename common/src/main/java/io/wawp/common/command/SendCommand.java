package io.wawp.common.command;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message to be sent: the content of a record of a command topic, checked and normalised, with
 * defaults filled in. Immutable. The string form shows no personal data.
 *
 * @param commandId names this command in every outcome
 * @param instanceId the WhatsApp number that sends
 * @param chatId to whom
 * @param content what
 * @param idempotencyKey two commands of one instance with the same key are one send
 * @param typing the indicator before it
 * @param priority among the waiting commands of its instance
 * @param notBefore not sent before, or null
 * @param expiresAt not sent after, or null for the default: 24 hours after the later of the
 *     record's timestamp and {@code notBefore}
 * @param replyTo the message to quote, or null
 * @param metadata up to 16 strings, echoed in every outcome
 */
public record SendCommand(
        CommandId commandId,
        InstanceId instanceId,
        ChatId chatId,
        Content content,
        IdempotencyKey idempotencyKey,
        Typing typing,
        Priority priority,
        @Nullable Instant notBefore,
        @Nullable Instant expiresAt,
        @Nullable MessageId replyTo,
        Map<String, String> metadata) {

    public SendCommand {
        metadata = Map.copyOf(metadata);
        if (metadata.size() > 16) {
            throw new IllegalArgumentException("metadata holds at most 16 strings");
        }
        if (notBefore != null && expiresAt != null && !notBefore.isBefore(expiresAt)) {
            throw new IllegalArgumentException("notBefore must be before expiresAt");
        }
    }

    @Override
    public String toString() {
        return "SendCommand["
                + commandId
                + ", instance "
                + instanceId
                + ", to "
                + chatId
                + ", "
                + content
                + "]";
    }
}
