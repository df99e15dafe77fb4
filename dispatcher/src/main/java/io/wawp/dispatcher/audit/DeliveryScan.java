package io.wawp.dispatcher.audit;

import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.DeliveryStatus;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the deliveries, and holds each to the one before of the same message: some 40 bytes a
 * message. Owned by the thread that audits.
 */
final class DeliveryScan implements Reading.Visitor {
    private static final int FINAL = 1 << 16;

    /** Higher than WhatsApp counts. */
    private static final int HIGHEST = 1_000;

    private final CommandTable table;
    private final CommandIndex commands;
    private final Extent outcomes;
    private final Extent extent;
    private final Findings findings;
    private final OutcomeJson json = new OutcomeJson();

    private final RowIndex byMessage = new RowIndex();
    private final LongColumn last = new LongColumn(Places.NONE);

    /** The ack, from -1, plus 2; and whether it was the final one. */
    private final IntColumn reached = new IntColumn();

    private int messages;
    private long unknown;
    private long others;
    private long nameless;
    private long moved;

    DeliveryScan(
            CommandTable table,
            CommandIndex commands,
            Extent outcomes,
            Extent extent,
            Findings findings) {
        this.table = table;
        this.commands = commands;
        this.outcomes = outcomes;
        this.extent = extent;
        this.findings = findings;
    }

    @Override
    public void record(ConsumerRecord<byte[], byte[]> record) {
        extent.seen(record);
        long at = table.places.of(Audit.partition(record), record.offset());
        Delivery delivery;
        try {
            byte[] value = record.value();
            delivery = json.decodeDelivery(value == null ? new byte[0] : value);
        } catch (IllegalArgumentException e) {
            findings.add(
                    table.violation(Rule.UNREADABLE, at, null, String.valueOf(e.getMessage())));
            return;
        }
        judge(record, delivery, at);
    }

    @Override
    public void damaged(TopicPartition partition, long offset) {
        extent.damaged++;
    }

    void tellUnchecked() {
        findings.unchecked(
                "deliveries of commands that were not read",
                unknown,
                "their outcomes are deleted, or older than what was asked for");
        findings.unchecked(
                "deliveries of another message than their command's",
                others,
                "an earlier command under the same id may have been sent, whose outcomes are"
                        + " deleted, or older than what was asked for");
        findings.unchecked(
                "deliveries without a message id",
                nameless,
                "which messages they belong to shows only where all outcomes are read");
        findings.unchecked(
                "deliveries whose order is not known",
                moved,
                "the topic's partitions have changed, so one message's records are in several");
    }

    private void judge(ConsumerRecord<byte[], byte[]> record, Delivery delivery, long at) {
        String instance = delivery.instanceId().value();
        String command = delivery.commandId().value();
        long id = Digest.of(instance, command);
        int row = commands.row(id);
        if (row == RowIndex.NONE || !table.isSent(row)) {
            unsent(record, delivery, row, at);
        }
        var messageId = delivery.messageId();
        // one that was sent earlier under the same id may have left no outcome
        boolean shared =
                !knowsAllSent()
                        || row == RowIndex.NONE
                        || table.is(row, CommandTable.SENT_SHARED_ID);
        long message = messageId == null ? 0 : Digest.of(instance, messageId.bare());
        long known = row == RowIndex.NONE ? Digest.NONE : table.message.get(row);
        if (message != 0 && known != Digest.NONE && known != message) {
            if (!shared) {
                add(Rule.DELIVERY_DIFFERS, delivery, at, "SENT names another message");
            } else if (!table.is(row, CommandTable.SENT_SHARED_ID)) {
                others++;
            }
        }
        if (message == 0 && !knowsAllSent()) {
            nameless++;
            return;
        }
        // where two were sent under one commandId, the message's id tells them apart
        follow(delivery, shared ? Digest.mixed(id ^ message) | 1 : id, at);
    }

    private void unsent(
            ConsumerRecord<byte[], byte[]> record, Delivery delivery, int row, long at) {
        if (!knowsAllSent()) {
            unknown++;
        } else if (extent.isSure(record)) {
            add(
                    Rule.DELIVERY_OF_NOTHING,
                    delivery,
                    at,
                    row == RowIndex.NONE
                            ? "there is no outcome of such a command"
                            : "the command " + table.words(row) + " is " + table.status(row));
        }
    }

    /** Whether every outcome that there ever was is read. */
    private boolean knowsAllSent() {
        return outcomes.isWhole() && outcomes.stuck.isEmpty() && outcomes.damaged == 0;
    }

    private void follow(Delivery delivery, long message, long at) {
        int known = byMessage.get(message);
        if (known == RowIndex.NONE) {
            known = messages++;
            byMessage.put(message, known);
        } else if (Places.number(last.get(known)) != Places.number(at)) {
            moved++;
        } else {
            compare(delivery, known, at);
        }
        last.set(known, at);
        int ack = Math.clamp(delivery.ack(), -1, HIGHEST);
        reached.set(known, (ack + 2) | (delivery.isFinal() ? FINAL : 0));
    }

    private void compare(Delivery delivery, int known, long at) {
        int before = reached.get(known);
        int ack = (before & ~FINAL) - 2;
        if ((before & FINAL) != 0) {
            add(Rule.DELIVERY_AFTER_FINAL, delivery, at, before(known, "the final one"));
        } else if (!rises(delivery, ack)) {
            add(Rule.DELIVERY_WENT_BACK, delivery, at, before(known, "ack " + ack));
        }
    }

    /** The last status is told once more as the final one, and an error ends everything. */
    private static boolean rises(Delivery delivery, int ack) {
        return delivery.ack() > ack
                || (delivery.isFinal()
                        && (delivery.ack() == ack || delivery.status() == DeliveryStatus.ERROR));
    }

    private String before(int known, String what) {
        return what + " stands before, " + table.places.words(last.get(known));
    }

    private void add(Rule rule, Delivery delivery, long at, String words) {
        findings.add(
                table.violation(
                        rule,
                        at,
                        delivery.commandId().value(),
                        delivery.status()
                                + " with ack "
                                + delivery.ack()
                                + (delivery.isFinal() ? ", final: " : ": ")
                                + words));
    }
}
