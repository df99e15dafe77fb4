package io.wawp.common.json;

import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value of a record of a command topic to a valid command, or to why there is none.
 *
 * <p>Takes any bytes and never throws; time and memory are bounded by the length of the value,
 * which is itself bounded by {@link CommandLimits#maxCommandBytes}. Asks nobody else: no name
 * server, no clock. Error messages name the field and the rule, never what was written. Safe for
 * use by several threads.
 */
public final class CommandDecoder {
    /** Begins the words of a rejection that is a mistake of this decoder. */
    static final String UNREADABLE = "the command could not be read: ";

    private final CommandLimits limits;

    public CommandDecoder(CommandLimits limits) {
        this.limits = limits;
    }

    /**
     * Decodes one value.
     *
     * @param value null for a tombstone, which is a rejection like any other
     * @param now against which {@code notBefore} and {@code expiresAt} must not be too far ahead
     */
    public Decoding decode(byte @Nullable [] value, Instant now) {
        if (value == null) {
            return nothingRead(ReasonCode.MALFORMED_JSON, "the record has no value");
        }
        if (value.length > limits.maxCommandBytes()) {
            return nothingRead(
                    ReasonCode.COMMAND_TOO_LARGE,
                    "the value has "
                            + value.length
                            + " bytes; a command has at most "
                            + limits.maxCommandBytes());
        }
        try {
            return new CommandReader(JsonReader.read(value), limits, now).read();
        } catch (RuntimeException e) {
            // A mistake of ours, which no test knows of. Thrown, it would come again with every
            // reading of this record and stop all that stand behind it.
            return nothingRead(ReasonCode.INVALID_FIELD, UNREADABLE + e.getClass().getSimpleName());
        }
    }

    private static Decoding nothingRead(ReasonCode code, String words) {
        return new Decoding.Invalid(
                OutcomeError.of(code, words), null, null, null, null, null, Map.of());
    }
}
