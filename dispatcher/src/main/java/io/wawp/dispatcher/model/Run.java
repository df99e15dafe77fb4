package io.wawp.dispatcher.model;

import org.jspecify.annotations.Nullable;

/**
 * Which run of its command a record asks for. A producer's record is run 1; only an operator's tool
 * asks for a later one, and says with it what it knows.
 *
 * @param number 1, or one more than the run that it follows
 * @param unjournaled whether no earlier run was ever journaled: so with run 1, and with one that
 *     follows only such that were rejected before, by the word of the tool that looked
 * @param resolution what a person found out about the run before; null for a plain redrive
 */
public record Run(int number, boolean unjournaled, @Nullable Resolution resolution) {
    /** Of a producer's record. */
    public static final Run FIRST = new Run(1, true, null);

    public Run {
        if (number < 1) {
            throw new IllegalArgumentException("runs are counted from 1: " + number);
        }
        if (number == 1 && (!unjournaled || resolution != null)) {
            throw new IllegalArgumentException("nothing is known before the first run");
        }
    }

    /** A redrive of a command that the journal may know. */
    public static Run later(int number) {
        return new Run(number, false, null);
    }
}
