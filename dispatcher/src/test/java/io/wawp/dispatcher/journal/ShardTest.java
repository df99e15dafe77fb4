package io.wawp.dispatcher.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.wawp.dispatcher.model.Attempts;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Shard shard = new Shard(new Tenure(0, 1), 0, 0, 16);

    @Test
    void countsWhatIsOpenAndNothingElse() {
        put("a", admitted("a"), 1);
        put("b", admitted("b"), 2);
        assertEquals(2, shard.open());

        put("a", sending("a"), 3);
        assertEquals(2, shard.open(), "a step is no new command");

        put("a", ended("a", NOW), 4);
        put("a", ended("a", NOW), 5);
        assertEquals(1, shard.open());

        shard.forget(hash("a"));
        shard.forget(hash("b"));
        shard.forget(hash("c"));
        assertEquals(0, shard.open());
        assertEquals(0, shard.size());
    }

    @Test
    void keepsTheTicketOfACommandThroughItsSteps() {
        Slot first = put("a", admitted("a"), 1);

        Slot second = put("a", sending("a"), 7);

        assertSame(first, second);
        var ticket = assertInstanceOf(OpenCommand.class, second);
        assertEquals(Ticket.Stage.IN_DOUBT, ticket.stage());
        assertEquals(7, ticket.offset());
    }

    @Test
    void makesATicketOfItsOwnForAnotherRun() {
        Slot first = put("a", admitted("a"), 1);
        put("a", ended("a", NOW.plusSeconds(60)), 2);

        Slot second = put("a", admitted("a"), 3);

        assertEquals(1, shard.open());
        assertEquals(false, first.equals(second));
    }

    /** Compaction may take the end of a run away before its beginning. */
    @Test
    void makesATicketOfItsOwnForAnotherRunAlsoWhereTheEndOfTheFirstIsGone() {
        put("a", admitted("a"), 1);
        Instant later = NOW.plus(Duration.ofHours(9));

        Slot second = put("a", RandomEntries.open("a", new CommandState.Admitted(), later, 5), 3);

        assertEquals(1, shard.open());
        assertEquals(later.plusSeconds(60).toEpochMilli(), ((OpenCommand) second).expiresAt());
        assertSame(second, shard.find(hash("a")));
    }

    @Test
    void forgetsWhatIsOverAndOnlyThat() {
        put("over", ended("over", NOW), 1);
        put("later", ended("later", NOW.plusSeconds(3_600)), 2);
        put("again", ended("again", NOW), 3);
        put("again", admitted("again"), 4);

        assertEquals(List.of(), shard.takeForgettable(NOW, 10), "not at the very moment");
        assertEquals(List.of(hash("over")), shard.takeForgettable(NOW.plusSeconds(60), 10));
        assertEquals(
                List.of(), shard.takeForgettable(NOW.plusSeconds(60), 10), "each is taken once");
    }

    @Test
    void takesAgainWhatWasNotForgotten() {
        put("a", ended("a", NOW), 1);
        assertEquals(List.of(hash("a")), shard.takeForgettable(NOW.plusSeconds(60), 10));

        shard.keep(hash("a"));
        shard.keep(hash("unknown"));

        assertEquals(List.of(hash("a")), shard.takeForgettable(NOW.plusSeconds(60), 10));
    }

    @Test
    void takesNoMoreThanAskedFor() {
        for (int i = 0; i < 25; i++) {
            put("k" + i, ended("k" + i, NOW.plusSeconds(i)), i);
        }
        Instant over = NOW.plusSeconds(600);

        assertEquals(10, shard.takeForgettable(over, 10).size());
        assertEquals(10, shard.takeForgettable(over, 10).size());
        assertEquals(5, shard.takeForgettable(over, 10).size());
    }

    @Test
    void neverReadsEarlierThanBefore() {
        assertEquals(NOW, shard.readAt(NOW));
        assertEquals(NOW, shard.readAt(NOW.minusSeconds(5)), "the clock went back");

        shard.restore(hash("a"), admitted("a", NOW.plus(Duration.ofHours(1))), 1);

        assertEquals(
                NOW.plus(Duration.ofHours(1)),
                shard.readAt(NOW),
                "nor before what a former owner read");
    }

    @Test
    void findsNothingThatWasForgotten() {
        put("a", admitted("a"), 1);
        shard.forget(hash("a"));

        assertNull(shard.find(hash("a")));
    }

    @Test
    void holdsNoContentThatComesTooLate() {
        var memory = new ContentMemory(1 << 20);
        CommandEntry entry = admitted("a");
        var command = assertInstanceOf(OpenCommand.class, put("a", entry, 1));
        var loaded = Commands.loaded(entry);

        put("a", sending("a"), 2);
        memory.offer(command, loaded, 1);
        assertNull(command.content(), "read before the step, offered after it");

        memory.offer(command, loaded, 2);
        assertSame(loaded, command.content());
        memory.release(command);
        memory.offer(command, loaded, 2);
        assertNull(command.content(), "let go for good");
        assertEquals(0, memory.held());
    }

    private Slot put(String key, CommandEntry entry, long offset) {
        return shard.put(hash(key), entry, offset);
    }

    private static KeyHash hash(String key) {
        return KeyHash.of(admitted(key).key());
    }

    private static CommandEntry admitted(String key) {
        return admitted(key, NOW);
    }

    private static CommandEntry admitted(String key, Instant readAt) {
        return RandomEntries.open(key, new CommandState.Admitted(), readAt);
    }

    private static CommandEntry sending(String key) {
        return JournalFixture.sending(admitted(key));
    }

    private static CommandEntry ended(String key, Instant forgetAfter) {
        return admitted(key)
                .ended(
                        new CommandState.Sent(Attempts.NONE.begin(NOW), null, 0, NOW, true),
                        forgetAfter);
    }
}
