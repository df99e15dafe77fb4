package io.wawp.dispatcher.audit;

/**
 * The commands by instance and commandId: of several with one id, one that was sent. Made once all
 * outcomes are read. Owned by the thread that audits.
 */
final class CommandIndex {
    private final RowIndex byId = new RowIndex();

    CommandIndex(CommandTable table) {
        for (int row = 0; row < table.size(); row++) {
            long id = table.id.get(row);
            if (id != Digest.NONE) {
                put(table, id, row);
            }
        }
    }

    private void put(CommandTable table, long id, int row) {
        int before = byId.get(id);
        if (before == RowIndex.NONE) {
            byId.put(id, row);
            return;
        }
        table.flag(before, CommandTable.SHARED_ID);
        table.flag(row, CommandTable.SHARED_ID);
        if (table.isSent(row)) {
            if (table.isSent(before)) {
                table.flag(before, CommandTable.SENT_SHARED_ID);
                table.flag(row, CommandTable.SENT_SHARED_ID);
            } else {
                byId.put(id, row);
            }
        }
    }

    /** A row with that id, or {@link RowIndex#NONE}. */
    int row(long id) {
        return id == Digest.NONE ? RowIndex.NONE : byId.get(id);
    }
}
