package io.wawp.dispatcher.audit;

import org.jspecify.annotations.Nullable;

/**
 * One promise broken in one place. The words hold no text of a message and no phone number.
 *
 * @param topic the record that shows it; {@link #CALLS} if it is a call of the call log
 * @param partition of that record; 0 for a call
 * @param offset of that record; for a call its number in the log, from 0
 * @param commandId the command's own name, null where none can be read
 * @param words what is wrong, and which other records belong to it
 */
public record Violation(
        Rule rule,
        String topic,
        int partition,
        long offset,
        @Nullable String commandId,
        String words) {

    /** Stands for a topic where the call log is meant. */
    public static final String CALLS = "call-log";

    public Invariant invariant() {
        return rule.invariant();
    }

    /** One line: the invariant, the rule, the place, the command and what is wrong. */
    @Override
    public String toString() {
        return invariant().label()
                + " "
                + rule.label()
                + " "
                + topic
                + "-"
                + partition
                + "@"
                + offset
                + (commandId == null ? "" : " " + commandId)
                + ": "
                + words;
    }
}
