package io.wawp.dispatcher.audit;

import io.wawp.common.outcome.OutcomeStatus;
import java.time.Duration;
import java.util.Comparator;

/**
 * Whether a key was let in twice, and whether a message was counted twice, as far as outcomes show
 * it (I3, I1). Owned by the thread that audits.
 */
final class KeyJudge {
    /** Outcomes of two workers have the times of two clocks. */
    static final Duration CLOCKS = Duration.ofMinutes(1);

    private final CommandTable table;
    private final AuditRules rules;
    private final Findings findings;
    private final long settledBefore;

    /**
     * For one audit.
     *
     * @param settledBefore what was told later may have had its cause just after the audit looked
     */
    KeyJudge(CommandTable table, AuditRules rules, Findings findings, long settledBefore) {
        this.table = table;
        this.rules = rules;
        this.findings = findings;
        this.settledBefore = settledBefore;
    }

    void judge() {
        keys();
        messages();
    }

    private void keys() {
        Comparator<Integer> byKey = Comparator.comparingLong(table.key::get);
        int[] rows =
                table.sorted(
                        row -> table.key.get(row) != Digest.NONE && table.isAdmitted(row),
                        byKey.thenComparingLong(table::admittedAt)
                                .thenComparingInt(table.run::get)
                                .thenComparingLong(table.place::get));
        for (int i = 1; i < rows.length; i++) {
            if (table.key.get(rows[i - 1]) == table.key.get(rows[i])) {
                compare(rows[i - 1], rows[i]);
            }
        }
    }

    private void compare(int first, int second) {
        long admitted = table.admittedAt(second);
        if (admitted >= settledBefore || mayFollow(first, second)) {
            return;
        }
        long known = knownUntil(first);
        if (admitted >= known) {
            return;
        }
        boolean bothSent = table.isSent(first) && table.isSent(second);
        OutcomeStatus status = table.status(first);
        findings.add(
                table.violation(
                        bothSent ? Rule.KEY_SENT_TWICE : Rule.KEY_ADMITTED_TWICE,
                        second,
                        "run "
                                + table.run.get(second)
                                + " was let in although the key's record "
                                + table.words(first)
                                + " (run "
                                + table.run.get(first)
                                + ") "
                                + (status == null ? "was open" : "is " + status)));
    }

    /** Whether an operator may have asked for the second, and the first was not sent. */
    private boolean mayFollow(int first, int second) {
        OutcomeStatus status = table.status(first);
        if (table.run.get(second) <= table.run.get(first) || status == null) {
            return false;
        }
        return switch (status) {
            case FAILED, EXPIRED, CANCELLED, REJECTED -> true;
            case UNRESOLVED ->
                    table.is(second, CommandTable.RESOLVED_SENT | CommandTable.RESOLVED_NOT_SENT);
            case SENT, DUPLICATE, ACCEPTED -> false;
        };
    }

    /** From then on the key may be forgotten. */
    private long knownUntil(int row) {
        long ended = table.ended.get(row);
        if (ended == CommandTable.NEVER) {
            return Long.MAX_VALUE;
        }
        long window = ended + rules.dedupWindow().toMillis() - CLOCKS.toMillis();
        long expires = table.expires.get(row);
        // a record that was not read may have expired at any time: the window alone is sure
        return expires == CommandTable.NEVER
                ? window
                : Math.max(window, expires - CLOCKS.toMillis());
    }

    private void messages() {
        Comparator<Integer> byMessage = Comparator.comparingLong(table.message::get);
        int[] rows =
                table.sorted(
                        row -> table.message.get(row) != Digest.NONE && table.isSent(row),
                        byMessage.thenComparingLong(table.place::get));
        for (int i = 1; i < rows.length; i++) {
            if (table.message.get(rows[i - 1]) == table.message.get(rows[i])) {
                findings.add(
                        table.violation(
                                Rule.MESSAGE_COUNTED_TWICE,
                                table.endPlace.get(rows[i]),
                                table.commandId(rows[i]),
                                "SENT of "
                                        + table.words(rows[i])
                                        + " names the message that SENT of "
                                        + table.words(rows[i - 1])
                                        + " names"));
            }
        }
    }
}
