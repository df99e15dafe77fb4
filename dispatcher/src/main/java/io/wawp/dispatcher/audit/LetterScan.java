package io.wawp.dispatcher.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads the dead letters and compares each with its original, by the header names that the contract
 * gives them. Owned by the thread that audits.
 */
final class LetterScan implements Reading.Visitor {
    private static final String ORIGINAL_TOPIC = "kafka_dlt-original-topic";
    private static final String ORIGINAL_PARTITION = "kafka_dlt-original-partition";
    private static final String ORIGINAL_OFFSET = "kafka_dlt-original-offset";
    private static final String REASON_CODE = "wawp-reason-code";
    private static final String COMMAND_ID = "wawp-command-id";
    private static final String LEFT_OUT = "wawp-left-out";
    private static final String VALUE_SHA256 = "wawp-value-sha256";

    private final CommandTable table;
    private final Extent commands;
    private final Extent outcomes;
    private final Extent extent;
    private final AuditRules rules;
    private final Findings findings;
    private final Digest digest;
    private long unread;
    private long damaged;

    LetterScan(
            CommandTable table,
            Extent commands,
            Extent outcomes,
            Extent extent,
            AuditRules rules,
            Findings findings,
            Digest digest) {
        this.table = table;
        this.commands = commands;
        this.outcomes = outcomes;
        this.extent = extent;
        this.rules = rules;
        this.findings = findings;
        this.digest = digest;
    }

    @Override
    public void record(ConsumerRecord<byte[], byte[]> record) {
        extent.seen(record);
        long at = table.places.of(Audit.partition(record), record.offset());
        Header[] all = record.headers().toArray();
        int from = beginningOfOurs(all);
        List<Header> ours = from < 0 ? List.of() : CommandScan.slice(all, from, all.length);
        TopicPartition partition = from < 0 ? null : sourceOf(ours);
        Long offset = from < 0 ? null : number(ours, ORIGINAL_OFFSET, Long.BYTES);
        if (partition == null || offset == null) {
            findings.add(
                    table.violation(Rule.UNREADABLE, at, null, "a dead letter without its origin"));
            return;
        }
        Long end = commands.sure.get(partition);
        if (end == null || offset >= end) {
            // of another deployment's topic, or newer than what was read
            unread += end == null ? 1 : 0;
            return;
        }
        int row = table.row(table.places.of(partition, offset));
        if (row != RowIndex.NONE) {
            judge(record, row, at, CommandScan.slice(all, 0, from), ours);
        } else if (offset < commands.from.getOrDefault(partition, 0L)) {
            unread++;
        } else {
            String words = "its origin, " + partition + "@" + offset + ", is no record";
            findings.add(
                    table.violation(
                            Rule.DEAD_LETTER_OF_NOTHING,
                            at,
                            CommandScan.last(ours, COMMAND_ID),
                            words));
        }
    }

    @Override
    public void damaged(TopicPartition partition, long offset) {
        extent.damaged++;
    }

    void tellUnchecked() {
        findings.unchecked(
                "dead letters whose original was not read",
                unread,
                "it is deleted from its topic, older than what was asked for, or of a topic of"
                        + " another deployment");
        findings.unchecked(
                "dead letters whose original is damaged",
                damaged,
                "Kafka's client cannot read it, so there is nothing to compare with");
    }

    private void judge(
            ConsumerRecord<byte[], byte[]> record,
            int row,
            long at,
            List<Header> theirs,
            List<Header> ours) {
        boolean again = table.is(row, CommandTable.LETTER);
        table.flag(row, CommandTable.LETTER);
        OutcomeStatus status = table.status(row);
        if (again && !(rules.rereads() && status == OutcomeStatus.REJECTED)) {
            add(Rule.DEAD_LETTER_TWICE, row, at, "has a dead letter before");
        }
        if (status == null) {
            if (extent.isSure(record) && outcomes.isWhole() && outcomes.stuck.isEmpty()) {
                add(Rule.DEAD_LETTER_OF_NOTHING, row, at, "has no terminal outcome");
            }
        } else if (!isDue(status)) {
            add(Rule.DEAD_LETTER_OF_NOTHING, row, at, "ended " + status);
        }
        if (table.is(row, CommandTable.DAMAGED)) {
            damaged++;
        } else if (table.is(row, CommandTable.READ)) {
            String difference = difference(record, row, theirs, ours);
            if (difference != null) {
                add(Rule.DEAD_LETTER_DIFFERS, row, at, difference);
            }
        }
    }

    /** Whether what ended so has a dead letter. */
    static boolean isDue(OutcomeStatus status) {
        return status == OutcomeStatus.REJECTED || status == OutcomeStatus.FAILED;
    }

    private @Nullable String difference(
            ConsumerRecord<byte[], byte[]> record,
            int row,
            List<Header> theirs,
            List<Header> ours) {
        String leftOut = CommandScan.last(ours, LEFT_OUT);
        if (leftOut == null && table.value.get(row) != digest.ofValue(record.value())) {
            return "has another value than this letter";
        }
        if (leftOut != null && table.value.get(row) != named(ours)) {
            return "has a value of another SHA-256 than this letter names";
        }
        boolean whole = leftOut == null || leftOut.equals("value");
        long envelope = digest.ofEnvelope(record.key(), CommandScan.withoutMark(theirs));
        if (whole && table.envelope.get(row) != envelope) {
            return "has another key or other headers than this letter";
        }
        ReasonCode code = table.code(row);
        String named = CommandScan.last(ours, REASON_CODE);
        if (code != null && code != ReasonCode.UNRECOGNIZED && !code.wire().equals(named)) {
            return "ended with " + code.wire() + ", and this letter says " + named;
        }
        String id = table.commandId(row);
        String letterId = CommandScan.last(ours, COMMAND_ID);
        return id == null || letterId == null || id.equals(letterId)
                ? null
                : "has another commandId than this letter";
    }

    private static long named(List<Header> ours) {
        String hex = CommandScan.last(ours, VALUE_SHA256);
        try {
            byte[] hash = hex == null ? new byte[0] : HexFormat.of().parseHex(hex);
            return hash.length < Long.BYTES ? Digest.NONE : Digest.firstOf(hash);
        } catch (IllegalArgumentException e) {
            return Digest.NONE;
        }
    }

    private void add(Rule rule, int row, long at, String words) {
        findings.add(
                table.violation(rule, at, table.commandId(row), table.words(row) + " " + words));
    }

    /** Ours are put on last, and begin with the origin; a producer may use the same names. */
    private static int beginningOfOurs(Header[] headers) {
        int from = headers.length - 1;
        while (from >= 0 && !headers[from].key().equals(ORIGINAL_TOPIC)) {
            from--;
        }
        return from;
    }

    private static @Nullable TopicPartition sourceOf(List<Header> ours) {
        byte[] topic = ours.getFirst().value();
        Long partition = number(ours, ORIGINAL_PARTITION, Integer.BYTES);
        return topic == null || partition == null
                ? null
                : new TopicPartition(new String(topic, UTF_8), partition.intValue());
    }

    private static @Nullable Long number(List<Header> headers, String name, int size) {
        for (Header header : headers) {
            byte[] value = header.value();
            if (header.key().equals(name) && value != null && value.length == size) {
                ByteBuffer bytes = ByteBuffer.wrap(value);
                return size == Integer.BYTES ? bytes.getInt() : bytes.getLong();
            }
        }
        return null;
    }
}
