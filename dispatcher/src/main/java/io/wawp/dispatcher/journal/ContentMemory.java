package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.Original;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bound on how many bytes of commands' content are held. What finds no room is not held and is
 * read back from the journal when its turn comes; reading goes on. The commands that came first
 * keep their place, since their turn comes first. Thread-safe.
 */
final class ContentMemory {
    /** Java objects around the bytes: the parsed command, the entry, headers. */
    private static final int OBJECTS = 1_000;

    private final long bound;
    private final AtomicLong held = new AtomicLong();

    ContentMemory(long bound) {
        this.bound = bound;
    }

    /**
     * Puts the content into memory if there is room for it.
     *
     * @param entryOffset where it was read; of no use if the command has another entry by now
     */
    void offer(OpenCommand command, LoadedCommand loaded, long entryOffset) {
        long size = sizeOf(loaded);
        if (held.addAndGet(size) > bound || !command.hold(loaded, entryOffset)) {
            held.addAndGet(-size);
        }
    }

    /** The command needs no content any more: lets it go, and takes none that comes too late. */
    void release(OpenCommand command) {
        LoadedCommand loaded = command.letGo();
        if (loaded != null) {
            held.addAndGet(-sizeOf(loaded));
        }
    }

    long held() {
        return held.get();
    }

    private static long sizeOf(LoadedCommand loaded) {
        Original original = loaded.entry().original();
        return OBJECTS + (original == null ? 0 : 2L * original.size());
    }
}
