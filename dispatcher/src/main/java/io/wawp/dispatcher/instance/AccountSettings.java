package io.wawp.dispatcher.instance;

import io.wawp.common.command.InstanceId;
import io.wawp.dispatcher.model.AccessToken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the instances are configured. One named directly and those of a file go together.
 *
 * @param instanceId {@code WAWP_INSTANCE_ID}: one instance, or null
 * @param accessToken {@code WAWP_ACCESS_TOKEN}: its token, or null when it is in a file
 * @param accessTokenFile {@code WAWP_ACCESS_TOKEN_FILE}: read again when it changes; or null
 * @param instancesFile {@code WAWP_INSTANCES_FILE}: several, read again when it changes; or null
 * @param defaultPacing profile of instances that name none
 * @param pacings the names of all profiles
 * @param poll how often files are looked at for a change
 */
public record AccountSettings(
        @Nullable InstanceId instanceId,
        @Nullable AccessToken accessToken,
        @Nullable Path accessTokenFile,
        @Nullable Path instancesFile,
        String defaultPacing,
        Set<String> pacings,
        Duration poll) {

    /** About how often files are looked at unless a test says otherwise. */
    public static final Duration POLL = Duration.ofSeconds(5);

    public AccountSettings {
        pacings = Set.copyOf(pacings);
        if (poll.isNegative() || poll.isZero()) {
            throw new IllegalArgumentException("poll must be longer than nothing");
        }
    }
}
