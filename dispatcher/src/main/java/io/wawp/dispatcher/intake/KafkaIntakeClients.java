package io.wawp.dispatcher.intake;

import io.wawp.dispatcher.kafka.KafkaClients;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Real clients of the group {@code GROUP-intake}. */
final class KafkaIntakeClients implements IntakeClients {
    /** Of the largest commands, this many take some 60 MB. */
    private static final int MOST_RECORDS = 200;

    /**
     * Every worker reads what intake wrote, so its open transaction stops more than its own
     * numbers. A batch is written in far less, and a worker that was killed is not replaced sooner.
     */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaClients clients;

    KafkaIntakeClients(KafkaClients.Settings settings) {
        this.clients = new KafkaClients(settings, "intake", TRANSACTION_TIMEOUT);
    }

    @Override
    public Consumer<byte[], byte[]> consumer(BoundedBytes values) {
        return clients.member(MOST_RECORDS, values.keys(), values);
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
