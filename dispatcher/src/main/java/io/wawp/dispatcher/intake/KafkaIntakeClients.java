package io.wawp.dispatcher.intake;

import io.wawp.dispatcher.kafka.KafkaClients;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Real clients of the group {@code GROUP-intake}. */
final class KafkaIntakeClients implements IntakeClients {
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
    public Consumer<byte[], byte[]> consumer() {
        return clients.member();
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        return clients.producer();
    }
}
