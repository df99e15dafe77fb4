package io.wawp.dispatcher.audit;

import io.wawp.common.outcome.OutcomeStatus;

/**
 * Holds what Wawp was called for to what was told (I1, I3). Owned by the thread that audits, and
 * asked once all topics are read.
 */
final class CallJudge {
    private final CommandTable table;
    private final CommandIndex commands;
    private final CallTable calls;
    private final AuditRules rules;
    private final Findings findings;
    private final boolean allRead;
    private long unknown;

    /** The rows under one commandId, counted. */
    private final IntColumn sent = new IntColumn();

    private final IntColumn resolved = new IntColumn();
    private final IntColumn undecided = new IntColumn();
    private final IntColumn effects = new IntColumn();

    /**
     * For one audit.
     *
     * @param allRead whether every command that Wawp can have been called for was read
     */
    CallJudge(
            CommandTable table,
            CommandIndex commands,
            CallTable calls,
            AuditRules rules,
            Findings findings,
            boolean allRead) {
        this.table = table;
        this.commands = commands;
        this.calls = calls;
        this.rules = rules;
        this.findings = findings;
        this.allRead = allRead;
    }

    void judge() {
        count();
        for (int[] ofCommand : calls.byCommand()) {
            int row = commands.row(calls.id(ofCommand[0]));
            if (row == RowIndex.NONE) {
                unasked(ofCommand);
            } else {
                chats(ofCommand, row);
                effects(ofCommand, row);
            }
        }
        for (int row = 0; row < table.size(); row++) {
            missing(row);
        }
        findings.unchecked(
                "calls of commands that were not read",
                unknown,
                "they may have come after the audit began, or be older than what was asked for");
    }

    /** Under the row that stands for all of its commandId. */
    private void count() {
        for (int row = 0; row < table.size(); row++) {
            int head = commands.row(table.id.get(row));
            if (head == RowIndex.NONE) {
                continue;
            }
            OutcomeStatus status = table.status(row);
            if (status == OutcomeStatus.SENT && !table.is(row, CommandTable.RESOLVED_SENT)) {
                sent.set(head, sent.get(head) + 1);
            }
            if (table.is(row, CommandTable.RESOLVED_NOT_SENT)) {
                resolved.set(head, resolved.get(head) + 1);
            }
            if (status == null || status == OutcomeStatus.UNRESOLVED) {
                undecided.set(head, undecided.get(head) + 1);
            }
        }
    }

    private void unasked(int[] ofCommand) {
        if (allRead) {
            findings.add(
                    calls.violation(
                            Rule.CALLED_FOR_NOTHING,
                            ofCommand[0],
                            "no command of the command topics has this instance and id"));
        } else {
            unknown += ofCommand.length;
        }
    }

    private void chats(int[] ofCommand, int row) {
        if (table.is(row, CommandTable.SHARED_ID) || table.chat.get(row) == Digest.NONE) {
            return;
        }
        for (int call : ofCommand) {
            if (calls.chat(call) != table.chat.get(row)) {
                findings.add(
                        calls.violation(
                                Rule.CALLED_FOR_NOTHING,
                                call,
                                "the command " + table.words(row) + " names another chat"));
            }
        }
    }

    private void effects(int[] ofCommand, int row) {
        int allowed = Math.max(1, sent.get(row)) + resolved.get(row);
        int seen = 0;
        int before = -1;
        for (int call : ofCommand) {
            if (!calls.tookEffect(call)) {
                continue;
            }
            effects.set(row, effects.get(row) + 1);
            if (before < 0 || !isExcused(before, call)) {
                seen++;
            }
            if (seen > allowed) {
                String words =
                        "effect number "
                                + seen
                                + " of "
                                + table.words(row)
                                + "; the one before began at "
                                + CallTable.moment(calls.begin(before))
                                + ", this one at "
                                + CallTable.moment(calls.begin(call));
                findings.add(calls.violation(Rule.SENT_TWICE, call, words));
            }
            before = call;
        }
        boolean denied = sent.get(row) == 0 && undecided.get(row) == 0;
        if (denied && before >= 0) {
            String words =
                    "the command " + table.words(row) + " ended " + table.status(row) + ", unsent";
            findings.add(calls.violation(Rule.SENT_THOUGH_DENIED, before, words));
        }
    }

    /** The first came into the chat only after it had been looked for in vain for long enough. */
    private boolean isExcused(int first, int second) {
        long waited = calls.begin(second) - calls.begin(first);
        return rules.resends()
                && calls.end(first) >= calls.begin(second)
                && waited >= rules.settle().minus(rules.tolerance()).toNanos();
    }

    private void missing(int row) {
        if (!table.isSent(row) || table.is(row, CommandTable.RESOLVED_SENT)) {
            return;
        }
        int head = commands.row(table.id.get(row));
        // of several under one id it is enough that one shows what is missing
        if (head == row && effects.get(head) == 0) {
            findings.add(
                    table.violation(
                            Rule.SENT_WITHOUT_CALL,
                            table.endPlace.get(row),
                            table.commandId(row),
                            "SENT of " + table.words(row) + ", and no call of it took effect"));
        }
    }
}
