package io.wawp.common.kafka;

import io.wawp.common.command.SendCommand;
import io.wawp.common.json.CommandEncoder;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A send-command to the value of a record of a command topic, for a producer's {@code
 * value.serializer}. Thread-safe.
 */
public final class SendCommandSerializer implements Serializer<SendCommand> {
    private final CommandEncoder encoder = new CommandEncoder();

    /**
     * The command as JSON.
     *
     * @return null for null
     * @throws SerializationException when a string of it cannot be sent; the message names the
     *     field and not what it holds
     */
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable SendCommand command) {
        if (command == null) {
            return null;
        }
        try {
            return encoder.encode(command);
        } catch (IllegalArgumentException e) {
            throw new SerializationException(
                    "a send-command for " + topic + " cannot be written: " + e.getMessage(), e);
        }
    }
}
