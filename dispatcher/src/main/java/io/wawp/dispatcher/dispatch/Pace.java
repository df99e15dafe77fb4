package io.wawp.dispatcher.dispatch;

import io.wawp.dispatcher.model.PaceMemory;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.pacing.Pacer;
import io.wawp.dispatcher.pacing.PacingProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The pace of one line. A send is journaled when it is about to begin and counted when its first
 * byte is written, so that a slow commit or a wait for a connection cannot bring two sends closer
 * together on the wire than the profile allows. Not thread-safe: its line locks.
 *
 * <p>What the last owner journaled says when its sends began by its own clock, and nothing of when
 * they reached the wire, nor into which chat. So the first send of a new owner leaves the longest
 * gap of all to the last moment, by its own clock, at which the old one may have written.
 */
final class Pace {
    /** What a clock gains by being kept right is less, and does not matter to any pace. */
    private static final Duration JUMP = Duration.ofSeconds(1);

    private static final Duration SAME_MOMENT = Duration.ofMillis(100);

    private final Time time;
    private final Function<String, PacingProfile> profiles;
    private final RandomGenerator random;
    private String profileName = "";
    private Pacer pacer;
    private boolean beginning;
    private Instant lastWall;
    private long lastNanos;

    /** Until when the last owner may have sent; null once we have sent ourselves. */
    private @Nullable Instant othersUntil;

    Pace(
            PaceMemory memory,
            Function<String, PacingProfile> profiles,
            RandomGenerator random,
            Time time) {
        this.time = time;
        this.lastWall = time.now();
        this.lastNanos = time.nanoTime();
        this.profiles = profiles;
        this.random = random;
        // no command goes through before its account, and so its profile, is known
        this.pacer = new Pacer(PacingProfile.named("off"), memory, random);
    }

    /** Goes on with that profile if it is another. */
    void use(String name) {
        if (!name.equals(profileName)) {
            pacer = pacer.withProfile(profiles.apply(name));
            profileName = name;
        }
    }

    boolean isPaced() {
        return !pacer.profile().isOff();
    }

    /** The last owner may have sent, or may still send, until then. */
    void othersMaySendUntil(Instant moment) {
        if (othersUntil == null || othersUntil.isBefore(moment)) {
            othersUntil = moment;
        }
    }

    /**
     * When the next send may begin.
     *
     * @param most how long after now others may send at the most, should the clock have stepped
     *     back
     */
    Instant opensAt(Instant now, Duration most) {
        noticeJump();
        Instant opens = pacer.opensAt(now);
        Instant others = othersUntil;
        if (others == null) {
            return opens;
        }
        if (others.isAfter(now.plus(most))) {
            others = now.plus(most);
            othersUntil = others;
        }
        Instant rested = others.plus(pacer.chatRest());
        return rested.isAfter(opens) ? rested : opens;
    }

    /** A send is about to be journaled. */
    void begin() {
        beginning = true;
    }

    /** The send that was begun is written, or was given up. Counts either way. */
    void sent(Instant now) {
        beginning = false;
        othersUntil = null;
        noticeJump();
        pacer.sent(now);
    }

    /** A wall clock that is set lets no time pass, and takes none back. */
    private void noticeJump() {
        long nanos = time.nanoTime();
        Instant wall = time.now();
        if (time.nanoTime() - nanos > SAME_MOMENT.toNanos()) {
            // held up between the two clocks: the next look compares
            return;
        }
        Duration jump = Duration.between(lastWall, wall).minusNanos(nanos - lastNanos);
        lastWall = wall;
        lastNanos = nanos;
        if (jump.abs().compareTo(JUMP) > 0) {
            pacer.clockWasSet(jump);
            othersUntil = othersUntil == null ? null : othersUntil.plus(jump);
        }
    }

    /** How long the chat that was just sent to rests. */
    Duration chatRest() {
        return pacer.chatRest();
    }

    /** What is to be journaled; a send that is beginning counts. */
    PaceMemory memory(Instant now) {
        if (!beginning) {
            return pacer.memory();
        }
        var counted = new Pacer(pacer.profile(), pacer.memory(), random);
        counted.sent(now);
        return counted.memory();
    }
}
