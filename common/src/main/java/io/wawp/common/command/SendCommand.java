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

    /** Strings that {@code metadata} may hold. */
    public static final int MOST_METADATA = 16;

    /** Code points of a key of {@code metadata}. */
    public static final int LONGEST_METADATA_KEY = 64;

    /** Code points of a value of {@code metadata}. */
    public static final int LONGEST_METADATA_VALUE = 256;

    public SendCommand {
        metadata = Map.copyOf(metadata);
        if (metadata.size() > MOST_METADATA) {
            throw new IllegalArgumentException(
                    "metadata holds at most " + MOST_METADATA + " strings");
        }
        metadata.forEach(SendCommand::requireMetadata);
        if (notBefore != null && expiresAt != null && !notBefore.isBefore(expiresAt)) {
            throw new IllegalArgumentException("notBefore must be before expiresAt");
        }
    }

    private static void requireMetadata(String key, String value) {
        if (key.isEmpty()
                || key.codePointCount(0, key.length()) > LONGEST_METADATA_KEY
                || value.codePointCount(0, value.length()) > LONGEST_METADATA_VALUE) {
            throw new IllegalArgumentException(
                    "metadata has keys of 1 to "
                            + LONGEST_METADATA_KEY
                            + " and values of up to "
                            + LONGEST_METADATA_VALUE
                            + " characters");
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
