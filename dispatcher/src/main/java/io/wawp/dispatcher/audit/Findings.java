package io.wawp.dispatcher.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Gathers what an audit finds, within bounds. Owned by the thread that audits. */
final class Findings {
    /** So many of one rule are listed; the others are counted. */
    static final int MOST_OF_A_RULE = 1_000;

    private final List<Violation> violations = new ArrayList<>();
    private final Map<Rule, Long> broken = new EnumMap<>(Rule.class);
    private final List<Unchecked> unchecked = new ArrayList<>();

    void add(Violation violation) {
        if (broken.merge(violation.rule(), 1L, Long::sum) <= MOST_OF_A_RULE) {
            violations.add(violation);
        }
    }

    /** Says nothing where there is nothing to be said: a count of 0 concerns no record. */
    void unchecked(String what, long count, String why) {
        if (count > 0) {
            unchecked.add(new Unchecked(what, count, why));
        }
    }

    /** The same where it is not about single records. */
    void unchecked(String what, String why) {
        unchecked.add(new Unchecked(what, 0, why));
    }

    AuditReport report(AuditReport.Counts counts) {
        return new AuditReport(violations, broken, counts, unchecked);
    }
}
