package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.model.Tenure;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Something that is to be written as a whole, in the transaction of one turn. Its records never
 * change; what it changes in memory it changes when it is told how it ended.
 */
interface BatchItem {

    /** Of the one shard that it belongs to. */
    Tenure tenure();

    List<ProducerRecord<byte[], byte[]>> records();

    /**
     * All of it is durable. Called by the loop.
     *
     * @param offsets where its records stand, in their order
     */
    void committed(long[] offsets);

    /** Its tenure ended first. Called by the loop. */
    void dropped();

    /**
     * The broker refuses it for its own fault, such as its size. Called by the loop.
     *
     * @return what is written in its place: nothing when whoever waits for it was told; itself when
     *     only the broker can mend it
     */
    Optional<BatchItem> refused(RuntimeException cause);
}
