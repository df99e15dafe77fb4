package io.wawp.dispatcher.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Tenure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What each measure of the loop's is good for: the same happens once with it, and what is told is
 * what is committed, by the shard's owner; and once with the measure taken away. {@link
 * JournalMeasuresIT} does so for the measures that a real broker takes part in.
 */
class LoopMeasuresTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final LoopFixture fixture = new LoopFixture();

    // ---- immutable batches

    @Test
    void withoutTheWholeBatchTriedAgainAnAppendIsToldToBeCommittedAndIsLost() {
        assertEquals(List.of(), afterAnAbort(false));
        assertEquals(List.of("two is told to be committed, and is so 0 times"), afterAnAbort(true));
    }

    private static List<String> afterAnAbort(boolean leavesOut) {
        var test = new LoopMeasuresTest();
        test.fixture.assign(0);
        PendingAppend one = test.post(test.fixture.tenure(0), "one");
        PendingAppend two = test.post(test.fixture.tenure(0), "two");
        test.fixture.producer.aborts = 1;
        test.fixture.producer.leftOutAgain = leavesOut ? two : null;
        test.turns();
        return test.breaches(List.of(one, two));
    }

    @Test
    void withoutTheSameBatchTriedAgainAnAppendIsToldToBeDroppedAndIsCommitted() {
        assertEquals(List.of(), withALaterOne(false));
        assertEquals(
                List.of("later is told not to be committed, and is so 1 times"),
                withALaterOne(true));
    }

    private static List<String> withALaterOne(boolean letsIn) {
        var test = new LoopMeasuresTest();
        test.fixture.assign(0, 1);
        PendingAppend one = test.post(test.fixture.tenure(0), "one");
        test.fixture.producer.aborts = 1;
        test.triesOnce();
        Tenure lost = test.fixture.tenure(1);
        PendingAppend later = test.post(lost, "later");
        test.fixture.producer.letInAgain = letsIn ? later : null;
        test.fixture.turnUntil(() -> {
            test.nextInterval();
            return test.fixture.producer.committed.size() == 1;
        });
        lost.end();
        test.turns();
        return test.breaches(List.of(one, later));
    }

    private final List<String> names = new ArrayList<>();

    /** What is told, or not, of appends, and is not what was committed. */
    private List<String> breaches(List<PendingAppend> appends) {
        var wrong = new ArrayList<String>();
        for (int i = 0; i < appends.size(); i++) {
            boolean told = appends.get(i).end().state() == Future.State.SUCCESS;
            long times = committed(appends.get(i));
            if (times != (told ? 1 : 0)) {
                String so = told ? " is told to be committed" : " is told not to be committed";
                wrong.add(names.get(i) + so + ", and is so " + times + " times");
            }
        }
        return wrong;
    }

    private long committed(PendingAppend append) {
        return fixture.producer.committed.stream()
                .filter(transaction -> transaction.containsAll(append.records()))
                .count();
    }

    // ---- epochs

    @Test
    void withoutEpochsAnAppendOfAPastTenureCommitsThoughItsShardWasAnothersMeanwhile() {
        assertEquals(0, committedOfAPastTenure(false));
        assertEquals(1, committedOfAPastTenure(true));
    }

    /** A path was about to append, its shard went to another worker, and came back. */
    private static long committedOfAPastTenure(boolean goesOn) {
        var test = new LoopMeasuresTest();
        test.fixture.assign(0);
        Tenure past = test.past(goesOn);
        test.loseAndRegain();
        PendingAppend late = test.post(past, "late");
        test.turns();

        assertEquals(goesOn ? Future.State.SUCCESS : Future.State.FAILED, late.end().state());
        return test.committed(late);
    }

    @Test
    void withoutEpochsABatchThatWasAbortedBeforeItsShardWasAnothersCommits() {
        assertEquals(0, committedOfAPastBatch(false));
        assertEquals(1, committedOfAPastBatch(true));
    }

    /** As above, but the append was in a batch already, which waits to be tried again. */
    private static long committedOfAPastBatch(boolean goesOn) {
        var test = new LoopMeasuresTest();
        test.fixture.assign(0);
        PendingAppend late = test.post(test.past(goesOn), "late");
        test.fixture.producer.aborts = 1;
        test.triesOnce();
        test.loseAndRegain();
        test.turns();

        assertEquals(goesOn ? Future.State.SUCCESS : Future.State.FAILED, late.end().state());
        return test.committed(late);
    }

    /** The tenure that is about to end, or one like it that nobody ends. */
    private Tenure past(boolean goesOn) {
        Tenure own = fixture.tenure(0);
        return goesOn ? new Tenure(own.shard(), own.epoch()) : own;
    }

    /** By a rebalance each, so that the member and its generation are current after them. */
    private void loseAndRegain() {
        fixture.member.generation++;
        fixture.assign();
        fixture.member.generation++;
        fixture.assign(0);
    }

    // ---- its turns

    private PendingAppend post(Tenure tenure, String key) {
        names.add(key);
        return fixture.post(tenure, entry(key));
    }

    private void nextInterval() {
        fixture.time.advance(Duration.ofMillis(50));
    }

    /** And is aborted; the time for another try does not come by itself. */
    private void triesOnce() {
        nextInterval();
        fixture.turnUntil(() -> fixture.producer.tried.size() == 1);
    }

    /** Enough for all that is there. */
    private void turns() {
        for (int i = 0; i < 10; i++) {
            nextInterval();
            fixture.loop.turn();
        }
    }

    private static CommandEntry entry(String key) {
        return RandomEntries.open(key, new CommandState.Admitted(), NOW);
    }
}
