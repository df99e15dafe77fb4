package io.wawp.dispatcher.audit;

import java.time.Duration;
import java.time.Instant;

/**
 * What outcomes tell of when a command was at work: the time of SENT is a time after the send, that
 * of any ending one at which the chat was still held. Owned by the thread that audits.
 */
final class ToldTimes implements OrderJudge.Times {
    private final CommandTable table;
    private final Duration clocks;
    private final long settledBefore;
    private final boolean complete;

    /**
     * For one audit.
     *
     * @param clocks how far the clocks of two workers may be apart
     * @param settledBefore what was told later may have had its cause just after the audit looked
     * @param complete whether all outcomes were seen, so that what has none is open
     */
    ToldTimes(CommandTable table, Duration clocks, long settledBefore, boolean complete) {
        this.table = table;
        this.clocks = clocks;
        this.settledBefore = settledBefore;
        this.complete = complete;
    }

    @Override
    public long sent(int row) {
        boolean tells = table.isSent(row) && table.ended.get(row) < settledBefore;
        return tells ? table.ended.get(row) : Long.MAX_VALUE;
    }

    @Override
    public long busy(int row) {
        long held = table.heldUntil(row);
        if (held != CommandTable.NEVER) {
            return held - clocks.toMillis();
        }
        return complete ? Long.MAX_VALUE - 1 : Long.MIN_VALUE;
    }

    @Override
    public String words(int earlier, int later) {
        return "SENT at "
                + Instant.ofEpochMilli(table.ended.get(later))
                + ", and the earlier one "
                + (table.ended.get(earlier) == CommandTable.NEVER
                        ? "is open"
                        : "ended at " + Instant.ofEpochMilli(table.ended.get(earlier)));
    }
}
