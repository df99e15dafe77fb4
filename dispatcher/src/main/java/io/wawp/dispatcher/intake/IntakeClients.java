package io.wawp.dispatcher.intake;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Where intake's Kafka clients come from; new ones whenever the old ones are of no use any more.
 */
interface IntakeClients {
    /** Not subscribed yet; reads values with these, and keys too. */
    Consumer<byte[], byte[]> consumer(BoundedBytes values);

    /** Transactional, its transactions not initialised yet. */
    Producer<byte[], byte[]> producer();
}
