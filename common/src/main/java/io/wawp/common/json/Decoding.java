package io.wawp.common.json;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.IdempotencyKey;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.SendCommand;
import io.wawp.common.outcome.OutcomeError;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came out of a record's bytes: a valid command, or why there is none. */
public sealed interface Decoding {

    /** Valid and normalised, defaults filled in. */
    record Valid(SendCommand command) implements Decoding {}

    /**
     * Breaks the contract.
     *
     * @param error code, words and the field's path
     * @param commandId and the others: what could be read in spite of it, for the outcome
     */
    record Invalid(
            OutcomeError error,
            @Nullable CommandId commandId,
            @Nullable IdempotencyKey idempotencyKey,
            @Nullable InstanceId instanceId,
            @Nullable ChatId chatId,
            @Nullable ContentType type,
            Map<String, String> metadata)
            implements Decoding {

        public Invalid {
            metadata = Map.copyOf(metadata);
        }
    }
}
