package io.wawp.dispatcher.audit;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Whether a later command of a chat was sent before an earlier one had ended (I4). Owned by the
 * thread that audits.
 *
 * <p>Earlier is what stands before it in the same partition of a command topic with the same
 * instance, chat and priority, and was not put off beyond it by its {@code notBefore}. Records of
 * several partitions have no order that topics could show. A chat is held until a command has
 * ended, so the later one's SENT is never older than the earlier one's ending, but for the clocks
 * of two workers; and with a call log, its calls never begin before the last of the earlier one's,
 * nor before its ending.
 */
final class OrderJudge {
    private static final int MOST_PUT_OFF = 200;

    private final CommandTable table;
    private final Findings findings;
    private long uncompared;

    OrderJudge(CommandTable table, Findings findings) {
        this.table = table;
        this.findings = findings;
    }

    /** When a command was at work, as one source tells. */
    interface Times {
        /** The first moment at which it is known to have been sent; the largest number if never. */
        long sent(int row);

        /** The last moment at which it is known not to have been over; the smallest if none. */
        long busy(int row);

        /** What shows that the later one went first. */
        String words(int earlier, int later);
    }

    /** Judges by what one source tells. */
    void judge(Times times) {
        Comparator<Integer> byLane = Comparator.comparingLong(table.lane::get);
        int[] rows = table.sorted(this::isInLane, byLane.thenComparingLong(table.place::get));
        int from = 0;
        for (int i = 1; i <= rows.length; i++) {
            if (i == rows.length || !isSameLane(rows[from], rows[i])) {
                lane(Arrays.copyOfRange(rows, from, i), times);
                from = i;
            }
        }
        findings.unchecked(
                "the order of commands with notBefore",
                uncompared,
                "there are too many in one chat to compare each with all others");
        uncompared = 0;
    }

    /** What never came past the door was never in a lane. */
    private boolean isInLane(int row) {
        return table.lane.get(row) != Digest.NONE
                && (table.isAdmitted(row) || table.status(row) == null)
                && !table.is(row, CommandTable.RESOLVED_SENT);
    }

    private boolean isSameLane(int one, int other) {
        return table.lane.get(one) == table.lane.get(other)
                && Places.number(table.place.get(one)) == Places.number(table.place.get(other));
    }

    private void lane(int[] rows, Times times) {
        int busiest = RowIndex.NONE;
        int[] putOff = new int[0];
        for (int row : rows) {
            if (busiest != RowIndex.NONE) {
                compare(busiest, row, times);
            }
            for (int earlier : putOff) {
                if (isBefore(earlier, row)) {
                    compare(earlier, row, times);
                }
            }
            if (isBeforeAllThatFollow(row)) {
                boolean more = busiest == RowIndex.NONE || times.busy(row) > times.busy(busiest);
                busiest = more ? row : busiest;
            } else if (putOff.length < MOST_PUT_OFF) {
                putOff = Arrays.copyOf(putOff, putOff.length + 1);
                putOff[putOff.length - 1] = row;
            } else {
                uncompared++;
            }
        }
    }

    private void compare(int earlier, int later, Times times) {
        if (times.sent(later) < times.busy(earlier)) {
            findings.add(
                    table.violation(
                            Rule.OVERTAKEN,
                            later,
                            "sent before "
                                    + table.words(earlier)
                                    + " of its chat and priority was over: "
                                    + times.words(earlier, later)));
        }
    }

    private boolean isBeforeAllThatFollow(int row) {
        long due = table.notBefore.get(row);
        return due == CommandTable.NEVER
                || (table.accepted.get(row) != CommandTable.NEVER
                        && due <= table.accepted.get(row) - KeyJudge.CLOCKS.toMillis());
    }

    /** Of one that is put off and one that was written after it. */
    private boolean isBefore(int earlier, int later) {
        long due = table.notBefore.get(earlier);
        long other = table.notBefore.get(later);
        long read = table.accepted.get(later);
        return (other != CommandTable.NEVER && due <= other)
                || (read != CommandTable.NEVER && due <= read - KeyJudge.CLOCKS.toMillis());
    }
}
