package io.wawp.dispatcher.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.common.outcome.Source;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventIdsTest {
    private static final Source SOURCE = new Source("wawp.commands", 0, 42);

    @Test
    void anIdIsTheSameForEver() {
        assertEquals("3dbd5401-14ad-36bf-81af-36e486c1a399", EventIds.of(SOURCE, 1, "SENT"));
    }

    @Test
    void eachPartTellsEventsApart() {
        Set<String> ids =
                Set.of(
                        EventIds.of(SOURCE, 1, "SENT"),
                        EventIds.of(SOURCE, 1, "FAILED"),
                        EventIds.of(SOURCE, 11, "SENT"),
                        EventIds.of(new Source("wawp.commands", 0, 421), 1, "SENT"),
                        EventIds.of(new Source("wawp.commands", 1, 42), 1, "SENT"),
                        EventIds.of(new Source("wawp.command", 0, 42), 1, "SENT"));
        assertEquals(6, ids.size());
    }
}
