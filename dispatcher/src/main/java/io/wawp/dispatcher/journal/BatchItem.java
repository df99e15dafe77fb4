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

    /**
     * Whether the item has another way out when the broker refuses this record for its size. All
     * others are as small as they can be: a topic that refuses one of them has to be mended.
     *
     * @param index of the record
     */
    boolean canDoWithout(int index);

    /** Its tenure ended first. Called by the loop. */
    void dropped();

    /**
     * The broker refuses a record of it that it {@link #canDoWithout}. Called by the loop.
     *
     * @return what is written in its place: nothing when whoever waits for it was told; itself when
     *     only the broker can mend it
     */
    Optional<BatchItem> refused(RuntimeException cause);
}
