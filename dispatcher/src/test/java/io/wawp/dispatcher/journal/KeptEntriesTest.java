package io.wawp.dispatcher.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.common.ContractSchema;
import io.wawp.common.KeptRecords;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.model.CommandState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What the first version journaled, this one restores. */
class KeptEntriesTest {

    static List<Path> entries() {
        return KeptRecords.in("journal");
    }

    @Test
    void nobodyEditedThem() {
        KeptRecords.requireUnedited();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void anEntryStillSaysAllThatItSaid(Path file) {
        JsonNode kept = KeptRecords.read(file);
        String key = kept.path("key").asString();
        byte[] value = bytes(kept);
        byte[] now;
        if (EntryKeys.isCommand(key)) {
            var entry = EntryFormat.decodeCommand(key, value);
            assertEquals(key, EntryKeys.of(entry.key()));
            now = EntryFormat.encode(entry);
        } else if (EntryKeys.isInstance(key)) {
            var entry = EntryFormat.decodeInstance(key, value);
            assertEquals(key, EntryKeys.of(entry.instanceId()));
            now = EntryFormat.encode(entry);
        } else {
            assertEquals(EntryKeys.POSITION, key);
            now = EntryFormat.encode(EntryFormat.decodePosition(value));
        }
        KeptRecords.requireSaid(
                kept.path("value"), ContractSchema.JSON.readTree(now), file.toString());
    }

    @Test
    void everyStateAndEndIsKept() {
        Set<Class<?>> states = new HashSet<>();
        Set<OutcomeStatus> ends = EnumSet.noneOf(OutcomeStatus.class);
        for (Path file : entries()) {
            JsonNode kept = KeptRecords.read(file);
            String key = kept.path("key").asString();
            if (EntryKeys.isCommand(key)) {
                CommandState state = EntryFormat.decodeCommand(key, bytes(kept)).state();
                states.add(state.getClass());
                if (state instanceof CommandState.Ended ended) {
                    ends.add(ended.status());
                }
            }
        }
        assertEquals(Set.of(CommandState.class.getPermittedSubclasses()), states);
        assertEquals(
                EnumSet.of(
                        OutcomeStatus.FAILED,
                        OutcomeStatus.EXPIRED,
                        OutcomeStatus.UNRESOLVED,
                        OutcomeStatus.CANCELLED,
                        OutcomeStatus.REJECTED),
                ends);
    }

    private static byte[] bytes(JsonNode kept) {
        return kept.path("value").toString().getBytes(StandardCharsets.UTF_8);
    }
}
