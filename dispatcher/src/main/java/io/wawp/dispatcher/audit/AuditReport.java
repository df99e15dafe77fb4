package io.wawp.dispatcher.audit;

import io.wawp.common.outcome.OutcomeStatus;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an audit found. Immutable.
 *
 * @param violations the first {@link Findings#MOST_OF_A_RULE} of each rule, in the order in which
 *     they were found
 * @param broken how often each broken rule was found broken, those included that are not listed
 * @param counts what was read
 * @param unchecked what could not be checked, and why; empty where all of it was: with a call log,
 *     all topics whole, and nothing damaged
 */
public record AuditReport(
        List<Violation> violations,
        Map<Rule, Long> broken,
        Counts counts,
        List<Unchecked> unchecked) {

    public AuditReport {
        violations = List.copyOf(violations);
        broken = Map.copyOf(broken);
        unchecked = List.copyOf(unchecked);
    }

    /**
     * What was read.
     *
     * @param commands records of command topics
     * @param outcomes records of the outcome topic
     * @param deliveries records of the delivery topic
     * @param deadLetters records of the dead-letter topic
     * @param calls calls of the call log
     * @param open records that have not ended and need not have
     * @param ended how many of the commands ended in which way
     */
    public record Counts(
            long commands,
            long outcomes,
            long deliveries,
            long deadLetters,
            long calls,
            long open,
            Map<OutcomeStatus, Long> ended) {
        public Counts {
            ended = ended.isEmpty() ? Map.of() : new EnumMap<>(ended);
        }
    }

    /** How many records what could not be checked concerns, where it is about single ones. */
    public long uncheckedRecords() {
        return unchecked.stream().mapToLong(Unchecked::count).sum();
    }

    /** Whether no promise was found broken; see {@link #unchecked} for how much that says. */
    public boolean isClean() {
        return broken.isEmpty();
    }

    /** All violations, counted. */
    public long brokenInAll() {
        return broken.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The violations of one rule. */
    public List<Violation> of(Rule rule) {
        return violations.stream().filter(violation -> violation.rule() == rule).toList();
    }

    /** For a failed assertion: what is broken, a line each, and what was read. */
    @Override
    public String toString() {
        return violations.stream().map(Violation::toString).collect(Collectors.joining("\n"))
                + "\n"
                + broken
                + "\n"
                + counts
                + "\n"
                + unchecked;
    }
}
