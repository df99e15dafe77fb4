package io.wawp.dispatcher.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Ticket;
import io.wawp.dispatcher.records.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a shard in whose journal stands what this version cannot read. */
class RefusedShardsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String ENTRY =
            new String(
                    EntryFormat.encode(
                            JournalFixture.failed(
                                    RandomEntries.open("c-1", new CommandState.Admitted(), NOW),
                                    NOW.plusSeconds(60))),
                    UTF_8);

    private final LoopFixture fixture = new LoopFixture();

    @ParameterizedTest
    @CsvSource({
        "'\"v\":1', '\"v\":2', major version 2",
        "'\"is\":\"ended\"', '\"is\":\"parked\"', state",
        "'\"status\":\"FAILED\"', '\"status\":\"RETURNED\"', status",
        "'\"type\":\"text\"', '\"type\":\"sticker\"', type",
        "'\"priority\":\"normal\"', '\"priority\":\"bulk\"', priority",
        "'\"readAt\"', '\"readOn\"', cannot be read",
        "'{', 'x', cannot be read",
    })
    void itIsNotWorkedOnAndTheOthersAre(String known, String unknown, String why) {
        assertTrue(ENTRY.contains(known), ENTRY);
        journaled(ENTRY.replace(known, unknown));
        fixture.give(0, 1);
        fixture.turnUntil(() -> fixture.reception.tenures.containsKey(1));
        fixture.turnUntil(() -> !fixture.refused.reasons().isEmpty());

        String reason = Objects.requireNonNull(fixture.refused.reasons().get(0));
        assertTrue(reason.contains("wawp.journal-0@0") && reason.contains(why), reason);
        assertFalse(fixture.reception.tenures.containsKey(0));
        assertFalse(fixture.loop.isSettled());
    }

    @Test
    void itGoesOnByItselfWhenItCanBeRead() throws Exception {
        journaled(ENTRY.replace("\"is\":\"ended\"", "\"is\":\"parked\""));
        fixture.give(0);
        fixture.turnUntil(() -> !fixture.refused.reasons().isEmpty());
        fixture.time.awaitSleepers(1);

        journaled(ENTRY);
        fixture.time.advance(Duration.ofMinutes(1));
        fixture.turnUntil(() -> fixture.reception.tenures.containsKey(0));

        assertEquals(Map.of(), fixture.refused.reasons());
        assertTrue(fixture.loop.isSettled());
    }

    @Test
    void whatCannotBeReadDoesNotMatterWhereALaterEntryOfItsKeyCan() {
        fixture.journal =
                List.of(record(0, 0, ENTRY.replace("\"v\":1", "\"v\":2")), record(0, 1, ENTRY));
        fixture.give(0);
        fixture.turnUntil(() -> fixture.reception.tenures.containsKey(0));

        assertEquals(Map.of(), fixture.refused.reasons());
    }

    @Test
    void manyOfThemKeepNoneOfTheOthersFromBeingRestored() {
        journaled(ENTRY.replace("\"v\":1", "\"v\":2"), 0, 1, 2, 3, 4, 5, 6, 7);
        fixture.give(0, 1, 2, 3, 4, 5, 6, 7);
        fixture.turnUntil(() -> fixture.refused.reasons().size() == 8);
        fixture.give(0, 1, 2, 3, 4, 5, 6, 7, 8);

        fixture.turnUntil(() -> fixture.reception.tenures.containsKey(8));
    }

    @Test
    void itIsSaidNoMoreOfAShardThatIsAnothers() {
        journaled(ENTRY.replace("\"v\":1", "\"v\":2"));
        fixture.give(0);
        fixture.turnUntil(() -> !fixture.refused.reasons().isEmpty());

        fixture.give();

        assertEquals(Map.of(), fixture.refused.reasons());
    }

    @Test
    void aFieldOrAReasonThatItDoesNotKnowIsCarried() {
        journaled(
                ENTRY.replace("\"v\":1", "\"v\":1,\"mood\":\"good\"")
                        .replace("\"code\":\"rate_limited\"", "\"code\":\"moon_phase\""));
        fixture.assign(0);

        assertEquals(List.<Ticket>of(), List.copyOf(fixture.reception.tickets));
        assertEquals(Map.of(), fixture.refused.reasons());
    }

    private void journaled(String value) {
        journaled(value, 0);
    }

    private void journaled(String value, int... shards) {
        fixture.journal =
                java.util.Arrays.stream(shards).mapToObj(shard -> record(shard, 0, value)).toList();
    }

    private static ConsumerRecord<byte[], byte[]> record(int shard, long offset, String value) {
        return new ConsumerRecord<>(
                Topics.DEFAULTS.journal(),
                shard,
                offset,
                "c/inst1/c-1".getBytes(UTF_8),
                value.getBytes(UTF_8));
    }
}
