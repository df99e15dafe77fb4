package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Reception;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.TenureEnded;
import java.util.List;

/**
 * Reads back, a few at a time, the sent messages that a restore had no room for in memory: only
 * their places are kept. For the one thread that asks.
 */
final class LeftOutEntries implements Reception.LeftOut {
    private static final int AT_ONCE = 100;

    private final Tenure tenure;
    private final List<Long> offsets;
    private final Contents contents;
    private int next;

    LeftOutEntries(Tenure tenure, List<Long> offsets, Contents contents) {
        this.tenure = tenure;
        this.offsets = offsets;
        this.contents = contents;
    }

    @Override
    public List<CommandEntry> next() throws TenureEnded, InterruptedException {
        List<CommandEntry> some = List.of();
        while (some.isEmpty() && next < offsets.size()) {
            int end = Math.min(next + AT_ONCE, offsets.size());
            some =
                    contents.entries(tenure, offsets.subList(next, end)).stream()
                            .filter(LeftOutEntries::isOwed)
                            .toList();
            next = end;
        }
        return some;
    }

    private static boolean isOwed(CommandEntry entry) {
        return entry.state() instanceof CommandState.Sent sent && !sent.isFinal();
    }
}
