package io.wawp.dispatcher.wawp;

/** How one exchange over the wire ended. Words name causes, never addresses or content. */
sealed interface Ending {

    /** A whole answer. */
    record Answered(Answer answer) implements Ending {}

    /** The right to write was over; nothing was written. */
    record Lapsed() implements Ending {}

    /** Nothing of the request was written. */
    record NeverLeft(String why) implements Ending {}

    /** Some of the request may have been written, and there is no whole answer. */
    record Lost(String why) implements Ending {}

    /** The answer is longer than the bound. */
    record TooLong(int status) implements Ending {}

    /** Whoever gave the right to write threw; nothing was written. */
    record Broken(RuntimeException cause) implements Ending {}
}
