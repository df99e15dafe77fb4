package io.wawp.chaos;

import io.wawp.dispatcher.audit.AuditReport;
import io.wawp.dispatcher.audit.Unchecked;
import java.util.ArrayList;
import java.util.List;

/**
 * What an audit did not see. After a run there is nothing that it need not see: all commands and
 * calls are there, and nobody writes any more. So a gap means that the run proves nothing.
 */
final class AuditGaps {
    private AuditGaps() {}

    /**
     * In words, one each.
     *
     * @param written commands that the producer knows to be written
     * @param calls sends that the gateway has taken down
     */
    static List<String> of(AuditReport report, long written, long calls) {
        List<String> gaps = new ArrayList<>();
        for (Unchecked each : report.unchecked()) {
            gaps.add("not checked: %s (%d): %s".formatted(each.what(), each.count(), each.why()));
        }
        compare(gaps, "commands", written, "written", report.counts().commands());
        compare(gaps, "calls", calls, "made", report.counts().calls());
        return gaps;
    }

    private static void compare(List<String> gaps, String what, long known, String how, long read) {
        if (known != read) {
            gaps.add("%,d %s were %s, and the audit saw %,d".formatted(known, what, how, read));
        }
    }
}
