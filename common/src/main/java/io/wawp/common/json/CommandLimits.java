package io.wawp.common.json;

import io.wawp.common.command.InstanceId;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment may set about the commands it takes.
 *
 * @param maxTextLength of a text, and of every caption, name, title and the like, in code points;
 *     Wawp's v2 documents say 4096, v1 names no figure
 * @param maxCommandBytes of a whole record
 * @param privateUrlsAllowed whether {@code file.url} may point to loopback, link-local and private
 *     literal addresses
 * @param defaultInstanceId for commands that name none; null makes {@code instanceId} required
 */
public record CommandLimits(
        int maxTextLength,
        int maxCommandBytes,
        boolean privateUrlsAllowed,
        @Nullable InstanceId defaultInstanceId) {

    public static final CommandLimits DEFAULTS = new CommandLimits(4096, 256 * 1024, false, null);

    public CommandLimits {
        if (maxTextLength < 1) {
            throw new IllegalArgumentException("maxTextLength must be at least 1");
        }
        if (maxCommandBytes < 1024) {
            throw new IllegalArgumentException("maxCommandBytes must be at least 1024");
        }
    }
}
