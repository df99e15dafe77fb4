package io.wawp.dispatcher.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.command.InstanceId;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.records.DispatchRecord;
import io.wawp.dispatcher.records.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;

/** Turn by turn, on a clock that stands still: {@link JournalMeasuresIT} has the real clients. */
class JournalLoopTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final LoopFixture fixture = new LoopFixture();

    @Test
    void commitsAtMostOnceInAnInterval() {
        fixture.assign(0);
        nextInterval();
        fixture.post(0, entry("a"));
        fixture.loop.turn();
        assertEquals(1, fixture.producer.committed.size());

        fixture.post(0, entry("b"));
        fixture.post(0, entry("c"));
        fixture.loop.turn();
        fixture.time.advance(LoopFixture.INTERVAL.minusNanos(1));
        fixture.loop.turn();
        assertEquals(1, fixture.producer.committed.size(), "the interval is not over");

        fixture.time.advance(Duration.ofNanos(1));
        fixture.loop.turn();
        assertEquals(2, fixture.producer.committed.size());
        assertEquals(2, fixture.producer.committed.getLast().size(), "and both go together");
    }

    @Test
    void commitsAnAbortedBatchAgainAsItWasAndWhatCameMeanwhileAfterIt() {
        fixture.assign(0);
        nextInterval();
        PendingAppend first = fixture.post(0, entry("a"));
        fixture.producer.aborts = 2;
        fixture.loop.turn();
        PendingAppend second = fixture.post(0, entry("b"));
        turnUntil(second);

        assertEquals(
                List.of(first.records(), first.records(), first.records(), second.records()),
                fixture.producer.tried);
        assertEquals(2, fixture.producer.committed.size());
        assertTrue(first.end().isDone());
    }

    @Test
    void movesWhatIsInMemoryOnlyAfterTheCommit() {
        fixture.assign(0);
        nextInterval();
        read(0, "c-1");
        fixture.producer.aborts = 1;

        turnUntilTried(1);
        assertEquals(Map.of(0, 0L), fixture.loop.positions());
        assertEquals(0, fixture.loop.openCommands());
        assertTrue(fixture.reception.tickets.isEmpty(), "nobody may send what is not journaled");

        fixture.time.advance(Duration.ofSeconds(1));
        turnUntilTried(2);
        assertEquals(Map.of(0, 1L), fixture.loop.positions());
        assertEquals(1, fixture.loop.openCommands());
        assertEquals(1, fixture.reception.tickets.size());
    }

    @Test
    void aHandOverAfterAnAbortEndsWhatItDropsAtOnceAndCommitsTheRest() {
        fixture.assign(0, 1);
        nextInterval();
        PendingAppend kept = fixture.post(0, entry("kept"));
        PendingAppend dropped = fixture.post(1, entry("dropped"));
        fixture.producer.aborts = 1;
        fixture.loop.turn();

        // the clock stands still, so the time for the next try does not come before it is let go
        fixture.assign(0);
        assertFalse(kept.end().isDone());
        var why = assertInstanceOf(ExecutionException.class, failure(dropped));
        assertInstanceOf(TenureEnded.class, why.getCause());

        turnUntil(kept);
        assertEquals(List.of(kept.records()), fixture.producer.committed);
    }

    @Test
    void commitsWhileItLetsGoAsTheMemberThatItIsByThen() {
        fixture.assign(0);
        nextInterval();
        fixture.loop.turn();
        PendingAppend last = fixture.post(0, entry("last"));

        fixture.member.generation = 2;
        fixture.assign();

        assertTrue(last.end().isDone());
        assertEquals(List.of(2), fixture.producer.generations);
    }

    @Test
    void commitsNothingWhileItIsNoMember() {
        fixture.assign(0);
        nextInterval();
        fixture.member.generation = -1;
        PendingAppend waits = fixture.post(0, entry("a"));
        fixture.loop.turn();
        fixture.time.advance(Duration.ofSeconds(1));
        fixture.loop.turn();
        assertEquals(List.of(), fixture.producer.tried);

        fixture.member.generation = 3;
        turnUntil(waits);
        assertEquals(List.of(3), fixture.producer.generations);
    }

    @Test
    void aRecordThatTheBrokerRefusesForItsSizeIsToldToWhoAppendedItAndTheOthersCommit() {
        fixture.assign(0);
        nextInterval();
        PendingAppend fits = fixture.post(0, entry("fits"));
        PendingAppend huge = fixture.post(0, entry("huge"));
        PendingAppend fitsToo = fixture.post(0, entry("fits-too"));
        fixture.producer.refuse = huge;
        turnUntil(fitsToo);

        var why = assertInstanceOf(ExecutionException.class, failure(huge));
        assertInstanceOf(IllegalArgumentException.class, why.getCause());
        assertTrue(fits.end().isDone() && !fits.end().isCompletedExceptionally());
        assertEquals(
                List.of(fits.records().getFirst(), fitsToo.records().getFirst()),
                fixture.producer.committed.getFirst());
    }

    @Test
    void aFencedProducerEndsTheMembership() {
        fixture.assign(0);
        nextInterval();
        PendingAppend append = fixture.post(0, entry("a"));
        fixture.producer.commitTransactionException = new ProducerFencedException("another came");
        fixture.loop.turn();

        assertTrue(fixture.loop.isBroken());
        assertFalse(append.end().isDone(), "nobody knows yet");
        fixture.loop.endAll();
        var why = assertInstanceOf(ExecutionException.class, failure(append));
        assertInstanceOf(TenureEnded.class, why.getCause());
    }

    @Test
    void aMemberIsNotSettledBeforeItHasHeardOfItsShards() {
        fixture.loop.turn();
        assertFalse(fixture.loop.isSettled(), "what it has may still be on its way");
        fixture.time.advance(Duration.ofSeconds(5));
        assertTrue(fixture.loop.isSettled(), "nobody has any for it");

        var another = new LoopFixture();
        another.loop.turn();
        another.assign(0);
        assertTrue(another.loop.isSettled());
    }

    @Test
    void aPartitionThatSomebodyAddedIsLeftAlone() {
        fixture.give(0, 24);
        fixture.turnUntil(fixture.loop::isSettled);

        assertEquals(Set.of(0), fixture.reception.tenures.keySet());
    }

    @Test
    void asksForTheEntriesOfAllDuplicatesThatWaitAtOnce() {
        fixture.assign(0);
        nextInterval();
        for (int i = 0; i < 50; i++) {
            fixture.post(0, JournalFixture.ended(entry("c-" + i), NOW.plusSeconds(60)));
        }
        fixture.loop.turn();
        for (int i = 0; i < 50; i++) {
            read(0, "c-" + i);
        }
        nextInterval();
        fixture.loop.turn();

        assertEquals(50, fixture.readBack.size(), "one after the other would take a look each");
        assertEquals(Map.of(0, 0L), fixture.loop.positions(), "and none is passed over");
    }

    private static Throwable failure(PendingAppend append) {
        try {
            append.end().get(0, java.util.concurrent.TimeUnit.SECONDS);
            return new AssertionError("it is committed");
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            return e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        }
    }

    private void nextInterval() {
        fixture.time.advance(LoopFixture.INTERVAL);
    }

    private void turnUntil(PendingAppend append) {
        for (int i = 0; i < 100 && !append.end().isDone(); i++) {
            fixture.time.advance(Duration.ofMillis(50));
            fixture.loop.turn();
        }
    }

    /** One turn may be cut short by a knock of the thread that restored the shard. */
    private void turnUntilTried(int commits) {
        fixture.turnUntil(() -> fixture.producer.tried.size() >= commits);
    }

    private long offsets;

    /** A record of the dispatch topic is there to be polled. */
    private void read(int shard, String commandId) {
        byte[] value =
                """
                {"commandId":"%s","instanceId":"inst1","chatId":"447441429009",
                 "content":{"type":"text","message":"Hi"}}\
                """
                        .formatted(commandId)
                        .getBytes(UTF_8);
        long offset = offsets++;
        var original = new ConsumerRecord<byte[], byte[]>("commands", 0, offset, null, value);
        var built =
                DispatchRecord.build(
                        Topics.DEFAULTS.dispatch(), 24, new InstanceId("inst1"), original);
        var record = new ConsumerRecord<>(built.topic(), shard, offset, built.key(), built.value());
        built.headers().forEach(record.headers()::add);
        fixture.member.addRecord(record);
    }

    private static CommandEntry entry(String key) {
        return RandomEntries.open(key, new CommandState.Admitted(), NOW);
    }
}
