package io.wawp.dispatcher.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.wawp.common.json.OutcomeJson;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.TenureEnded;
import io.wawp.dispatcher.model.Ticket;
import io.wawp.dispatcher.testing.Standstill;
import io.wawp.dispatcher.testing.Tampered.Call;
import io.wawp.dispatcher.testing.Tampered.Tampering;
import io.wawp.dispatcher.testing.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the journal does so that nothing is lost and nothing happens twice, each measure on its own:
 * in one scenario the guarantee holds, and in the very same one with that measure taken away it
 * breaks. So each scenario is one in which its measure matters. The zombies are real: a worker's
 * thread stands still until the group has given its shard to another.
 */
@Execution(CONCURRENT)
class JournalMeasuresIT {
    /** A worker that does not poll for so long leaves the group. */
    private static final String LEAVES_AFTER_MS = "1500";

    private static final OutcomeJson JSON = new OutcomeJson();

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    @Execution(CONCURRENT)
    void withoutThePositionsOfAllShardsAZombiesEntriesCommit(String groupProtocol)
            throws Exception {
        assertInstanceOf(
                CommandState.Sent.class,
                afterAZombiesAppend(groupProtocol, Call::proceed),
                "the zombie is fenced");

        Map<TopicPartition, OffsetAndMetadata> before = new HashMap<>();
        assertInstanceOf(
                CommandState.Sending.class,
                afterAZombiesAppend(groupProtocol, call -> onlyMoved(call, before)),
                "nothing new was read, so nothing checked the group");
    }

    /** As if only what was read were added to a transaction, as it is usual. */
    @SuppressWarnings("unchecked") // Kafka's own signature
    private static @Nullable Object onlyMoved(
            Call call, Map<TopicPartition, OffsetAndMetadata> before) throws Throwable {
        if (!call.is("sendOffsetsToTransaction")) {
            return call.proceed();
        }
        var moved = new HashMap<>((Map<TopicPartition, OffsetAndMetadata>) call.argument(0));
        moved.entrySet().removeIf(each -> each.getValue().equals(before.get(each.getKey())));
        before.putAll(moved);
        return call.proceedWith(0, moved);
    }

    /**
     * A worker stands still with a SENDING in hand, another one takes over and ends the command,
     * and the first goes on.
     *
     * @return what the journal says then
     */
    private static CommandState afterAZombiesAppend(String groupProtocol, Tampering producer)
            throws Exception {
        var stall = new Standstill();
        try (var fixture = new JournalFixture(1).groupProtocol(groupProtocol)) {
            var zombies = new RecordingReception();
            fixture.client("max.poll.interval.ms", LEAVES_AFTER_MS)
                    .clients(real ->
                            new TamperedClients(real)
                                    .producer(call -> {
                                        if (call.is("beginTransaction")) {
                                            var _ = stall.here();
                                        }
                                        return producer.with(call);
                                    }));
            KafkaJournal zombie = fixture.start("zombie", zombies);
            fixture.dispatch("inst1", "c-1", "hello");
            Ticket ticket = zombies.next();
            CommandEntry entry = zombie.read(ticket).entry();

            stall.arm();
            var append = appending(zombie, ticket.tenure(), entry);
            stall.awaitReached();
            takeOverAndEnd(fixture);
            stall.end();
            end(append);
            return fixture.lookUp("inst1", "c-1").orElseThrow().state();
        }
    }

    @Test
    @Execution(CONCURRENT)
    void withoutRefusingMetadataOfNoMemberAZombiesEntriesCommit() throws Exception {
        assertInstanceOf(CommandState.Sent.class, afterLeavingTheGroup(false));
        assertInstanceOf(CommandState.Sending.class, afterLeavingTheGroup(true));
    }

    /**
     * A worker stands still after its poll until its shard is another's, and its client says then
     * that it is no member of the group.
     *
     * @param regardless whether it commits all the same
     */
    @SuppressWarnings("removal") // Kafka offers no other way yet to make one
    private static CommandState afterLeavingTheGroup(boolean regardless) throws Exception {
        var stall = new Standstill();
        var left = new AtomicBoolean();
        try (var fixture = new JournalFixture(1)) {
            var zombies = new RecordingReception();
            var nobody = new ConsumerGroupMetadata(fixture.topics.dispatch() + "-dispatch");
            fixture.client("max.poll.interval.ms", LEAVES_AFTER_MS)
                    .clients(clients ->
                            new TamperedClients(clients)
                                    .member(call -> {
                                        if (call.is("poll")) {
                                            left.set(false);
                                        }
                                        if (call.is("groupMetadata") && stall.here()) {
                                            left.set(true);
                                        }
                                        return left.get() && !regardless && call.is("groupMetadata")
                                                ? nobody
                                                : call.proceed();
                                    })
                                    .producer(call ->
                                            left.get() && call.is("sendOffsetsToTransaction")
                                                    ? call.proceedWith(1, nobody)
                                                    : call.proceed()));
            KafkaJournal zombie = fixture.start("zombie", zombies);
            fixture.dispatch("inst1", "c-1", "hello");
            Ticket ticket = zombies.next();
            CommandEntry entry = zombie.read(ticket).entry();

            stall.arm();
            stall.awaitReached();
            var append = appending(zombie, ticket.tenure(), entry);
            takeOverAndEnd(fixture);
            stall.end();
            end(append);
            return fixture.lookUp("inst1", "c-1").orElseThrow().state();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    @Execution(CONCURRENT)
    void withoutTheStablePositionANewOwnerMissesWhatCommitsLater(String groupProtocol)
            throws Exception {
        assertEquals(
                Ticket.Stage.IN_DOUBT,
                asFoundWhileATransactionIsOpen(groupProtocol, true),
                "it waited for the end of the transaction");
        assertEquals(
                Ticket.Stage.WAITING,
                asFoundWhileATransactionIsOpen(groupProtocol, false),
                "it would send what the other has the right to send");
    }

    /**
     * A worker stands still before the commit of a SENDING, its position added to the transaction
     * and its entry not yet on its way; another takes over; the first goes on and commits.
     *
     * @return what the new owner makes of the command
     */
    private static Ticket.Stage asFoundWhileATransactionIsOpen(String groupProtocol, boolean stable)
            throws Exception {
        var stall = new Standstill();
        var asks = new CountDownLatch(1);
        try (var fixture = new JournalFixture(1).groupProtocol(groupProtocol)) {
            var zombies = new RecordingReception();
            fixture.client("max.poll.interval.ms", LEAVES_AFTER_MS)
                    // a machine that stands still sends nothing in the background
                    .client("linger.ms", "15000")
                    .clients(real ->
                            new TamperedClients(real)
                                    .producer(call -> {
                                        if (call.is("commitTransaction")) {
                                            var _ = stall.here();
                                        }
                                        return call.proceed();
                                    }));
            KafkaJournal zombie = fixture.start("zombie", zombies);
            fixture.dispatch("inst1", "c-1", "hello");
            Ticket ticket = zombies.next();
            CommandEntry entry = zombie.read(ticket).entry();
            stall.arm();
            var append = appending(zombie, ticket.tenure(), entry);
            stall.awaitReached();

            var heirs = new RecordingReception();
            fixture.client("max.poll.interval.ms", "300000")
                    .client("linger.ms", "50")
                    .clients(real ->
                            new TamperedClients(real)
                                    .reader(call -> {
                                        if (!call.is("committed")) {
                                            return call.proceed();
                                        }
                                        asks.countDown();
                                        return stable ? call.proceed() : unstably(fixture);
                                    }));
            fixture.start("heir", heirs);
            if (stable) {
                assertTrue(asks.await(60, TimeUnit.SECONDS));
                assertTrue(heirs.restored.isEmpty(), "not before the transaction is over");
                stall.end();
            }
            Ticket found = heirs.next();
            stall.end();
            append.get(30, TimeUnit.SECONDS);
            assertInstanceOf(
                    CommandState.Sending.class,
                    fixture.lookUp("inst1", "c-1").orElseThrow().state(),
                    "it was committed after all");
            return found.stage();
        }
    }

    /** As an administrator is answered by default: without waiting for open transactions. */
    private static Map<TopicPartition, OffsetAndMetadata> unstably(JournalFixture fixture)
            throws Exception {
        try (Admin admin = new KafkaJournalClients(fixture.kafka("admin")).admin()) {
            return admin.listConsumerGroupOffsets(fixture.topics.dispatch() + "-dispatch")
                    .partitionsToOffsetAndMetadata()
                    .get();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Execution(CONCURRENT)
    void takingACommitWithoutAnAnswerForAbortedTellsItsOutcomesTwice(boolean cameAbout)
            throws Exception {
        assertToldWhenACommitHasNoAnswer(1, cameAbout, false);
        // whoever guesses is right by luck alone
        assertToldWhenACommitHasNoAnswer(cameAbout ? 2 : 1, cameAbout, true);
    }

    /** How often a command is told to be accepted whose first commit gets no answer. */
    private static void assertToldWhenACommitHasNoAnswer(
            int times, boolean cameAbout, boolean guessed) throws Exception {
        try (var fixture = new JournalFixture(1);
                TopicReader outcomes = fixture.read(fixture.topics.outcomes())) {
            var reception = new RecordingReception();
            var unanswered = new Unanswered(cameAbout, guessed);
            fixture.clients(real -> new TamperedClients(real).producer(unanswered));
            fixture.dispatch("inst1", "c-1", "hello");
            fixture.start("a", reception);
            reception.next();
            outcomes.count(times);
            assertEquals(
                    Collections.nCopies(times, OutcomeStatus.ACCEPTED),
                    outcomes.toEnd().stream()
                            .map(record -> JSON.decodeOutcome(record.value()).status())
                            .toList());
        }
    }

    /** The first commit gets no answer; or one that says it was aborted, which is a guess. */
    private static final class Unanswered implements Tampering {
        private final boolean cameAbout;
        private final boolean guessed;
        private boolean begun;
        private boolean silent;

        Unanswered(boolean cameAbout, boolean guessed) {
            this.cameAbout = cameAbout;
            this.guessed = guessed;
        }

        @Override
        public @Nullable Object with(Call call) throws Throwable {
            if (call.is("commitTransaction") && !begun) {
                begun = true;
                silent = true;
                if (cameAbout) {
                    call.proceed();
                }
            }
            if (!silent) {
                return call.proceed();
            }
            if (call.is("commitTransaction")) {
                throw guessed ? new KafkaException("aborted") : new TimeoutException("no answer");
            }
            silent = false;
            // what came about cannot be aborted: a broker would say so, a guess would not ask
            return call.is("abortTransaction") && cameAbout ? null : call.proceed();
        }
    }

    @Test
    @Execution(CONCURRENT)
    void movingWhatIsInMemoryBeforeItsCommitLosesCommands() throws Exception {
        assertEquals(List.of("c-1", "c-2"), knownAfterAnAbort(false));
        assertEquals(List.of("c-2"), knownAfterAnAbort(true));
    }

    /**
     * The first transaction is aborted, the next ones are not.
     *
     * @param taken whether the worker takes it for committed
     * @return what another owner finds
     */
    private static List<String> knownAfterAnAbort(boolean taken) throws Exception {
        var aborted = new AtomicBoolean();
        try (var fixture = new JournalFixture(1)) {
            var first = new RecordingReception();
            fixture.clients(real ->
                    new TamperedClients(real).producer(call -> abort(call, aborted, taken)));
            fixture.dispatch("inst1", "c-1", "hello");
            KafkaJournal journal = fixture.start("a", first);
            first.next();
            fixture.dispatch("inst1", "c-2", "hello");
            first.next();
            journal.close();

            var second = new RecordingReception();
            KafkaJournal next = fixture.clients(same -> same).start("b", second);
            var known = new ArrayList<String>();
            for (Ticket ticket = second.next(); ticket != null; ticket = second.tickets.poll()) {
                known.add(next.read(ticket).command().commandId().value());
            }
            return known;
        }
    }

    private static @Nullable Object abort(Call call, AtomicBoolean aborted, boolean taken)
            throws Throwable {
        if (!call.is("commitTransaction") || !aborted.compareAndSet(false, true)) {
            return call.proceed();
        }
        var producer = (Producer<?, ?>) call.real();
        producer.flush();
        producer.abortTransaction();
        if (!taken) {
            producer.beginTransaction(); // so that the journal, too, has one to abort
            throw new KafkaException("aborted");
        }
        return null;
    }

    @Test
    @Execution(CONCURRENT)
    void noBrokerStopsAMemberWhoseShardMovedSoThatOnlyEpochsDo() throws Exception {
        try (var fixture = new JournalFixture(1)) {
            var first = new RecordingReception();
            KafkaJournal journal = fixture.start("a", first);
            fixture.dispatch("inst1", "c-1", "hello");
            CommandEntry entry = journal.read(first.next()).entry();
            journal.close();

            var tenure = new Tenure(0, 1);
            Batch left = leftBehind(fixture, tenure, entry);
            var clients = new KafkaJournalClients(fixture.kafka("moved"));
            try (Consumer<byte[], byte[]> one = clients.member();
                    Consumer<byte[], byte[]> two = clients.member();
                    Producer<byte[], byte[]> producer = clients.producer()) {
                one.subscribe(List.of(fixture.topics.dispatch()));
                two.subscribe(List.of(fixture.topics.dispatch()));
                pollUntil(
                        one,
                        two,
                        () ->
                                isCurrent(one, two)
                                        && one.assignment().size() + two.assignment().size() == 1);
                var without = one.assignment().isEmpty() ? one : two;
                tenure.end();
                producer.initTransactions();
                var transactions = new Transactions(producer, fixture.topics.dispatch());

                assertInstanceOf(
                        Transactions.Result.Committed.class,
                        transactions.commit(left, without.groupMetadata()),
                        "the broker asks for the generation, and not for who has the partition");
                assertInstanceOf(
                        CommandState.Sending.class,
                        fixture.lookUp("inst1", "c-1").orElseThrow().state());
            }
        }
    }

    /** A SENDING of a tenure, in a batch that was not committed in time. */
    private static Batch leftBehind(JournalFixture fixture, Tenure tenure, CommandEntry entry) {
        CommandEntry sending = JournalFixture.sending(entry);
        var builder = new BatchBuilder();
        builder.add(
                new Shard(tenure, 1, 0, 1),
                new PendingAppend(
                        tenure,
                        List.of(new PendingAppend.Hashed(KeyHash.of(entry.key()), sending)),
                        List.of(JournalRecords.of(fixture.topics.journal(), 0, sending)),
                        fixture.topics.deadLetters(),
                        (command, offset) -> {}));
        return builder.build();
    }

    private static boolean isCurrent(Consumer<byte[], byte[]> one, Consumer<byte[], byte[]> two) {
        int generation = one.groupMetadata().generationId();
        return generation >= 0 && generation == two.groupMetadata().generationId();
    }

    private static void pollUntil(
            Consumer<byte[], byte[]> one, Consumer<byte[], byte[]> two, BooleanSupplier enough) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!enough.getAsBoolean()) {
            if (System.nanoTime() - limit > 0) {
                throw new AssertionError("the group did not come about");
            }
            one.poll(Duration.ofMillis(20));
            two.poll(Duration.ofMillis(20));
        }
    }

    private static CompletableFuture<@Nullable Void> appending(
            KafkaJournal journal, Tenure tenure, CommandEntry entry) {
        var end = new CompletableFuture<@Nullable Void>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        journal.append(tenure, Append.of(JournalFixture.sending(entry)));
                        end.complete(null);
                    } catch (Exception e) {
                        end.completeExceptionally(e);
                    }
                });
        return end;
    }

    /** Another worker gets the shard, and journals that the one command there was sent. */
    private static void takeOverAndEnd(JournalFixture fixture) throws Exception {
        var heirs = new RecordingReception();
        KafkaJournal heir =
                fixture.client("max.poll.interval.ms", "300000")
                        .clients(same -> same)
                        .start("heir", heirs);
        Ticket ticket = heirs.next();
        heir.append(
                ticket.tenure(),
                Append.of(
                        JournalFixture.ended(
                                heir.read(ticket).entry(), Instant.now().plusSeconds(60))));
    }

    /** Waits until the zombie knows how its append ended. */
    private static void end(CompletableFuture<@Nullable Void> append) throws Exception {
        try {
            append.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertInstanceOf(TenureEnded.class, e.getCause());
        }
    }
}
