package io.wawp.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.chaos.Calm.Trouble;
import io.wawp.common.command.InstanceId;
import io.wawp.dispatcher.model.Shards;
import io.wawp.sandbox.SandboxTopics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two workers, a partition of the command topic, and the shard of a number; the clock is ours. */
class ProbesTest {
    private static final int SHARDS = 12;
    private static final int RATE = 100;
    private static final InstanceId NUMBER = Numbers.unpaced().getFirst();
    private static final TopicPartition COMMANDS = new TopicPartition(SandboxTopics.COMMANDS, 0);
    private static final TopicPartition SHARD =
            new TopicPartition(SandboxTopics.DISPATCH, Shards.of(NUMBER, SHARDS));

    @TempDir private Path directory;
    private final Seen seen = new Seen();
    private Chronicle chronicle;
    private Calm calm;
    private OpenCommands commands;
    private Probes probes;
    private long now = 1_000;
    private long written;

    @BeforeEach
    void open() {
        chronicle =
                new Chronicle(
                        new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                        directory.resolve("actions.log"));
        begin(Duration.ofMinutes(10));
    }

    private void begin(Duration length) {
        var settings =
                new ChaosSettings(
                        1,
                        length,
                        Duration.ofSeconds(3),
                        1,
                        2,
                        RATE,
                        "classic",
                        EnumSet.allOf(Action.Kind.class),
                        null);
        calm = new Calm(() -> now);
        commands = new OpenCommands(SHARDS, () -> now);
        probes = new Probes(settings, commands, seen, calm, chronicle, () -> now);
    }

    @AfterEach
    void close() {
        chronicle.close();
    }

    @Test
    void aRunInWhichEverythingMovesViolatesNothing() throws Exception {
        for (int i = 0; i < 200; i++) {
            write(NUMBER);
            look(2);
            seen.move();
            commands.ended(0, written);
        }
        probes.tellLooks();

        assertEquals(List.of(), chronicle.violations());
    }

    @Test
    void commandsWithoutOutcomesAreSilence() throws Exception {
        write(null);
        look(44);
        assertEquals(List.of(), chronicle.violations());
        look(2);

        violated("longest time without any outcome: 46 s (commands), more than 45 s");
    }

    @Test
    void silenceIsToldOnceUntilItIsOver() throws Exception {
        write(null);
        write(null);
        look(50);
        look(50);
        commands.ended(0, written);
        look(2);
        look(50);

        assertEquals(2, chronicle.violationCount());
    }

    @Test
    void silenceWhileNobodyListensWhereWawpWasDoesNotCount() throws Exception {
        write(null);
        look(40);
        outage(Trouble.GATEWAY, 300);
        look(10);
        assertEquals(List.of(), chronicle.violations());
        look(6);

        assertEquals(1, chronicle.violationCount(), "what was before it stays counted");
    }

    @Test
    void aPositionThatDoesNotMoveAlthoughARecordIsThereIsALag() throws Exception {
        seen.unread(COMMANDS);
        look(1);
        look(89);
        assertEquals(List.of(), chronicle.violations());
        look(2);

        violated(
                "longest time a partition stood still: 91 s (chaos-intake in wawp.commands-0), more than 90 s");
    }

    @Test
    void aLagCountsAlthoughBrokersAndTheGatewayAreAwayNowAndThen() throws Exception {
        seen.unread(COMMANDS);
        look(1);
        for (int i = 0; i < 4; i++) {
            look(25);
            outage(Trouble.BROKERS, 5);
            look(10);
            calm.set(Trouble.GATEWAY, true);
            calm.set(Trouble.GATEWAY, false);
        }

        assertEquals(1, chronicle.violationCount());
    }

    @Test
    void aShortRunHasATighterBound() throws Exception {
        begin(Duration.ofSeconds(75));
        seen.unread(COMMANDS);
        look(1);
        look(61);

        violated(
                "longest time a partition stood still: 61 s (chaos-intake in wawp.commands-0), more than 60 s");
    }

    @Test
    void markersOfTransactionsBehindAPositionAreNoLag() throws Exception {
        seen.onlyMarkers(COMMANDS);
        for (int i = 0; i < 100; i++) {
            look(2);
        }

        assertEquals(List.of(), chronicle.violations());
    }

    @Test
    void timeInWhichNoWorkerLivesLongEnoughToBeReadyIsNoLag() throws Exception {
        seen.unread(COMMANDS);
        look(1);
        look(50);
        seen.ready = 0;
        look(1);
        look(300);
        seen.ready = 1;
        look(1);
        look(30);
        assertEquals(List.of(), chronicle.violations());
        look(20);

        assertEquals(1, chronicle.violationCount());
    }

    @Test
    void aMemberWithoutAPartitionOfAStableGroupIsIdle() throws Exception {
        seen.members.put("two", Set.of());
        look(1);
        look(89);
        assertEquals(List.of(), chronicle.violations());
        look(2);

        violated(
                "longest time a member had nothing: 91 s (of chaos-intake), more than 90 s",
                "longest time a member had nothing: 91 s (of chaos-dispatch), more than 90 s");
    }

    @Test
    void aMemberOfAGroupThatIsBeingSharedOutIsNotIdle() throws Exception {
        seen.members.put("two", Set.of());
        look(1);
        look(60);
        seen.stable = false;
        look(1);
        seen.stable = true;
        look(1);
        look(60);

        assertEquals(List.of(), chronicle.violations());
    }

    @Test
    void aJournalThatIsReadForLongIsARestore() throws Exception {
        seen.restoring = 44;
        look(100);
        assertEquals(List.of(), chronicle.violations());
        seen.restoring = 46;
        look(2);

        violated("longest time a shard was read: 46 s (shards of one), more than 45 s");
    }

    @Test
    void aRestoreThatWaitsForABrokerIsExcused() throws Exception {
        look(100);
        outage(Trouble.BROKERS, 20);
        seen.restoring = 60;
        look(20);

        assertEquals(List.of(), chronicle.violations());
    }

    @Test
    void aCommandThatNothingNeedHoldUpIsHeldUp() throws Exception {
        look(1);
        write(NUMBER);
        heldUpFor(119);
        assertEquals(List.of(), chronicle.violations());
        heldUpFor(2);

        violated(
                "longest time a command was held up: 121 s (of shard %d), more than 120 s"
                        .formatted(SHARD.partition()));
    }

    @Test
    void aCommandThatMayWaitIsNotHeldUp() throws Exception {
        look(1);
        write(null);
        heldUpFor(600);

        assertEquals(List.of(), chronicle.violations());
    }

    @Test
    void aTakeOverBeginsAnewAndAnotherShardsDoesNot() throws Exception {
        look(1);
        write(NUMBER);
        heldUpFor(100);
        seen.members.put("three", seen.members.remove("one"));
        heldUpFor(100);
        assertEquals(List.of(), chronicle.violations());
        seen.members.put("four", seen.members.remove("two"));
        heldUpFor(25);

        assertEquals(1, chronicle.violationCount());
    }

    @Test
    void whatWaitsAmongManyOthersIsNotHeldUp() throws Exception {
        look(1);
        write(NUMBER);
        for (int i = 0; i < RATE * 20; i++) {
            write(null);
        }
        heldUpFor(600);

        assertEquals(List.of(), chronicle.violations());
    }

    @Test
    void looksThatDoNotWorkAreAViolation() throws Exception {
        seen.fails = true;
        for (int i = 0; i < 30; i++) {
            look(2);
        }
        probes.tellLooks();

        violated(
                "only 0 looks at the workers' groups worked in 60 s, of 6 at the least: the probes say nothing",
                "only 0 looks at the workers' metrics worked in 60 s, of 6 at the least: the probes say nothing");
    }

    @Test
    void looksThatCouldNotWorkSinceNoBrokerWasThereAreNone() throws Exception {
        for (int i = 0; i < 10; i++) {
            look(2);
        }
        outage(Trouble.BROKERS, 600);
        probes.tellLooks();

        assertEquals(List.of(), chronicle.violations());
    }

    private void look(long seconds) throws InterruptedException {
        pass(seconds);
        probes.look();
    }

    /** Looks all the time, and sees outcomes of others. */
    private void heldUpFor(long seconds) throws InterruptedException {
        for (long i = 0; i < seconds; i++) {
            write(null);
            commands.ended(0, written);
            look(1);
        }
    }

    private void pass(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    private void outage(Trouble trouble, long seconds) {
        calm.set(trouble, true);
        pass(seconds);
        calm.set(trouble, false);
    }

    private void write(@Nullable InstanceId prompt) {
        written++;
        commands.begun();
        commands.written(0, written, prompt);
    }

    private void violated(String... words) {
        assertEquals(Set.of(words), new HashSet<>(chronicle.violations()));
        assertTrue(chronicle.violationCount() == words.length, "each told once");
    }

    /** What there is to be seen. */
    private static final class Seen implements Sights {
        private final Map<String, Set<TopicPartition>> members = new HashMap<>();
        private final Map<TopicPartition, GroupView.Place> places = new HashMap<>();
        private final Set<TopicPartition> withRecords = new HashSet<>();
        private boolean stable = true;
        private boolean fails;
        private int ready = 1;
        private double restoring;

        private Seen() {
            members.put("one", Set.of(COMMANDS, SHARD));
            members.put("two", Set.of(new TopicPartition(SandboxTopics.COMMANDS, 1)));
            places.put(COMMANDS, new GroupView.Place(7, 7));
            places.put(SHARD, new GroupView.Place(7, 7));
        }

        private void unread(TopicPartition partition) {
            onlyMarkers(partition);
            withRecords.add(partition);
        }

        private void onlyMarkers(TopicPartition partition) {
            places.put(partition, new GroupView.Place(7, 8));
        }

        private void move() {
            places.replaceAll((partition, place) ->
                    new GroupView.Place(place.position() + 1, place.end() + 2));
        }

        @Override
        public List<GroupView> groups() throws UnseenException {
            if (fails) {
                throw new UnseenException("no");
            }
            return List.of(
                    new GroupView("chaos-intake", stable, members, places),
                    new GroupView(
                            "chaos-dispatch",
                            stable,
                            members,
                            Map.of(SHARD, place(SHARD), other(), place(SHARD))));
        }

        private GroupView.Place place(TopicPartition partition) {
            return Objects.requireNonNull(places.get(partition));
        }

        private static TopicPartition other() {
            return new TopicPartition(SandboxTopics.DISPATCH, SHARDS);
        }

        @Override
        public Set<TopicPartition> unread(Map<TopicPartition, Long> positions) {
            Set<TopicPartition> unread = new HashSet<>(positions.keySet());
            unread.retainAll(withRecords);
            return unread;
        }

        @Override
        public List<WorkerView> ready() {
            return ready == 0 ? List.of() : List.of(new One());
        }

        private final class One implements WorkerView {
            @Override
            public String name() {
                return "one";
            }

            @Override
            public double restoringSeconds() throws UnseenException {
                if (fails) {
                    throw new UnseenException("no");
                }
                return restoring;
            }
        }
    }
}
