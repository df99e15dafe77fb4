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

    /** Puts the content into memory if there is room for it. */
    void offer(OpenCommand command, LoadedCommand loaded) {
        long size = sizeOf(loaded);
        if (command.content() != null) {
            return;
        }
        if (held.addAndGet(size) > bound) {
            held.addAndGet(-size);
        } else {
            synchronized (command) {
                if (command.content() == null) {
                    command.content(loaded);
                    return;
                }
            }
            held.addAndGet(-size);
        }
    }

    /** Lets the content go, if it is there. */
    void release(OpenCommand command) {
        synchronized (command) {
            LoadedCommand loaded = command.content();
            if (loaded != null) {
                command.content(null);
                held.addAndGet(-sizeOf(loaded));
            }
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
