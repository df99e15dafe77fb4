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
     * Breaks the contract. The error is the first fault: of the JSON, then of unknown fields, then
     * in the order in which the contract lists the fields. What else could be read is here for the
     * outcome: with sound JSON every field that is right by itself, defaults included; with broken
     * JSON only what stands before the fault.
     *
     * @param error code, words and the field's path; the path is null where no field is to blame,
     *     and {@code *} stands in it for a name that does not look like one
     * @param metadata all of it, or nothing when any of it is wrong
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

        /** The code and what is wrong, in words that repeat nothing of what was written. */
        public String words() {
            return error.code().wire() + ": " + error.message();
        }
    }
}
