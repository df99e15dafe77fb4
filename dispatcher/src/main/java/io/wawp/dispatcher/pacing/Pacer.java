package io.wawp.dispatcher.pacing;

import io.wawp.dispatcher.model.PaceMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One instance's pace: says when its next send may begin. Guarantees, if each send is told to
 * {@link #sent} before it begins and begins no earlier than {@link #opensAt} said: between two
 * sends there is never less than {@code gap * (1 - jitter)}, and no sliding minute, hour or day
 * ever holds more than its cap; also over restarts, if each new pacer is made from the last one's
 * {@link #memory}.
 *
 * <p>A clock that steps back opens nothing early: what seems to lie in the future counts as sent
 * now, so the longest wait is that of a full window. A clock that steps forward cannot be told from
 * time that has passed: whoever knows better says so.
 *
 * <p>Sends are counted whatever the profile says, so that a stricter one holds at once. Not
 * thread-safe: its owner locks.
 */
public final class Pacer {
    private final PacingProfile profile;
    private final RandomGenerator random;
    private final Window minute;
    private final Window hour;
    private final Window day;
    private @Nullable Instant lastSend;
    private @Nullable Instant firstSend;

    /** From the beginning of the last send to the next; drawn once for each. */
    private Duration gap;

    /**
     * @param memory what was sent before, {@link PaceMemory#NONE} for a new number
     * @param random draws the jitter
     */
    public Pacer(PacingProfile profile, PaceMemory memory, RandomGenerator random) {
        this.profile = profile;
        this.random = random;
        this.lastSend = memory.lastSend();
        this.firstSend = memory.firstSend();
        this.minute = new Window(Duration.ofSeconds(5), Duration.ofMinutes(1), memory.minute());
        this.hour = new Window(Duration.ofMinutes(1), Duration.ofHours(1), memory.hour());
        this.day = new Window(Duration.ofMinutes(30), Duration.ofDays(1), memory.day());
        this.gap = drawGap();
    }

    /**
     * The earliest moment at which the next send may begin. Says the same however often it is
     * asked, until something is sent or the clock steps back.
     *
     * @param now read after the last send was told
     * @return now or later
     */
    public Instant opensAt(Instant now) {
        noticeStepBack(now);
        Instant opens = now;
        if (lastSend != null) {
            opens = later(opens, lastSend.plus(gap));
        }
        opens = later(opens, cappedUntil(minute, profile.perMinute(), now));
        opens = later(opens, cappedUntil(hour, profile.perHour(), now));
        return later(opens, cappedUntil(day, profile.perDay(), now));
    }

    /**
     * A send begins. It counts whatever becomes of it, in doubt or not: nothing is ever given back,
     * because a place given back wrongly would break the pace, and one kept needlessly costs only
     * one place in each window.
     *
     * @param at now; if that is before the last send, the clock has stepped back
     */
    public void sent(Instant at) {
        noticeStepBack(at);
        lastSend = at;
        firstSend = firstSend == null ? at : firstSend;
        minute.count(at);
        hour.count(at);
        day.count(at);
        gap = drawGap();
    }

    /** The clock was set by so much, ahead or back, without any time having passed. */
    public void clockWasSet(Duration by) {
        lastSend = lastSend == null ? null : lastSend.plus(by);
        minute.shift(by);
        hour.shift(by);
        day.shift(by);
    }

    /**
     * How long the chat that was sent to last rests, from the beginning of that send: the gap to
     * the next send and the profile's chat gap. To be asked right after {@link #sent}.
     */
    public Duration chatRest() {
        return gap.plus(profile.chatGap());
    }

    /** All that the next pacer of this instance needs to go on; at most 123 slices. */
    public PaceMemory memory() {
        return new PaceMemory(lastSend, firstSend, minute.counts(), hour.counts(), day.counts());
    }

    public PacingProfile profile() {
        return profile;
    }

    /** A pacer that goes on from here with another profile. This one is not to be used further. */
    public Pacer withProfile(PacingProfile changed) {
        return new Pacer(changed, memory(), random);
    }

    private void noticeStepBack(Instant now) {
        if (lastSend != null && now.isBefore(lastSend)) {
            lastSend = now;
        }
        minute.pullBack(now);
        hour.pullBack(now);
        day.pullBack(now);
    }

    private static Instant cappedUntil(Window window, int cap, Instant now) {
        return cap == 0 ? now : window.opensAt(now, cap);
    }

    private Duration drawGap() {
        double factor = 1 + profile.jitter() * (2 * random.nextDouble() - 1);
        return Duration.ofNanos((long) Math.ceil(profile.gap().toNanos() * factor));
    }

    private static Instant later(Instant one, Instant two) {
        return one.isBefore(two) ? two : one;
    }
}
