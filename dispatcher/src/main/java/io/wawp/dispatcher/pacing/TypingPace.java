package io.wawp.dispatcher.pacing;

import io.wawp.common.command.Content;
import io.wawp.common.command.Typing;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long "typing…" is shown before a message. Holds nothing that changes; as thread-safe as its
 * source of randomness.
 */
public final class TypingPace {
    private static final double CODE_POINTS_PER_SECOND = 15;
    private static final double VARIATION = 0.3;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(8);
    private static final Duration BEFORE_OTHERS = Duration.ofMillis(1500);

    private final boolean enabled;
    private final RandomGenerator random;

    /**
     * @param enabled false: nothing is ever typed, whatever a command asks for
     * @param random varies the speed from message to message
     */
    public TypingPace(boolean enabled, RandomGenerator random) {
        this.enabled = enabled;
        this.random = random;
    }

    /** How long to type before this content; zero: not at all. */
    public Duration before(Typing typing, Content content) {
        if (!enabled) {
            return Duration.ZERO;
        }
        return switch (typing) {
            case Typing.Off() -> Duration.ZERO;
            case Typing.Fixed(Duration duration) -> duration;
            case Typing.Auto() ->
                    content instanceof Content.Text(String message)
                            ? beforeText(message)
                            : BEFORE_OTHERS;
        };
    }

    private Duration beforeText(String message) {
        int codePoints = message.codePointCount(0, message.length());
        double speed = CODE_POINTS_PER_SECOND * (1 + VARIATION * (2 * random.nextDouble() - 1));
        Duration typed = Duration.ofMillis(Math.round(codePoints * 1000 / speed));
        if (typed.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return typed.compareTo(LONGEST) > 0 ? LONGEST : typed;
    }
}
