package io.wawp.dispatcher.audit;

/**
 * What a call log tells of when a command was at work. Says nothing of commands that share a
 * commandId: nobody knows whose the calls are. Owned by the thread that audits.
 */
final class CallTimes implements OrderJudge.Times {
    private final CommandTable table;
    private final LongColumn first = new LongColumn(Long.MAX_VALUE);
    private final LongColumn last = new LongColumn(Long.MIN_VALUE);

    CallTimes(CommandTable table, CommandIndex commands, CallTable calls) {
        this.table = table;
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
        return first.get(row);
    }

    @Override
    public long busy(int row) {
        return last.get(row);
    }

    @Override
    public String words(int earlier, int later) {
        return "Wawp was first called for it at "
                + CallTable.moment(first.get(later))
                + ", and last for the earlier one, "
                + table.commandId(earlier)
                + ", at "
                + CallTable.moment(last.get(earlier));
    }
}
