package io.wawp.dispatcher.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * Finds the tombstones that are due: commands whose dedup window is over. The index knows only the
 * hash of a key, so the entry is read back first for the key itself. Owned by the loop's thread.
 */
final class Forgetting {
    /** Tombstones under way at once: forgetting is in no hurry and must not be in the way. */
    private static final int MOST_UNDER_WAY = 1_000;

    private final BiFunction<Integer, Long, CompletableFuture<ReadBack.Stored>> readBack;
    private final List<Due> underWay = new ArrayList<>();

    Forgetting(BiFunction<Integer, Long, CompletableFuture<ReadBack.Stored>> readBack) {
        this.readBack = readBack;
    }

    private record Due(
            Shard shard, KeyHash hash, long offset, CompletableFuture<ReadBack.Stored> entry) {}

    /** A command that may be forgotten now. */
    record Forgettable(Shard shard, KeyHash hash, String key, long offset) {}

    void begin(Shard shard, Instant now) {
        int room = MOST_UNDER_WAY - underWay.size();
        if (room <= 0) {
            return;
        }
        for (KeyHash hash : shard.takeForgettable(now, room)) {
            Slot slot = shard.find(hash);
            if (slot != null) {
                underWay.add(
                        new Due(
                                shard,
                                hash,
                                slot.offset(),
                                readBack.apply(shard.tenure().shard(), slot.offset())));
            }
        }
    }

    /** Those whose key is known meanwhile, and which nobody has journaled again since. */
    List<Forgettable> ready() {
        List<Forgettable> ready = new ArrayList<>();
        for (Iterator<Due> each = underWay.iterator(); each.hasNext(); ) {
            Due due = each.next();
            if (!due.shard().tenure().isCurrent()) {
                each.remove();
            } else if (due.entry().isCompletedExceptionally()) {
                each.remove();
                due.shard().keep(due.hash());
            } else if (due.entry().isDone()) {
                each.remove();
                if (due.shard().find(due.hash()) instanceof Slot.Finished now
                        && now.offset() == due.offset()) {
                    ready.add(
                            new Forgettable(
                                    due.shard(),
                                    due.hash(),
                                    due.entry().join().key(),
                                    due.offset()));
                } else {
                    // journaled again meanwhile, perhaps with the same end of its window
                    due.shard().keep(due.hash());
                }
            }
        }
        return ready;
    }
}
