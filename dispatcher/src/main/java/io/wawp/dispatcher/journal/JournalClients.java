package io.wawp.dispatcher.journal;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * The Kafka clients that the journal works with. Each call makes a new one; the caller closes it.
 */
public interface JournalClients {

    /** A member of the dispatch group: read-committed, no auto-commit. */
    Consumer<byte[], byte[]> member();

    /**
     * For the group's committed offsets (as stable) and for reading entries: read-committed, never
     * a member.
     */
    Consumer<byte[], byte[]> reader();

    /** Transactional, always with the same transactional id. */
    Producer<byte[], byte[]> producer();

    Admin admin();

    /**
     * Ends transactions that workers which are gone left open, where that is possible; otherwise
     * their time-out does it, and what they hold is waited for until then.
     *
     * @param admin of {@link #admin()}
     */
    default void endOrphans(Admin admin) throws InterruptedException {}
}
