package io.wawp.dispatcher.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * What a call log tells of when a command was at work, together with the outcomes: it was so until
 * it had ended, and its calls tell when it went out. Of calls of commands that share a commandId it
 * says nothing, since nobody knows whose they are. Owned by the thread that audits.
 */
final class CallTimes implements OrderJudge.Times {
    private final CommandTable table;
    private final Duration tolerance;
    private final long settledBefore;
    private final boolean complete;
    private final LongColumn first = new LongColumn(Long.MAX_VALUE);
    private final LongColumn last = new LongColumn(Long.MIN_VALUE);

    /**
     * For one audit.
     *
     * @param tolerance how far an outcome's time and a call's may be apart
     * @param settledBefore calls that began later may follow from what was not seen yet
     * @param complete whether all outcomes were seen, so that what has none is open
     */
    CallTimes(
            CommandTable table,
            CommandIndex commands,
            CallTable calls,
            Duration tolerance,
            long settledBefore,
            boolean complete) {
        this.table = table;
        this.tolerance = tolerance;
        this.settledBefore = settledBefore;
        this.complete = complete;
        for (int[] ofCommand : calls.byCommand()) {
            int row = commands.row(calls.id(ofCommand[0]));
            if (row != RowIndex.NONE && !table.is(row, CommandTable.SHARED_ID)) {
                first.set(row, calls.begin(ofCommand[0]));
                last.set(row, calls.begin(ofCommand[ofCommand.length - 1]));
            }
        }
    }

    @Override
    public long sent(int row) {
        long begun = first.get(row);
        return TimeUnit.NANOSECONDS.toMillis(begun) < settledBefore ? begun : Long.MAX_VALUE;
    }

    @Override
    public long busy(int row) {
        return Math.max(last.get(row), held(row));
    }

    /** Until then it held its chat, also without calls: as one in doubt does. */
    private long held(int row) {
        long held = table.heldUntil(row);
        if (held != CommandTable.NEVER) {
            return TimeUnit.MILLISECONDS.toNanos(held) - tolerance.toNanos();
        }
        return complete ? Long.MAX_VALUE - 1 : Long.MIN_VALUE;
    }

    @Override
    public String words(int earlier, int later) {
        return "Wawp was first called for it at "
                + CallTable.moment(first.get(later))
                + ", and the earlier one, "
                + table.commandId(earlier)
                + ", "
                + (table.ended.get(earlier) == CommandTable.NEVER
                        ? "is open"
                        : "ended at " + Instant.ofEpochMilli(table.ended.get(earlier)))
                + (last.get(earlier) == Long.MIN_VALUE
                        ? ""
                        : "; its last call began at " + CallTable.moment(last.get(earlier)));
    }
}
