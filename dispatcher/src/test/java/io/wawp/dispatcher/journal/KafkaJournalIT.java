package io.wawp.dispatcher.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.Run;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Ticket;
import io.wawp.dispatcher.testing.TestTopics;
import io.wawp.dispatcher.testing.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaJournalIT {

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void admitsACommandWithItsAcceptedOutcome(String groupProtocol) throws Exception {
        try (var fixture = new JournalFixture(2).groupProtocol(groupProtocol);
                TopicReader outcomes = fixture.read(fixture.topics.outcomes())) {
            var reception = new RecordingReception();
            KafkaJournal journal = fixture.start("a", reception);

            fixture.dispatch("inst1", "c-1", "hello");

            Ticket ticket = reception.next();
            assertEquals("inst1", ticket.instanceId().value());
            LoadedCommand loaded = journal.read(ticket);
            assertEquals("c-1", loaded.command().commandId().value());
            Outcome outcome = outcome(outcomes.count(1).getFirst().value());
            assertEquals(OutcomeStatus.ACCEPTED, outcome.status());
            await().until(journal::isSettled);
        }
    }

    @Test
    void givesAnotherOwnerWhatIsOpenAndNotWhatHasEnded() throws Exception {
        try (var fixture = new JournalFixture(1)) {
            var first = new RecordingReception();
            KafkaJournal journal = fixture.start("a", first);
            fixture.dispatch("inst1", "waits", "one");
            fixture.dispatch("inst1", "in-doubt", "two");
            fixture.dispatch("inst1", "ended", "three");
            first.next();
            Ticket inDoubt = first.next();
            Ticket ended = first.next();
            journal.append(
                    inDoubt.tenure(),
                    Append.of(JournalFixture.sending(journal.read(inDoubt).entry())));
            journal.append(
                    ended.tenure(),
                    Append.of(
                            JournalFixture.ended(
                                    journal.read(ended).entry(), Instant.now().plusSeconds(60))));
            journal.close();

            var second = new RecordingReception();
            KafkaJournal next = fixture.start("b", second);

            Ticket one = second.next();
            Ticket two = second.next();
            assertEquals("waits", next.read(one).entry().commandId().value());
            assertEquals(Ticket.Stage.WAITING, one.stage());
            assertEquals("in-doubt", next.read(two).entry().commandId().value());
            assertEquals(Ticket.Stage.IN_DOUBT, two.stage());
            assertInstanceOf(CommandState.Sending.class, next.read(two).entry().state());
            assertEquals(2, Objects.requireNonNull(second.restored.get(0)).open().size());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void knowsADuplicateBeforeAndAfterARestart(boolean restart) throws Exception {
        try (var fixture = new JournalFixture(1);
                TopicReader outcomes = fixture.read(fixture.topics.outcomes())) {
            var first = new RecordingReception();
            KafkaJournal journal = fixture.start("a", first);
            fixture.dispatch("inst1", "c-1", "hello", 0);
            Ticket ticket = first.next();
            journal.append(
                    ticket.tenure(),
                    Append.of(
                            JournalFixture.ended(
                                    journal.read(ticket).entry(), Instant.now().plusSeconds(60))));
            if (restart) {
                journal.close();
                fixture.start("b", new RecordingReception());
            }

            fixture.dispatch("inst1", "c-1", "hello", 1);
            fixture.dispatch("inst1", "c-1", "another text", 2);
            fixture.dispatch("inst1", "c-1", "hello", 0);
            fixture.dispatch("inst1", "c-2", "hello", 4);

            List<Outcome> told =
                    outcomes.count(4).stream().map(record -> outcome(record.value())).toList();
            assertEquals(
                    List.of(1L, 2L, 4L),
                    told.stream()
                            .filter(outcome ->
                                    outcome.status() != OutcomeStatus.ACCEPTED
                                            || outcome.source().offset() == 4)
                            .map(outcome -> outcome.source().offset())
                            .sorted()
                            .toList(),
                    "the record at 0 is known, and nothing more is told of it");
            Outcome duplicate = ofOffset(told, 1);
            assertEquals(OutcomeStatus.DUPLICATE, duplicate.status());
            assertEquals("c-1", Objects.requireNonNull(duplicate.duplicateOf()).value());
            assertEquals(OutcomeStatus.SENT, duplicate.duplicateStatus());
            assertEquals(OutcomeStatus.REJECTED, ofOffset(told, 2).status());
            assertEquals(OutcomeStatus.ACCEPTED, ofOffset(told, 4).status());
        }
    }

    @Test
    void seesADuplicateInTheSamePoll() throws Exception {
        try (var fixture = new JournalFixture(1);
                TopicReader outcomes = fixture.read(fixture.topics.outcomes())) {
            for (int i = 0; i < 50; i++) {
                fixture.dispatch("inst1", "same", "hello", i);
            }
            var reception = new RecordingReception();
            fixture.start("a", reception);

            List<Outcome> told =
                    outcomes.count(50).stream().map(record -> outcome(record.value())).toList();

            assertEquals(
                    49,
                    told.stream()
                            .filter(outcome -> outcome.status() == OutcomeStatus.DUPLICATE)
                            .count());
            reception.next();
            assertTrue(reception.tickets.isEmpty());
        }
    }

    @Test
    void readsContentBackThatMemoryHasNoRoomFor() throws Exception {
        try (var fixture = new JournalFixture(2).contentBytes(0)) {
            var reception = new RecordingReception();
            KafkaJournal journal = fixture.start("a", reception);
            for (int i = 0; i < 200; i++) {
                fixture.dispatch("inst" + i % 7, "c-" + i, "text " + i);
            }

            for (int i = 0; i < 200; i++) {
                LoadedCommand loaded = journal.read(reception.next());
                assertEquals(
                        loaded.entry().commandId().value().replace("c-", "text "),
                        ((io.wawp.common.command.Content.Text) loaded.command().content())
                                .message());
            }
            assertEquals(0, journal.contentBytes());
        }
    }

    @Test
    void readsManyBackInFewPolls() throws Exception {
        var polls = new AtomicInteger();
        try (var fixture =
                new JournalFixture(1)
                        .contentBytes(0)
                        .clients(real ->
                                new TamperedClients(real)
                                        .reader(call -> {
                                            if (call.is("poll")) {
                                                polls.incrementAndGet();
                                            }
                                            return call.proceed();
                                        }))) {
            var reception = new RecordingReception();
            KafkaJournal journal = fixture.start("a", reception);
            List<Ticket> tickets = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                fixture.dispatch("inst" + i % 7, "c-" + i, "text " + i);
            }
            for (int i = 0; i < 500; i++) {
                tickets.add(reception.next());
            }
            int before = polls.get();

            List<LoadedCommand> all = journal.readAll(tickets);

            assertEquals(
                    IntStream.range(0, 500).mapToObj(i -> "c-" + i).toList(),
                    all.stream().map(each -> each.command().commandId().value()).toList());
            assertTrue(polls.get() - before <= 50, polls + " polls, one by one it were 500");
        }
    }

    @Test
    void goesOnWithItsOwnPartitionsWhereSomebodyAddedSomeAndSaysWhatToDo() throws Exception {
        try (var fixture = new JournalFixture(2)) {
            TestTopics.grow(fixture.topics.dispatch(), 3);
            TestTopics.grow(fixture.topics.journal(), 4);
            var reception = new RecordingReception();
            KafkaJournal journal = fixture.start("a", reception);
            for (int i = 0; i < 10; i++) {
                fixture.dispatch("inst" + i, "c-" + i, "hello");
            }
            for (int i = 0; i < 10; i++) {
                reception.next();
            }

            await().until(() -> journal.partitionTrouble().isPresent());
            String trouble = journal.partitionTrouble().orElseThrow();
            assertTrue(trouble.contains(fixture.topics.dispatch() + " has 3 partitions"), trouble);
            assertTrue(trouble.contains("written with 2"), trouble);
            await().until(journal::isSettled);
            assertEquals(List.of(), fixture.fatal);
        }
    }

    @Test
    void dropsAppendsOfATenureThatHasEnded() throws Exception {
        try (var fixture = new JournalFixture(1)) {
            var reception = new RecordingReception();
            KafkaJournal journal = fixture.start("a", reception);
            fixture.dispatch("inst1", "c-1", "hello");
            Ticket ticket = reception.next();
            LoadedCommand loaded = journal.read(ticket);
            journal.close();

            assertTrue(reception.left.contains(ticket.tenure()));
            assertThrows(
                    TenureEnded.class,
                    () ->
                            journal.append(
                                    ticket.tenure(),
                                    Append.of(JournalFixture.sending(loaded.entry()))));
        }
    }

    @Test
    void sharesTheShardsAndTakesOverThoseOfOneThatWasKilled() throws Exception {
        try (var fixture = new JournalFixture(4)) {
            var a = new RecordingReception();
            var b = new RecordingReception();
            fixture.start("a", a);
            await().until(() -> a.tenures.size() == 4);
            KafkaJournal second = fixture.start("b", b);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> a.tenures.size() == 2 && b.tenures.size() == 2);

            second.halt();

            await().atMost(Duration.ofSeconds(60)).until(() -> a.tenures.size() == 4);
            assertTrue(b.left.stream().noneMatch(Tenure::isCurrent));
        }
    }

    @Test
    void takesOverWithoutWaitingForTheTimeOutOfWhatAKilledWorkerLeftOpen() throws Exception {
        try (var fixture = new JournalFixture(1);
                KilledWorker _ = KilledWorker.of(fixture.topics)) {
            var reception = new RecordingReception();
            KafkaJournal journal = fixture.start("b", reception);
            fixture.dispatch("inst1", "c-1", "hello");

            // the transaction that is in the way would live for a minute
            await().atMost(Duration.ofSeconds(20)).until(journal::isSettled);
            assertEquals(0, reception.next().sequence());
        }
    }

    @Test
    void forgetsACommandWhenItsWindowIsOver() throws Exception {
        try (var fixture = new JournalFixture(1);
                TopicReader entries = fixture.read(fixture.topics.journal())) {
            var reception = new RecordingReception();
            KafkaJournal journal = fixture.start("a", reception);
            fixture.dispatch("inst1", "c-1", "hello");
            Ticket ticket = reception.next();
            assertEquals("c-1", fixture.lookUp("inst1", "c-1").orElseThrow().commandId().value());

            journal.append(
                    ticket.tenure(),
                    Append.of(
                            JournalFixture.ended(
                                    journal.read(ticket).entry(), Instant.now().minusSeconds(60))));

            entries.until(all ->
                    all.stream()
                            .anyMatch(record ->
                                    record.value() == null
                                            && new String(record.key(), UTF_8)
                                                    .equals("c/inst1/c-1")));
            assertEquals(Optional.empty(), fixture.lookUp("inst1", "c-1"));
            assertEquals(Optional.empty(), fixture.lookUp("inst1", "never-there"));
        }
    }

    @Test
    void letsALaterRunInWhileTheOneBeforeIsRememberedAndNeverAfter() throws Exception {
        try (var fixture = new JournalFixture(1);
                TopicReader outcomes = fixture.read(fixture.topics.outcomes());
                TopicReader entries = fixture.read(fixture.topics.journal())) {
            var reception = new RecordingReception();
            KafkaJournal journal = fixture.start("a", reception);
            for (String id : List.of("forgotten", "remembered")) {
                fixture.dispatch("inst1", id, "hello");
                Ticket ticket = reception.next();
                long window = id.equals("forgotten") ? -60 : 60;
                journal.append(
                        ticket.tenure(),
                        Append.of(
                                JournalFixture.failed(
                                        journal.read(ticket).entry(),
                                        Instant.now().plusSeconds(window))));
            }
            entries.until(all -> all.stream().anyMatch(record -> record.value() == null));

            fixture.dispatch("inst1", "forgotten", "hello", 10, Run.later(2));
            fixture.dispatch("inst1", "remembered", "hello", 11, Run.later(2));

            assertEquals(
                    "remembered",
                    journal.read(reception.next()).entry().key().idempotencyKey().value());
            List<Outcome> told =
                    outcomes.count(4).stream()
                            .map(record -> outcome(record.value()))
                            .filter(outcome -> outcome.run() == 2)
                            .toList();
            assertEquals(
                    Set.of("forgotten REJECTED", "remembered ACCEPTED"),
                    told.stream()
                            .map(outcome ->
                                    Objects.requireNonNull(outcome.commandId()).value()
                                            + " "
                                            + outcome.status())
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void stopsReadingWhileTooManyAreOpenAndLosesNothing() throws Exception {
        try (var fixture = new JournalFixture(1).maxOpen(5)) {
            var reception = new RecordingReception();
            KafkaJournal journal = fixture.start("a", reception);
            for (int i = 0; i < 3; i++) {
                fixture.dispatch("inst1", "early-" + i, "hello " + i);
            }
            for (int i = 0; i < 3; i++) {
                reception.next();
            }
            // all of these come in one poll at most, so no more than one batch can be over the
            // bound
            for (int i = 0; i < 20; i++) {
                fixture.dispatch("inst1", "late-" + i, "hello " + i);
            }
            for (int i = 0; i < 20; i++) {
                Ticket ticket = reception.next();
                journal.append(
                        ticket.tenure(),
                        Append.of(
                                JournalFixture.ended(
                                        journal.read(ticket).entry(),
                                        Instant.now().plusSeconds(60))));
            }
            assertTrue(reception.tickets.isEmpty());
        }
    }

    @Test
    void refusesAnAppendThatNoBrokerWouldTakeAndGoesOn() throws Exception {
        try (var fixture = new JournalFixture(1)) {
            var reception = new RecordingReception();
            KafkaJournal journal = fixture.start("a", reception);
            fixture.dispatch("inst1", "c-1", "hello");
            Ticket ticket = reception.next();
            var entry = journal.read(ticket).entry();
            var huge =
                    entry.open(
                            new CommandState.Waiting(
                                    io.wawp.dispatcher.model.Attempts.NONE,
                                    Instant.now(),
                                    io.wawp.common.outcome.OutcomeError.of(
                                            io.wawp.common.outcome.ReasonCode.RATE_LIMITED,
                                            "x".repeat(2_000_000))));

            assertThrows(
                    IllegalArgumentException.class,
                    () -> journal.append(ticket.tenure(), Append.of(huge)));

            journal.append(ticket.tenure(), Append.of(JournalFixture.sending(entry)));
            assertFalse(fixture.fatal.iterator().hasNext());
        }
    }

    private static Outcome ofOffset(List<Outcome> told, long offset) {
        return told.stream()
                .filter(outcome -> outcome.source().offset() == offset)
                .findFirst()
                .orElseThrow();
    }

    private static Outcome outcome(byte[] value) {
        return new OutcomeJson().decodeOutcome(value);
    }
}
