package io.wawp.dispatcher.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.temporal.ChronoUnit.MILLIS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Ticket;
import io.wawp.dispatcher.testing.ManualTime;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RestoreTest {
    private static final TopicPartition JOURNAL = new TopicPartition("journal", 3);
    private static final TopicPartition DISPATCH = new TopicPartition("dispatch", 3);
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final JournalSettings SETTINGS =
            new JournalSettings(
                    "dispatch",
                    "journal",
                    1_000,
                    1_000,
                    Duration.ofMillis(5),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    1_000_000);

    private final List<ConsumerRecord<byte[], byte[]>> journal = new ArrayList<>();
    private long writtenAt = System.currentTimeMillis();
    private final Tenure tenure = new Tenure(3, 1);
    private int mostFollowed = 100;
    private int mostRecent = 100;

    @Test
    void refusesAJournalThatWasWrittenWithAnotherNumberOfPartitions() {
        write(EntryKeys.POSITION, EntryFormat.encode(new EntryFormat.Position(5, 12)));

        var refused = assertThrows(Restore.PartitionsChanged.class, () -> restore(24, 5L));

        String why = String.valueOf(refused.getMessage());
        assertTrue(why.contains("12") && why.contains("24"), why);
    }

    @Test
    void refusesAJournalOfANewerMajorVersion() {
        write("c/inst1/key", "{\"v\":2}".getBytes(UTF_8));

        assertThrows(UnknownFormat.class, () -> restore(24, null));
    }

    @Test
    void goesOnAtTheLaterOfBothPositions() throws Exception {
        write(EntryKeys.POSITION, EntryFormat.encode(new EntryFormat.Position(5, 24)));

        assertEquals(9, Objects.requireNonNull(restore(24, 9L)).shard().position());
        assertEquals(5, Objects.requireNonNull(restore(24, 4L)).shard().position());
        assertEquals(5, Objects.requireNonNull(restore(24, null)).shard().position());
    }

    @Test
    void beginsAtTheBeginningWhereNothingIsWritten() throws Exception {
        Restore.Result result = Objects.requireNonNull(restore(24, null));

        assertEquals(0, result.shard().position());
        assertEquals(0, result.entries());
    }

    @Test
    void lastValueOfAKeyWins() throws Exception {
        CommandEntry a = RandomEntries.open("a", new CommandState.Admitted(), NOW);
        CommandEntry b = RandomEntries.open("b", new CommandState.Admitted(), NOW);
        CommandEntry c = RandomEntries.open("c", new CommandState.Admitted(), NOW);
        write(a);
        write(b);
        write(c);
        write(JournalFixture.sending(a));
        write(JournalFixture.ended(b, NOW.plusSeconds(60)));
        write(EntryKeys.of(c.key()), null);

        Restore.Result result = Objects.requireNonNull(restore(24, null));

        assertEquals(
                List.of(Ticket.Stage.IN_DOUBT),
                result.restored().open().stream().map(Ticket::stage).toList());
        assertEquals(1, result.shard().open());
        assertEquals(2, result.shard().size(), "a and b; c is forgotten");
    }

    @Test
    void remembersWhereTheOldestFollowedMessagesStandForWhichThereIsNoRoom() throws Exception {
        for (int i = 0; i < 6; i++) {
            write(followed("m-" + i));
        }
        write(followed("m-0"));
        write(EntryKeys.of(followed("m-2").key()), null);
        mostFollowed = 2;

        Restore.Result result = Objects.requireNonNull(restore(24, null));

        assertEquals(
                List.of("m-5", "m-0"),
                result.restored().followed().stream()
                        .map(entry -> entry.commandId().value())
                        .toList());
        assertEquals(List.of(1L, 3L, 4L), result.leftOut());
    }

    private static CommandEntry followed(String key) {
        return RandomEntries.open(key, new CommandState.Admitted(), NOW)
                .ended(
                        new CommandState.Sent(Attempts.NONE.begin(NOW), null, 0, NOW, false),
                        NOW.plusSeconds(60));
    }

    @Test
    void tellsWhatLeftAMessageLatelyThoughItIsFinal() throws Exception {
        writtenAt = Instant.now().minus(Duration.ofMinutes(55)).toEpochMilli();
        write(sentFinally("recent"));
        write(RandomEntries.open("open", new CommandState.Admitted(), NOW));
        writtenAt = Instant.now().minus(Duration.ofMinutes(61)).toEpochMilli();
        write(sentFinally("old"));

        Restore.Result result = Objects.requireNonNull(restore(24, null));

        assertEquals(
                List.of("recent"),
                result.restored().recent().stream()
                        .map(entry -> entry.key().idempotencyKey().value())
                        .toList());
        assertEquals(List.of(), result.restored().followed());
    }

    @Test
    void saysBeforeWhenItMayNotKnowWhoLeftAMessage() throws Exception {
        Instant first = Instant.now().minus(Duration.ofMinutes(30)).truncatedTo(MILLIS);
        for (int i = 0; i < 5; i++) {
            writtenAt = first.plusSeconds(i).toEpochMilli();
            write(sentFinally("m-" + i));
        }
        mostRecent = 3;

        Restore.Result result = Objects.requireNonNull(restore(24, null));

        assertEquals(3, result.restored().recent().size());
        assertEquals(first.plusSeconds(1), result.restored().rememberedSince());
    }

    private static CommandEntry sentFinally(String key) {
        var sent = new CommandState.Sent(Attempts.NONE.begin(NOW), null, 3, NOW, true);
        return RandomEntries.open(key, new CommandState.Admitted(), NOW)
                .ended(sent, NOW.plusSeconds(99));
    }

    @Test
    void givesUpWhenTheShardIsGoneMeanwhile() throws Exception {
        write(EntryKeys.POSITION, EntryFormat.encode(new EntryFormat.Position(5, 24)));
        tenure.end();

        assertNull(restore(24, 5L));
    }

    private void write(CommandEntry entry) {
        write(EntryKeys.of(entry.key()), EntryFormat.encode(entry));
    }

    private void write(String key, byte @Nullable [] value) {
        journal.add(
                new ConsumerRecord<>(
                        JOURNAL.topic(),
                        JOURNAL.partition(),
                        journal.size(),
                        writtenAt,
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        key.getBytes(UTF_8),
                        value,
                        new RecordHeaders(),
                        Optional.empty()));
    }

    private Restore.@Nullable Result restore(int partitions, @Nullable Long committed)
            throws InterruptedException {
        try (var reader =
                new MockConsumer<byte[], byte[]>("earliest") {
                    @Override
                    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                            java.util.Set<TopicPartition> asked, Duration timeout) {
                        return committed == null
                                ? Map.of()
                                : Map.of(DISPATCH, new OffsetAndMetadata(committed));
                    }
                }) {
            reader.updateBeginningOffsets(Map.of(JOURNAL, 0L));
            reader.schedulePollTask(() -> journal.forEach(reader::addRecord));
            return new Restore(
                            tenure,
                            SETTINGS,
                            partitions,
                            new ManualTime(Instant.now()),
                            mostFollowed,
                            mostRecent)
                    .run(reader, admin());
        }
    }

    /** Answers the one question that is asked of it. */
    private Admin admin() {
        var end =
                new ListOffsetsResult(
                        Map.of(
                                JOURNAL,
                                KafkaFuture.completedFuture(
                                        new ListOffsetsResult.ListOffsetsResultInfo(
                                                journal.size(), -1, java.util.Optional.empty()))));
        return (Admin)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Admin.class},
                        (proxy, method, arguments) -> {
                            assertEquals("listOffsets", method.getName());
                            return end;
                        });
    }
}
