package io.wawp.dispatcher.model;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must be remembered of an instance's sends for its pace to hold over workers and restarts.
 * Counts are kept by slices of time: slice number (seconds since 1970 divided by the slice's
 * length) to sends in it.
 *
 * @param lastSend when the last send began, or null
 * @param firstSend when the number's first send began, or null
 * @param minute slices of 5 seconds
 * @param hour slices of 1 minute
 * @param day slices of 30 minutes
 */
public record PaceMemory(
        @Nullable Instant lastSend,
        @Nullable Instant firstSend,
        Map<Long, Integer> minute,
        Map<Long, Integer> hour,
        Map<Long, Integer> day) {
    public static final PaceMemory NONE = new PaceMemory(null, null, Map.of(), Map.of(), Map.of());

    public PaceMemory {
        minute = Map.copyOf(minute);
        hour = Map.copyOf(hour);
        day = Map.copyOf(day);
    }
}
