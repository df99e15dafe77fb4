package io.wawp.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wawp.dispatcher.audit.AuditReport;
import io.wawp.dispatcher.audit.Unchecked;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditGapsTest {
    @Test
    void anAuditThatSawEverythingHasNone() {
        assertEquals(List.of(), AuditGaps.of(report(List.of()), 7, 5));
    }

    @Test
    void whatCouldNotBeCheckedIsOne() {
        var stuck = new Unchecked("what is in wawp.outcomes-4", 0, "it stayed open");

        assertEquals(
                List.of("not checked: what is in wawp.outcomes-4 (0): it stayed open"),
                AuditGaps.of(report(List.of(stuck)), 7, 5));
    }

    @Test
    void commandsThatItDidNotReadAreOne() {
        assertEquals(
                List.of("8 commands were written, and the audit saw 7"),
                AuditGaps.of(report(List.of()), 8, 5));
    }

    @Test
    void callsThatItDidNotReadAreOne() {
        assertEquals(
                List.of("6 calls were made, and the audit saw 5"),
                AuditGaps.of(report(List.of()), 7, 6));
    }

    private static AuditReport report(List<Unchecked> unchecked) {
        return new AuditReport(
                List.of(),
                Map.of(),
                new AuditReport.Counts(7, 14, 7, 0, 5, 0, Map.of()),
                unchecked);
    }
}
