package io.wawp.dispatcher.journal;

import io.wawp.common.command.InstanceId;
import io.wawp.common.json.CommandDecoder;
import io.wawp.common.json.CommandLimits;
import io.wawp.common.json.Decoding;
import java.time.Instant;

/**
 * Reads the bytes of commands that were accepted once. Limits and the default instance are settings
 * and may be others by now, or others at the worker that took the command in; what was accepted
 * stays accepted, and for the very instance for which it was.
 */
public final class AcceptedCommands {
    private static final int NO_LIMIT = 1 << 30;

    private AcceptedCommands() {}

    /**
     * Decodes without the limits of a deployment.
     *
     * @param owner the instance for which it was accepted
     * @param at when it was
     */
    public static Decoding decode(byte[] value, InstanceId owner, Instant at) {
        var limits = new CommandLimits(NO_LIMIT, NO_LIMIT, true, owner);
        return new CommandDecoder(limits).decode(value, at);
    }
}
