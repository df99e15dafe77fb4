package io.wawp.dispatcher.delivery;

import java.time.Duration;
import java.util.List;

/**
 * How long and how often sent messages are looked at.
 *
 * @param schedule {@code DISPATCHER_DELIVERY_SCHEDULE}: when to look, counted from the send and
 *     rising; after the last one its distance to the one before is repeated
 * @param deadline {@code DISPATCHER_DELIVERY_DEADLINE}: when to stop, counted from the send
 * @param maxFollowed how many are followed at most; when one more comes the oldest is let go
 * @param dedupWindow {@code DISPATCHER_DEDUP_WINDOW}: how long a key is remembered after the end
 */
public record DeliverySettings(
        List<Duration> schedule, Duration deadline, int maxFollowed, Duration dedupWindow) {
    public static final DeliverySettings DEFAULT =
            new DeliverySettings(
                    List.of(
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(30),
                            Duration.ofMinutes(2),
                            Duration.ofMinutes(10),
                            Duration.ofHours(1),
                            Duration.ofHours(6),
                            Duration.ofHours(24)),
                    Duration.ofHours(72),
                    100_000,
                    Duration.ofHours(24));

    public DeliverySettings {
        schedule = List.copyOf(schedule);
        if (schedule.isEmpty()) {
            throw new IllegalArgumentException("the delivery schedule must have a step");
        }
        Duration before = Duration.ZERO;
        for (Duration step : schedule) {
            if (step.compareTo(before) <= 0) {
                throw new IllegalArgumentException(
                        "the delivery schedule must rise from step to step: " + schedule);
            }
            before = step;
        }
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("the delivery deadline must be after the send");
        }
        if (maxFollowed < 1) {
            throw new IllegalArgumentException("at least one message must be followed");
        }
        if (dedupWindow.isNegative()) {
            throw new IllegalArgumentException("the dedup window must not be negative");
        }
    }
}
