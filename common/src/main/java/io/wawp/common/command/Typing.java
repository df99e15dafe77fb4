package io.wawp.common.command;

import java.time.Duration;

/** Whether and for how long the recipient sees "typing…" before the message. */
public sealed interface Typing {

    /** By the length of the text and the type of the message; the default. */
    record Auto() implements Typing {}

    /** No indicator. */
    record Off() implements Typing {}

    /**
     * A given time.
     *
     * @param duration more than zero, at most {@link #LONGEST}
     */
    record Fixed(Duration duration) implements Typing {
        /** Longer than anybody waits for one message. */
        public static final Duration LONGEST = Duration.ofMinutes(1);

        public Fixed {
            if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "duration must be more than zero and at most " + LONGEST);
            }
        }
    }
}
