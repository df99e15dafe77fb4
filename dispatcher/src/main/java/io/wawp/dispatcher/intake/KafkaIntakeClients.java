package io.wawp.dispatcher.intake;

import io.wawp.dispatcher.kafka.KafkaClients;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Real clients of the group {@code GROUP-intake}. */
final class KafkaIntakeClients implements IntakeClients {
    private final KafkaClients clients;

    KafkaIntakeClients(KafkaClients.Settings settings) {
        this.clients = new KafkaClients(settings, "intake");
    }

    @Override
    public Consumer<byte[], byte[]> consumer() {
        return clients.member();
    }

    @Override
    public void endOrphans() throws InterruptedException {
        try (Admin admin = clients.admin()) {
            clients.orphans(admin).end();
        }
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        return clients.producer();
    }
}
