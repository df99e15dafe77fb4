package io.wawp.common.outcome;

import io.wawp.common.command.InstanceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One record of {@code wawp.instances}.
 *
 * @param code why it was paused; null when it was resumed
 * @param message in words; null when there is nothing to add
 * @param at when it happened; kept in milliseconds
 */
public record InstanceEvent(
        InstanceId instanceId,
        State state,
        @Nullable ReasonCode code,
        @Nullable String message,
        Instant at) {

    public InstanceEvent {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Whether the number's commands are sent or wait. */
    public enum State {
        PAUSED,
        RESUMED
    }
}
