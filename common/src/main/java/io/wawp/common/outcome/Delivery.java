package io.wawp.common.outcome;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MessageId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record of {@code wawp.deliveries}.
 *
 * @param messageId null only in a last record of a message whose id was never found
 * @param ack as WhatsApp counts it, also values newer than our names
 * @param at when it was seen; kept in milliseconds
 * @param isFinal {@code final} in JSON: nothing follows
 */
public record Delivery(
        String eventId,
        CommandId commandId,
        InstanceId instanceId,
        ChatId chatId,
        @Nullable MessageId messageId,
        int ack,
        DeliveryStatus status,
        Instant at,
        boolean isFinal,
        Map<String, String> metadata) {

    public Delivery {
        metadata = Map.copyOf(metadata);
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }
}
