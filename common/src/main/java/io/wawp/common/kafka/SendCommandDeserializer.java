package io.wawp.common.kafka;

import io.wawp.common.command.SendCommand;
import io.wawp.common.json.CommandDecoder;
import io.wawp.common.json.CommandLimits;
import io.wawp.common.json.Decoding;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The value of a record of a command topic to the send-command that it holds, for those who look
 * on: the worker has rules of its own. What a deployment's settings may allow, long texts, large
 * records and private addresses, is read; a command without an instance is not, since only the
 * deployment knows which it means. Thread-safe.
 */
public final class SendCommandDeserializer implements Deserializer<SendCommand> {
    private static final CommandLimits ALL_THAT_MAY_BE =
            new CommandLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, true, null);

    private final CommandDecoder decoder = new CommandDecoder(ALL_THAT_MAY_BE);

    /**
     * The command.
     *
     * @return null for null
     * @throws SerializationException when it breaks the contract; the message names code, field and
     *     rule, and not what was written
     */
    @Override
    public @Nullable SendCommand deserialize(String topic, byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        return switch (decoder.decode(value, Instant.now())) {
            case Decoding.Valid(SendCommand command) -> command;
            case Decoding.Invalid invalid ->
                    throw new SerializationException(
                            "a record of " + topic + " is no send-command: " + invalid.words());
        };
    }
}
