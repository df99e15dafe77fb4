package io.wawp.dispatcher.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopicsTest {

    @Test
    void theDefaultsAreTheContracts() {
        String all =
                Topics.DEFAULTS.specs().stream()
                        .map(spec ->
                                spec.name()
                                        + " "
                                        + spec.partitions()
                                        + " "
                                        + new java.util.TreeMap<>(spec.settings()))
                        .collect(Collectors.joining("\n"));
        assertEquals(
                """
                wawp.commands 6 {}
                wawp.outcomes 6 {cleanup.policy=delete, retention.ms=604800000}
                wawp.deliveries 6 {cleanup.policy=delete, retention.ms=604800000}
                wawp.instances 6 {cleanup.policy=compact}
                wawp.dead-letters 6 {cleanup.policy=delete, retention.ms=1209600000}
                wawp.dispatch 24 {cleanup.policy=delete, retention.bytes=-1, retention.ms=-1}
                wawp.journal 24 {cleanup.policy=compact, min.cleanable.dirty.ratio=0.2, segment.bytes=67108864}\
                """,
                all);
    }

    @Test
    void twoRolesNeverShareATopic() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Topics(List.of("a"), "o", "d", "i", "x", "a", "j", 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Topics(List.of("a", "a"), "o", "d", "i", "x", "p", "j", 1));
    }
}
