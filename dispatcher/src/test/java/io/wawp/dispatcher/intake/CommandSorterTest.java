package io.wawp.dispatcher.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.CommandId;
import io.wawp.common.command.InstanceId;
import io.wawp.common.json.CommandLimits;
import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.common.outcome.Source;
import io.wawp.dispatcher.intake.CommandSorter.Sorted;
import io.wawp.dispatcher.model.EventIds;
import io.wawp.dispatcher.model.Shards;
import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.ManualTime;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class CommandSorterTest {
    private final ManualTime time = new ManualTime();
    private final CommandSorter sorter =
            new CommandSorter(Topics.DEFAULTS, CommandLimits.DEFAULTS, time);

    @Test
    void aValidCommandGoesToItsInstancesPartitionUnchanged() {
        byte[] value = Commands.valid("c-1", "inst-7");
        Sorted sorted = sorter.sort(Commands.record(5, value), 0);

        assertNull(sorted.rejection());
        ProducerRecord<byte[], byte[]> record = only(sorted);
        assertEquals("wawp.dispatch", record.topic());
        assertEquals(Shards.of(new InstanceId("inst-7"), 24), record.partition());
        assertArrayEquals(value, record.value());
    }

    @Test
    void whatBreaksTheContractLeadsToAnOutcomeAndADeadLetter() {
        byte[] value = "{\"commandId\":\"c-9\",\"typo\":1}".getBytes(UTF_8);
        Sorted sorted = sorter.sort(Commands.record(5, value), 0);

        assertEquals(ReasonCode.UNKNOWN_FIELD, sorted.rejection());
        Outcome outcome = outcome(sorted);
        assertEquals(OutcomeStatus.REJECTED, outcome.status());
        assertEquals(new CommandId("c-9"), outcome.commandId());
        assertEquals(new Source(Commands.TOPIC, 0, 5), outcome.source());
        assertEquals(time.now(), outcome.at());
        assertEquals(0, outcome.attempts());
        ProducerRecord<byte[], byte[]> deadLetter = sorted.toWrite().get(1);
        assertEquals("wawp.dead-letters", deadLetter.topic());
        assertArrayEquals(value, deadLetter.value());
        assertArrayEquals("k".getBytes(UTF_8), deadLetter.key());
        assertEquals("unknown_field", header(deadLetter, "wawp-reason-code"));
        assertEquals("c-9", header(deadLetter, "wawp-command-id"));
    }

    @Test
    void theSameRecordHasTheSameEventIdWhenItIsReadAgain() {
        byte[] value = "nonsense".getBytes(UTF_8);
        String expected = EventIds.of(new Source(Commands.TOPIC, 0, 5), 1, "REJECTED");

        assertEquals(expected, outcome(sorter.sort(Commands.record(5, value), 0)).eventId());
        assertEquals(expected, outcome(sorter.sort(Commands.record(5, value), 0)).eventId());
        assertFalse(outcome(sorter.sort(Commands.record(6, value), 0)).eventId().equals(expected));
    }

    @Test
    void anotherRunIsAnotherOutcome() {
        var headers = new RecordHeaders();
        headers.add("wawp-run", "3".getBytes(UTF_8));
        headers.add("traceparent", "00-a-b-01".getBytes(UTF_8));
        Sorted sorted = sorter.sort(Commands.record(5, new byte[1], headers), 0);

        assertEquals(3, outcome(sorted).run());
        assertEquals("00-a-b-01", header(sorted.toWrite().getFirst(), "traceparent"));
    }

    @Test
    void aRecordWithoutAValueIsRejected() {
        Sorted sorted = sorter.sort(Commands.record(5, null), 0);

        assertEquals(ReasonCode.MALFORMED_JSON, sorted.rejection());
        assertEquals(2, sorted.toWrite().size());
    }

    @Test
    void aCommandThatIsTooLargeIsRejected() {
        Sorted sorted = sorter.sort(Commands.record(5, new byte[300_000]), 0);
        assertEquals(ReasonCode.COMMAND_TOO_LARGE, sorted.rejection());
    }

    @Test
    void aSmallCommandUnderALoadOfHeadersIsTooLargeAndStillNamed() {
        var headers = new RecordHeaders();
        headers.add("x", new byte[CommandSorter.MAX_BESIDE_BYTES]);
        Sorted sorted = sorter.sort(Commands.record(5, Commands.valid("c-1", "i"), headers), 0);

        assertEquals(ReasonCode.COMMAND_TOO_LARGE, sorted.rejection());
        assertEquals(new CommandId("c-1"), outcome(sorted).commandId());
    }

    @Test
    void theMoreOftenKafkaRefusesTheLessIsPassedOn() {
        var valid = Commands.record(5, Commands.valid("c-1", "i"));
        Sorted once = sorter.sort(valid, 1);
        assertEquals(ReasonCode.COMMAND_TOO_LARGE, once.rejection());
        assertEquals(2, once.toWrite().size());

        var invalid = Commands.record(5, new byte[100_000]);
        assertNotNull(sorter.sort(invalid, 0).toWrite().get(1).value());
        assertNull(sorter.sort(invalid, 1).toWrite().get(1).value());
        assertEquals(1, sorter.sort(invalid, 2).toWrite().size());
        assertEquals(1, sorter.sort(valid, 3).toWrite().size());
    }

    @Test
    void whateverBytesComeTheyAreDispatchedOrDeadLettered() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        byte[] valid = Commands.valid("c-1", "i");
        for (int round = 0; round < 2000; round++) {
            byte[] value = valid.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                value[random.nextInt(value.length)] = (byte) random.nextInt(256);
            }
            Sorted sorted = sorter.sort(Commands.record(round, value), 0);

            String where = "seed " + seed + ", round " + round;
            assertEquals(sorted.rejection() == null ? 1 : 2, sorted.toWrite().size(), where);
            assertArrayEquals(value, sorted.toWrite().getLast().value(), where);
        }
    }

    @Test
    void aDamagedRecordHasAnOutcomeThatSaysSo() {
        Sorted sorted = sorter.unreadable(new Source("t", 1, 2));

        assertEquals(new Source("t", 1, 2), outcome(sorted).source());
        var error = outcome(sorted).error();
        assertNotNull(error);
        assertTrue(error.message().contains("damaged"));
    }

    private static ProducerRecord<byte[], byte[]> only(Sorted sorted) {
        List<ProducerRecord<byte[], byte[]>> all = sorted.toWrite();
        assertEquals(1, all.size());
        return all.getFirst();
    }

    private static Outcome outcome(Sorted sorted) {
        ProducerRecord<byte[], byte[]> record = sorted.toWrite().getFirst();
        assertEquals("wawp.outcomes", record.topic());
        return new OutcomeJson().decodeOutcome(record.value());
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
