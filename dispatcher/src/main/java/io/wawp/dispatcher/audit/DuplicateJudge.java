package io.wawp.dispatcher.audit;

import io.wawp.common.outcome.OutcomeStatus;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Whether each DUPLICATE repeats a command that was let in, and names it: otherwise nobody sends
 * the message (I1). Owned by the thread that audits, and asked once all topics are read.
 *
 * <p>It is the order of reading that decides which of two records is the duplicate, so the other
 * one may stand in another partition, or behind it.
 */
final class DuplicateJudge {
    private final CommandTable table;
    private final Findings findings;
    private final long settledBefore;
    private final boolean complete;
    private long unknown;

    /**
     * For one audit.
     *
     * @param settledBefore what was told later may have had its cause just after the audit looked
     * @param complete whether all outcomes that there ever were are seen, so that what has none was
     *     never let in
     */
    DuplicateJudge(CommandTable table, Findings findings, long settledBefore, boolean complete) {
        this.table = table;
        this.findings = findings;
        this.settledBefore = settledBefore;
        this.complete = complete;
    }

    void judge() {
        Comparator<Integer> byKey = Comparator.comparingLong(table.key::get);
        int[] rows =
                table.sorted(
                        row -> isDuplicate(row) || table.isAdmitted(row),
                        byKey.thenComparingLong(table.place::get));
        int from = 0;
        for (int i = 1; i <= rows.length; i++) {
            if (i == rows.length || table.key.get(rows[i]) != table.key.get(rows[from])) {
                ofKey(Arrays.copyOfRange(rows, from, i));
                from = i;
            }
        }
        findings.unchecked(
                "whether a DUPLICATE repeats a command that was let in",
                unknown,
                "the first of its key is not seen, and may be deleted, or older than what was asked"
                        + " for");
    }

    private boolean isDuplicate(int row) {
        return table.status(row) == OutcomeStatus.DUPLICATE;
    }

    private void ofKey(int[] rows) {
        int[] admitted = Arrays.stream(rows).filter(row -> !isDuplicate(row)).toArray();
        for (int row : rows) {
            // one that was accepted itself is told of as that
            boolean isJudged =
                    isDuplicate(row)
                            && !table.isAdmitted(row)
                            && table.ended.get(row) < settledBefore;
            if (isJudged && !repeatsOneOf(admitted, row)) {
                unfounded(row, admitted);
            }
        }
    }

    private boolean repeatsOneOf(int[] admitted, int row) {
        long named = table.repeats.get(row);
        if (table.key.get(row) == Digest.NONE || named == Digest.NONE) {
            return false;
        }
        long told = table.ended.get(row) + KeyJudge.CLOCKS.toMillis();
        return Arrays.stream(admitted)
                .anyMatch(first -> table.id.get(first) == named && table.admittedAt(first) <= told);
    }

    private void unfounded(int row, int[] admitted) {
        boolean isNameless = table.repeats.get(row) == Digest.NONE;
        boolean hasKey = table.key.get(row) != Digest.NONE;
        if (!isNameless && (!complete || !hasKey)) {
            unknown++;
            return;
        }
        String words = "DUPLICATE of " + table.words(row);
        if (isNameless) {
            words += " does not name the command that it repeats";
        } else if (admitted.length == 0) {
            words += ", and no command of its key was ever let in";
        } else {
            words +=
                    " names a command that was not let in before it under this key; let in was "
                            + table.words(admitted[0]);
        }
        findings.add(
                table.violation(
                        Rule.DUPLICATE_OF_NOTHING,
                        table.endPlace.get(row),
                        table.commandId(row),
                        words));
    }
}
