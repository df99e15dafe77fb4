package io.wawp.dispatcher.model;

import io.wawp.common.command.InstanceId;
import io.wawp.common.outcome.OutcomeError;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The whole state of one instance, as it is journaled.
 *
 * @param pausedFor why its gate is closed; null when it is open
 * @param pausedAt since when; null when it is open
 * @param pace what its pace was made of
 */
public record InstanceEntry(
        InstanceId instanceId,
        @Nullable OutcomeError pausedFor,
        @Nullable Instant pausedAt,
        PaceMemory pace) {

    public static InstanceEntry fresh(InstanceId instanceId) {
        return new InstanceEntry(instanceId, null, null, PaceMemory.NONE);
    }
}
