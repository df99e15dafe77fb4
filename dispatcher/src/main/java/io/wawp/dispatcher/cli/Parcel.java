package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.command.SendCommand;
import io.wawp.common.json.CommandDecoder;
import io.wawp.common.json.CommandLimits;
import io.wawp.common.json.Decoding;
import io.wawp.common.outcome.OutcomeError;
import java.time.Instant;

/**
 * A command that may be written: the worker's own decoder took it.
 *
 * @param value the very bytes
 */
@SuppressWarnings("ArrayRecordComponent") // handed through untouched, never compared
record Parcel(SendCommand command, byte[] value) {

    /** Why bytes are no command; the field is there where one is to blame. */
    static final class Refused extends Exception {
        private final OutcomeError error;

        Refused(OutcomeError error) {
            super(error.message(), null, false, false);
            this.error = error;
        }

        OutcomeError error() {
            return error;
        }
    }

    /**
     * Checks as the worker would.
     *
     * @throws Refused with what the worker would reject it for
     */
    static Parcel check(byte[] value, CommandLimits limits, Instant now) throws Refused {
        return switch (new CommandDecoder(limits).decode(value, now)) {
            case Decoding.Valid valid -> new Parcel(valid.command(), value);
            case Decoding.Invalid invalid -> throw new Refused(invalid.error());
        };
    }

    /** The record's key: its chat, so that Kafka keeps the order within it. */
    byte[] key() {
        return command.chatId().value().getBytes(UTF_8);
    }

    String commandId() {
        return command.commandId().value();
    }

    @Override
    public String toString() {
        return "Parcel[" + command + "]";
    }
}
