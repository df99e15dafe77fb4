package io.wawp.dispatcher.dispatch;

import io.wawp.dispatcher.model.Append;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.TenureEnded;
import java.time.Instant;

/**
 * One command on its way, as its path hands it on.
 *
 * @param loaded as journaled when this walk began
 */
record Step(Line line, Passage passage, LoadedCommand loaded) {

    CommandEntry entry() {
        return loaded.entry();
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(entry().expiresAt());
    }

    void write(Append append) throws TenureEnded, InterruptedException, EntryTooLarge {
        line.ledger().write(append);
    }
}
