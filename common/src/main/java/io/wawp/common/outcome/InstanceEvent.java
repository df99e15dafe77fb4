package io.wawp.common.outcome;

import io.wawp.common.command.InstanceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One record of {@code wawp.instances}.
 *
 * @param code why it was paused; null when it was resumed; {@link ReasonCode#UNRECOGNIZED} where a
 *     newer version wrote another
 * @param codeText the code as it is written, also of an unrecognized one
 * @param message in words; null when there is nothing to add
 * @param at when it happened; kept in milliseconds
 */
public record InstanceEvent(
        InstanceId instanceId,
        State state,
        @Nullable ReasonCode code,
        @Nullable String codeText,
        @Nullable String message,
        Instant at) {

    public InstanceEvent {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        if (code != null && codeText != null) {
            OutcomeError.requireSame(code, codeText);
        } else if (code != null || codeText != null) {
            throw new IllegalArgumentException("a code and its text come together");
        }
    }

    /** With a code that this version knows, or none. */
    public InstanceEvent(
            InstanceId instanceId,
            State state,
            @Nullable ReasonCode code,
            @Nullable String message,
            Instant at) {
        this(instanceId, state, code, code == null ? null : code.wire(), message, at);
    }

    /** Whether the number's commands are sent or wait. */
    public enum State {
        PAUSED,
        RESUMED
    }
}
