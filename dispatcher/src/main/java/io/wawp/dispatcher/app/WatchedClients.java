package io.wawp.dispatcher.app;

import io.wawp.dispatcher.journal.JournalClients;
import io.wawp.dispatcher.observe.Metrics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's clients, with what Kafka's own client measures among the worker's meters. The
 * journal has one member and one producer at a time, and makes new ones from its own thread.
 */
final class WatchedClients implements JournalClients {
    private static final Logger log = LoggerFactory.getLogger(WatchedClients.class);

    private final JournalClients clients;
    private final Metrics metrics;
    private @Nullable AutoCloseable ofMember;
    private @Nullable AutoCloseable ofProducer;

    WatchedClients(JournalClients clients, Metrics metrics) {
        this.clients = clients;
        this.metrics = metrics;
    }

    @Override
    public Consumer<byte[], byte[]> member() {
        Consumer<byte[], byte[]> member = clients.member();
        close(ofMember);
        ofMember = metrics.watch(member);
        return member;
    }

    @Override
    public Consumer<byte[], byte[]> reader() {
        return clients.reader();
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> producer = clients.producer();
        close(ofProducer);
        ofProducer = metrics.watch(producer);
        return producer;
    }

    @Override
    public Admin admin() {
        return clients.admin();
    }

    @Override
    public void endOrphans(Admin admin) throws InterruptedException {
        clients.endOrphans(admin);
    }

    private static void close(@Nullable AutoCloseable watch) {
        if (watch != null) {
            try {
                watch.close();
            } catch (Exception e) {
                log.debug("meters of a client that is gone", e);
            }
        }
    }
}
