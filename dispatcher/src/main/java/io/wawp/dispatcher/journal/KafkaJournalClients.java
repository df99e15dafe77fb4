package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.kafka.KafkaClients;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** The journal's clients against a real cluster. */
public final class KafkaJournalClients implements JournalClients {
    private final KafkaClients clients;

    public KafkaJournalClients(KafkaClients.Settings settings) {
        this.clients = new KafkaClients(settings, "dispatch");
    }

    @Override
    public Consumer<byte[], byte[]> member() {
        return clients.member();
    }

    @Override
    public Consumer<byte[], byte[]> reader() {
        return clients.reader();
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        return clients.producer();
    }

    @Override
    public Admin admin() {
        return clients.admin();
    }

    @Override
    public void endOrphans(Admin admin) throws InterruptedException {
        clients.orphans(admin).end();
    }
}
