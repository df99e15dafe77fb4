package io.wawp.dispatcher.intake;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Where intake's Kafka clients come from; new ones whenever the old ones are of no use any more.
 */
interface IntakeClients {
    /** Not subscribed yet; reads values with these, and keys too. */
    Consumer<byte[], byte[]> consumer(BoundedBytes values);

    /**
     * Ends transactions that workers which are gone left open, where that is possible; otherwise
     * their time-out does it, and what they hold is waited for until then.
     */
    default void endOrphans() throws InterruptedException {}

    /** Transactional, its transactions not initialised yet. */
    Producer<byte[], byte[]> producer();
}
