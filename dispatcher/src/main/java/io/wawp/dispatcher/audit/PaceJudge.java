package io.wawp.dispatcher.audit;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Whether an instance was told as having sent more than its pace allows (I5). Owned by the thread
 * that audits.
 *
 * <p>An outcome's time is not its send's. But a send that was answered began no longer before its
 * SENT than a call and the look-up of an id may take: so what is SENT within a minute began within
 * a minute and that time, and for that the pace has a limit too.
 */
final class PaceJudge {
    /** From a send's beginning to its SENT, at the most, and two clocks. */
    private static final Duration BLUR = Duration.ofSeconds(60);

    private static final List<Duration> WINDOWS =
            List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1));

    private final CommandTable table;
    private final AuditRules rules;
    private final Findings findings;

    PaceJudge(CommandTable table, AuditRules rules, Findings findings) {
        this.table = table;
        this.rules = rules;
        this.findings = findings;
    }

    void judge() {
        Comparator<Integer> byInstance = Comparator.comparingInt(table.instance::get);
        int[] rows =
                table.sorted(
                        row -> table.isSent(row) && !table.is(row, CommandTable.RECONCILED),
                        byInstance.thenComparingLong(table.ended::get));
        int from = 0;
        for (int i = 1; i <= rows.length; i++) {
            if (i == rows.length || table.instance.get(rows[i]) != table.instance.get(rows[from])) {
                instance(rows, from, i);
                from = i;
            }
        }
    }

    private void instance(int[] rows, int from, int to) {
        int number = table.instance.get(rows[from]);
        if (number == 0) {
            return;
        }
        String instance = table.instances().get(number - 1);
        Pace pace = rules.paceOf(instance);
        if (pace.isNone()) {
            return;
        }
        for (Duration window : WINDOWS) {
            long most = most(pace, window.plus(BLUR));
            int first = from;
            for (int i = from; i < to; i++) {
                while (table.ended.get(rows[i]) - table.ended.get(rows[first])
                        > window.toMillis()) {
                    first++;
                }
                if (i - first + 1L > most) {
                    tooFast(rows[i], i - first + 1, window, most);
                    break;
                }
            }
        }
    }

    private void tooFast(int row, int count, Duration window, long most) {
        findings.add(
                table.violation(
                        Rule.TOO_FAST,
                        table.endPlace.get(row),
                        table.commandId(row),
                        count
                                + " SENT of one instance within "
                                + window
                                + "; its pace allows no more than "
                                + most
                                + " in that time and the "
                                + BLUR
                                + " that an answer may take"));
    }

    /** The most sends that a pace allows in a time. */
    static long most(Pace pace, Duration time) {
        long most = Long.MAX_VALUE;
        if (!pace.gap().isZero()) {
            most = time.dividedBy(pace.gap()) + 1;
        }
        most = Math.min(most, most(pace.perMinute(), WINDOWS.getFirst(), time));
        most = Math.min(most, most(pace.perHour(), WINDOWS.get(1), time));
        return Math.min(most, most(pace.perDay(), WINDOWS.getLast(), time));
    }

    private static long most(int cap, Duration window, Duration time) {
        return cap == 0 ? Long.MAX_VALUE : cap * (time.dividedBy(window) + 1);
    }
}
