package io.wawp.dispatcher.delivery;

import java.time.Duration;
import java.time.Instant;

/** When a message is looked at, by the schedule alone. Pure arithmetic. */
final class LookTimes {
    private final DeliverySettings settings;

    LookTimes(DeliverySettings settings) {
        this.settings = settings;
    }

    Instant deadline(Instant sentAt) {
        return sentAt.plus(settings.deadline());
    }

    /** The first look of the schedule after {@code now}; the deadline is the last. */
    Instant next(Instant sentAt, Instant now) {
        Duration age = Duration.between(sentAt, now);
        for (Duration step : settings.schedule()) {
            if (step.compareTo(age) > 0) {
                return notAfterDeadline(sentAt, sentAt.plus(step));
            }
        }
        Duration last = settings.schedule().getLast();
        long repeats = age.minus(last).dividedBy(interval()) + 1;
        return notAfterDeadline(sentAt, sentAt.plus(last).plus(interval().multipliedBy(repeats)));
    }

    /**
     * The first look at a message that begins to be followed. What a worker missed that was down is
     * made up for within a quarter of the time until the next step, spread over it, so that a shard
     * that changes hands is not a flood of calls.
     *
     * @param share this message's place within that quarter, 0 to 1
     */
    Instant first(Instant sentAt, Instant now, double share) {
        Instant next = next(sentAt, now);
        if (now.isBefore(sentAt.plus(settings.schedule().getFirst()))) {
            return next;
        }
        long quarter = Math.max(0, Duration.between(now, next).toNanos() / 4);
        return now.plusNanos((long) (quarter * share));
    }

    Instant notAfterDeadline(Instant sentAt, Instant look) {
        Instant deadline = deadline(sentAt);
        return look.isBefore(deadline) ? look : deadline;
    }

    private Duration interval() {
        int size = settings.schedule().size();
        Duration last = settings.schedule().getLast();
        return size == 1 ? last : last.minus(settings.schedule().get(size - 2));
    }
}
