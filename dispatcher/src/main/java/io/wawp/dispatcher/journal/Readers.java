package io.wawp.dispatcher.journal;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Readers for restoring shards, passed on from one shard to the next: to make one and to connect it
 * takes longer than to read a small journal. Thread-safe; a reader is one thread's at a time.
 */
final class Readers {
    private final JournalClients clients;

    /** No more than shards are restored at once. */
    private final ConcurrentLinkedQueue<Consumer<byte[], byte[]>> idle =
            new ConcurrentLinkedQueue<>();

    Readers(JournalClients clients) {
        this.clients = clients;
    }

    Consumer<byte[], byte[]> take() {
        Consumer<byte[], byte[]> known = idle.poll();
        return known != null ? known : clients.reader();
    }

    /**
     * Takes a reader back.
     *
     * @param wanted whether it is sound and somebody waits for it; if not, no reader stays open
     */
    void giveBack(Consumer<byte[], byte[]> reader, boolean wanted) {
        if (wanted) {
            idle.add(reader);
        } else {
            reader.close();
            closeIdle();
        }
    }

    private void closeIdle() {
        @Nullable Consumer<byte[], byte[]> next;
        while ((next = idle.poll()) != null) {
            next.close();
        }
    }
}
