package io.wawp.dispatcher.audit;

import io.wawp.common.command.CommandId;
import io.wawp.common.command.InstanceId;
import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.Source;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the outcome topic into the table, and finds what one outcome shows by itself. Owned by the
 * thread that audits.
 */
final class OutcomeScan implements Reading.Visitor {
    private final CommandTable table;
    private final Extent commands;
    private final Extent extent;
    private final AuditRules rules;
    private final Findings findings;
    private final OutcomeJson json = new OutcomeJson();
    private long elsewhere;
    private long told;

    OutcomeScan(
            CommandTable table,
            Extent commands,
            Extent extent,
            AuditRules rules,
            Findings findings) {
        this.table = table;
        this.commands = commands;
        this.extent = extent;
        this.rules = rules;
        this.findings = findings;
    }

    @Override
    public void record(ConsumerRecord<byte[], byte[]> record) {
        extent.seen(record);
        long at = table.places.of(Audit.partition(record), record.offset());
        Outcome outcome;
        try {
            byte[] value = record.value();
            outcome = json.decodeOutcome(value == null ? new byte[0] : value);
        } catch (IllegalArgumentException e) {
            findings.add(
                    table.violation(Rule.UNREADABLE, at, null, String.valueOf(e.getMessage())));
            return;
        }
        int row = rowOf(outcome, at);
        if (row == RowIndex.NONE) {
            return;
        }
        compare(outcome, row, at);
        if (outcome.status().isTerminal()) {
            end(outcome, row, at);
        } else {
            accept(outcome, row, at);
        }
    }

    @Override
    public void damaged(TopicPartition partition, long offset) {
        extent.damaged++;
    }

    void tellUnchecked() {
        findings.unchecked(
                "outcomes of records of other topics",
                elsewhere,
                "their source is none of the command topics of this deployment");
        findings.unchecked(
                "outcomes told again",
                told,
                "offsets were reset, it was said; REJECTED and DUPLICATE may be told again then");
    }

    /** Whether a command may have been let in that came from none of the topics that are read. */
    boolean hasElsewhere() {
        return elsewhere > 0;
    }

    private int rowOf(Outcome outcome, long at) {
        Source source = outcome.source();
        var partition = new TopicPartition(source.topic(), source.partition());
        Long end = commands.sure.get(partition);
        if (end == null) {
            elsewhere++;
            return RowIndex.NONE;
        }
        if (source.offset() >= end) {
            // the record came after this audit began
            return RowIndex.NONE;
        }
        long place = table.places.of(partition, source.offset());
        int row = table.row(place);
        if (row != RowIndex.NONE) {
            return row;
        }
        if (source.offset() >= commands.from.getOrDefault(partition, 0L)) {
            findings.add(
                    table.violation(
                            Rule.OUTCOME_OF_NOTHING,
                            at,
                            commandId(outcome),
                            outcome.status()
                                    + " of "
                                    + source
                                    + ", where there is no record that a reader of committed"
                                    + " records sees"));
            return RowIndex.NONE;
        }
        return ofUnread(outcome, place);
    }

    /** The record is deleted, or older than what was asked for; its outcomes are held together. */
    private int ofUnread(Outcome outcome, long place) {
        int row = table.add(place, 0, commandId(outcome));
        String instance = instanceId(outcome);
        table.instance.set(row, table.numberOf(instance));
        table.id.set(row, Digest.of(instance, commandId(outcome)));
        table.key.set(row, keyOf(outcome));
        table.chat.set(row, chatOf(outcome));
        table.run.set(row, outcome.run());
        return row;
    }

    /** What an outcome says of its command must be what the command says. */
    private void compare(Outcome outcome, int row, long at) {
        if (table.is(row, CommandTable.DAMAGED)) {
            return;
        }
        String what = null;
        if (outcome.run() != table.run.get(row)) {
            what = "run " + outcome.run() + ", and the record asks for run " + table.run.get(row);
        } else if (differs(table.id.get(row), Digest.of(instanceId(outcome), commandId(outcome)))) {
            what = "another commandId or instanceId";
        } else if (differs(table.key.get(row), keyOf(outcome))) {
            what = "another idempotencyKey";
        } else if (differs(table.chat.get(row), chatOf(outcome))) {
            what = "another chatId";
        }
        if (what != null) {
            findings.add(
                    table.violation(
                            Rule.OUTCOME_DIFFERS,
                            at,
                            commandId(outcome),
                            outcome.status() + " of " + table.words(row) + " names " + what));
        }
    }

    private static boolean differs(long known, long named) {
        return known != Digest.NONE && named != Digest.NONE && known != named;
    }

    private void accept(Outcome outcome, int row, long at) {
        if (table.accepted.get(row) != CommandTable.NEVER) {
            add(Rule.TOLD_AGAIN, outcome, at, table.acceptedPlace.get(row), "is ACCEPTED before");
            return;
        }
        table.accepted.set(row, outcome.at().toEpochMilli());
        table.acceptedPlace.set(row, at);
        long end = table.endPlace.get(row);
        if (end != Places.NONE && Places.number(end) == Places.number(at)) {
            add(Rule.ACCEPTED_TOO_LATE, outcome, at, end, "ended before");
        }
    }

    private void end(Outcome outcome, int row, long at) {
        OutcomeStatus before = table.status(row);
        if (before != null) {
            again(outcome, before, row, at);
            return;
        }
        OutcomeError error = outcome.error();
        table.end(row, outcome.status(), error == null ? null : error.code());
        table.ended.set(row, outcome.at().toEpochMilli());
        table.endPlace.set(row, at);
        table.event.set(row, Digest.of(outcome.eventId()));
        if (outcome.messageId() != null) {
            table.message.set(row, Digest.of(instanceId(outcome), outcome.messageId().bare()));
        }
        if (outcome.duplicateOf() != null) {
            table.repeats.set(row, Digest.of(instanceId(outcome), outcome.duplicateOf().value()));
        }
        if (outcome.reconciled()) {
            table.flag(row, CommandTable.RECONCILED);
        }
        if (outcome.status() == OutcomeStatus.DUPLICATE
                && table.accepted.get(row) != CommandTable.NEVER) {
            add(
                    Rule.ACCEPTED_TOO_LATE,
                    outcome,
                    at,
                    table.acceptedPlace.get(row),
                    "was ACCEPTED before");
        }
    }

    private void again(Outcome outcome, OutcomeStatus before, int row, long at) {
        boolean same =
                before == outcome.status() && table.event.get(row) == Digest.of(outcome.eventId());
        boolean mayBe =
                rules.rereads()
                        && (before == OutcomeStatus.REJECTED || before == OutcomeStatus.DUPLICATE);
        if (same && mayBe) {
            told++;
            return;
        }
        add(
                same ? Rule.TOLD_AGAIN : Rule.ENDED_TWICE,
                outcome,
                at,
                table.endPlace.get(row),
                "is " + before + " before");
    }

    private void add(Rule rule, Outcome outcome, long at, long earlier, String words) {
        findings.add(
                table.violation(
                        rule,
                        at,
                        commandId(outcome),
                        outcome.status()
                                + " of "
                                + outcome.source()
                                + ", which "
                                + words
                                + ", "
                                + table.places.words(earlier)));
    }

    private static long keyOf(Outcome outcome) {
        var key = outcome.idempotencyKey();
        return Digest.of(instanceId(outcome), key == null ? null : key.value());
    }

    private static long chatOf(Outcome outcome) {
        var chat = outcome.chatId();
        return Digest.of(instanceId(outcome), chat == null ? null : chat.value());
    }

    private static @Nullable String commandId(Outcome outcome) {
        CommandId id = outcome.commandId();
        return id == null ? null : id.value();
    }

    private static @Nullable String instanceId(Outcome outcome) {
        InstanceId id = outcome.instanceId();
        return id == null ? null : id.value();
    }
}
