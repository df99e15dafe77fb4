package io.wawp.demo;

import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.Source;
import io.wawp.sandbox.wawp.Call;

/** Something that can be seen from outside the worker. */
sealed interface Sighting {

    /** When it was seen, on the scale of {@link System#nanoTime()}. */
    long nanos();

    /** A record of the outcome topic. */
    record Told(Outcome outcome, long nanos) implements Sighting {}

    /** A record of the delivery topic. */
    record Heard(Delivery delivery, long nanos) implements Sighting {}

    /**
     * A record of the dead-letter topic.
     *
     * @param source of the original
     * @param code the reason, as its header has it
     */
    record Kept(Source source, String code, long nanos) implements Sighting {}

    /** A call that arrived at Wawp. */
    record Called(Call call, long nanos) implements Sighting {}

    /** The worker, or whoever watches it, has ended; nothing more will be seen. */
    record Broken(String why, long nanos) implements Sighting {}
}
