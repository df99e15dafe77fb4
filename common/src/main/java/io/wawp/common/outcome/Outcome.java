package io.wawp.common.outcome;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MessageId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record of {@code wawp.outcomes}. What a record that could not be read does not say is null.
 *
 * @param eventId the same for the same event, also when it is told again
 * @param type null also where a newer version sends a type that this one has no name for
 * @param run 1, and one more for each redrive
 * @param at when it was decided; kept in milliseconds
 * @param attempts sends begun so far
 * @param messageId null when Wawp gave none and none was found in time; it follows in deliveries
 * @param ack WhatsApp's ack at this moment, where there is one
 * @param reconciled whether the answer was lost and the message was found in the chat
 * @param source where the command was read
 * @param duplicateOf for DUPLICATE: the command that this one repeats
 * @param duplicateStatus for DUPLICATE: that command's status
 */
public record Outcome(
        String eventId,
        @Nullable CommandId commandId,
        @Nullable IdempotencyKey idempotencyKey,
        @Nullable InstanceId instanceId,
        @Nullable ChatId chatId,
        @Nullable ContentType type,
        int run,
        OutcomeStatus status,
        Instant at,
        int attempts,
        @Nullable MessageId messageId,
        @Nullable Integer ack,
        boolean reconciled,
        @Nullable OutcomeError error,
        Source source,
        Map<String, String> metadata,
        @Nullable CommandId duplicateOf,
        @Nullable OutcomeStatus duplicateStatus) {

    public Outcome {
        metadata = Map.copyOf(metadata);
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }
}
