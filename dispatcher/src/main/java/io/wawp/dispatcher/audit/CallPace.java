package io.wawp.dispatcher.audit;

import java.time.Duration;

/**
 * Whether Wawp was called faster than an instance's pace allows, whatever became of the calls (I5).
 * Owned by the thread that audits.
 */
final class CallPace {
    private final CommandTable table;
    private final CallTable calls;
    private final AuditRules rules;
    private final Findings findings;

    CallPace(CommandTable table, CallTable calls, AuditRules rules, Findings findings) {
        this.table = table;
        this.calls = calls;
        this.rules = rules;
        this.findings = findings;
    }

    void judge() {
        for (int[] ofInstance : calls.byInstance()) {
            Pace pace = rules.paceOf(table.instances().get(calls.instance(ofInstance[0]) - 1));
            apart(ofInstance, 1, pace.gap());
            apart(ofInstance, pace.perMinute(), Duration.ofMinutes(1));
            apart(ofInstance, pace.perHour(), Duration.ofHours(1));
            apart(ofInstance, pace.perDay(), Duration.ofDays(1));
        }
    }

    /** Between a call and the one so many before it there is so much time; 0 is no limit. */
    private void apart(int[] sorted, int cap, Duration time) {
        long least = time.minus(rules.tolerance()).toNanos();
        if (cap == 0 || least <= 0) {
            return;
        }
        for (int i = cap; i < sorted.length; i++) {
            long between = calls.begin(sorted[i]) - calls.begin(sorted[i - cap]);
            if (between < least) {
                findings.add(
                        calls.violation(
                                Rule.TOO_FAST,
                                sorted[i],
                                (cap + 1)
                                        + " calls of one instance began within "
                                        + Duration.ofNanos(between)
                                        + "; its pace has no more than "
                                        + cap
                                        + " in "
                                        + time));
            }
        }
    }
}
