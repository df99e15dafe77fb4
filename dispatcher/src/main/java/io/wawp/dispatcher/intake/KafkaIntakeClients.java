package io.wawp.dispatcher.intake;

import io.wawp.dispatcher.kafka.KafkaClients;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Real clients of the group {@code GROUP-intake}. */
final class KafkaIntakeClients implements IntakeClients {
    /** Of the largest commands, this many take some 60 MB. */
    private static final int MOST_RECORDS = 200;

    private final KafkaClients clients;

    KafkaIntakeClients(KafkaClients.Settings settings) {
        this.clients = new KafkaClients(settings, "intake");
    }

    @Override
    public Consumer<byte[], byte[]> consumer(BoundedBytes values) {
        return clients.member(MOST_RECORDS, values.keys(), values);
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        return clients.producer();
    }
}
