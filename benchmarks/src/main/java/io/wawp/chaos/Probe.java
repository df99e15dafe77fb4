package io.wawp.chaos;

import io.wawp.chaos.Calm.Trouble;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What is looked at while a run goes on, and how long it may last. */
enum Probe {
    /** With workers dying all the time a group may need several sessions to settle. */
    SILENCE("longest time without any outcome", 45, 45),
    /** Whether a worker is ready at all is the script's doing; what it then reads, is not. */
    LAG("longest time a partition stood still", 90, 60),
    /** A member of a stable group that gets nothing though others have much. */
    IDLENESS("longest time a member had nothing", 90, 60),
    /** Reading a journal takes seconds, also on a busy machine. */
    RESTORE("longest time a shard was read", 45, 45),
    /**
     * Of a command that nothing need hold up, since it was written and its shard taken over. The
     * longest that settings allow, one after the other: the shard's journal is read (20 s on a busy
     * machine); the command is in doubt (right to send 10 s, request time-out 3 s, settling 3 s,
     * and a look); Wawp answers badly (12 s) and the number loses its login (15 s and a probe's 4
     * s), both with a retry; and as many others wait as {@link Trouble#QUEUE} lets count, 20 s at
     * the asked rate and twice that on a slow machine. Take-overs begin it anew, so that the bound
     * need not grow with the rate of actions.
     */
    OLDEST("longest time a command was held up", 120, 120);

    /** Up to this length the tighter bounds hold, so that all can be violated within it. */
    static final Duration SHORT_RUN = Duration.ofMinutes(2);

    private final String words;
    private final int seconds;
    private final int secondsOfShortRun;

    Probe(String words, int seconds, int secondsOfShortRun) {
        this.words = words;
        this.seconds = seconds;
        this.secondsOfShortRun = secondsOfShortRun;
    }

    String words() {
        return words;
    }

    /** The longest that is no violation in a run whose troubles last so long. */
    Duration bound(Duration length) {
        return Duration.ofSeconds(length.compareTo(SHORT_RUN) <= 0 ? secondsOfShortRun : seconds);
    }

    /** Time in which one of these is going on does not count. */
    Set<Trouble> excused() {
        return switch (this) {
            case SILENCE -> Set.of(Trouble.BROKERS, Trouble.GATEWAY);
            case LAG -> Set.of(Trouble.BROKERS, Trouble.NOBODY_READY);
            case IDLENESS, RESTORE -> Set.of(Trouble.BROKERS);
            case OLDEST -> EnumSet.allOf(Trouble.class);
        };
    }
}
