package io.wawp.dispatcher.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.outcome.OutcomeStatus;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much an audit remembers of each command. */
class MemoryTest {
    private static final Logger log = LoggerFactory.getLogger(MemoryTest.class);

    /** {@code -Daudit.commands=1000000} measures a million. */
    private static final int COMMANDS = Integer.getInteger("audit.commands", 20_000);

    private static final int MOST_BYTES = 400;
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final TopicPartition OUTCOMES = new TopicPartition("outcomes", 0);
    private static final TopicPartition WRITTEN = new TopicPartition("commands", 0);

    @Test
    void aCommandTakesAFewHundredBytes() {
        var table = new CommandTable();
        var findings = new Findings();
        Extent commands = extent(WRITTEN, COMMANDS);
        Extent outcomes = extent(OUTCOMES, 2L * COMMANDS);
        AuditRules rules =
                AuditRules.DEFAULTS
                        .withDrained(true)
                        .withPace(new Pace(java.time.Duration.ZERO, 1_000_000, 0, 0));
        long before = used();
        long begun = System.nanoTime();
        var written = new CommandScan(table, commands, rules, new Digest(), NOW);
        var told = new OutcomeScan(table, commands, outcomes, rules, findings);
        for (int i = 0; i < COMMANDS; i++) {
            written.record(record(WRITTEN, i, command(i)));
        }
        for (int i = 0; i < COMMANDS; i++) {
            told.record(record(OUTCOMES, 2L * i, outcome(i, OutcomeStatus.ACCEPTED)));
            told.record(record(OUTCOMES, 2L * i + 1, outcome(i, OutcomeStatus.SENT)));
        }
        var index = new CommandIndex(table);
        var ends = new EndJudge(table, rules, findings, Waits.NONE, NOW);
        ends.judge(Long.MIN_VALUE, Long.MIN_VALUE);
        new KeyJudge(table, rules, findings, Long.MAX_VALUE).judge();
        new OrderJudge(table, findings)
                .judge(new ToldTimes(table, rules.clocks(), Long.MAX_VALUE, true));
        new PaceJudge(table, rules, findings).judge();
        long each = (used() - before) / COMMANDS;
        log.info(
                "{} commands: {} bytes each, {} ms",
                COMMANDS,
                each,
                (System.nanoTime() - begun) / 1_000_000);

        assertTrue(findings.report(counts()).isClean(), () -> findings.report(counts()).toString());
        assertEquals(COMMANDS, ends.ended().get(OutcomeStatus.SENT));
        assertTrue(index.row(table.id.get(0)) == 0);
        assertTrue(each < MOST_BYTES, () -> each + " bytes a command");
    }

    private static AuditReport.Counts counts() {
        return new AuditReport.Counts(0, 0, 0, 0, 0, 0, Map.of());
    }

    private static Extent extent(TopicPartition partition, long end) {
        return new Extent(Map.of(partition, 0L), Map.of(partition, end));
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static ConsumerRecord<byte[], byte[]> record(
            TopicPartition partition, long offset, String value) {
        byte[] bytes = value.getBytes(UTF_8);
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                NOW.minusSeconds(600).toEpochMilli(),
                TimestampType.CREATE_TIME,
                -1,
                bytes.length,
                null,
                bytes,
                new RecordHeaders(),
                Optional.empty());
    }

    private static String command(int number) {
        return """
        {"commandId":"order-%d-shipped","instanceId":"1234567890%d","chatId":"4474414%05d",\
        "content":{"type":"text","message":"Your order is on its way."}}\
        """
                .formatted(number, number % 50, number % 20_000);
    }

    private static String outcome(int number, OutcomeStatus status) {
        String id = status == OutcomeStatus.SENT ? "\"true_3EB0%d\"".formatted(number) : "null";
        return """
        {"eventId":"e-%d-%s","commandId":"order-%d-shipped","idempotencyKey":"order-%d-shipped",\
        "instanceId":"1234567890%d","chatId":"4474414%05d@c.us","type":"text","run":1,\
        "status":"%s","at":"2026-11-22T11:50:01.000Z","attempts":0,"messageId":%s,"ack":null,\
        "reconciled":false,"error":null,\
        "source":{"topic":"commands","partition":0,"offset":%d},"metadata":{}}\
        """
                .formatted(
                        number,
                        status,
                        number,
                        number,
                        number % 50,
                        number % 20_000,
                        status,
                        id,
                        number);
    }
}
