package io.wawp.dispatcher.intake;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a record that Kafka's client cannot read (a wrong checksum, a batch that cannot be
 * decompressed) from all other trouble of a poll. It is fetched again a few times, since it may
 * have been damaged on the way only. Owned by intake's thread.
 */
final class DamagedRecords {
    private static final int TRIES = 3;

    private final Consumer<byte[], byte[]> consumer;
    private @Nullable Damaged last;
    private int tries;

    DamagedRecords(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * Where reading stopped.
     *
     * @param forGood whether fetching it again did not help
     */
    record Damaged(TopicPartition partition, long offset, boolean forGood) {
        boolean isAt(Damaged other) {
            return partition.equals(other.partition) && offset == other.offset;
        }
    }

    /** The record that a poll failed at; empty when it failed for another reason. */
    Optional<Damaged> find(KafkaException e) {
        if (isThisMachinesFault(e)) {
            return Optional.empty();
        }
        if (e instanceof RecordDeserializationException named) {
            return Optional.of(seen(named.topicPartition(), named.offset()));
        }
        String message = e.getMessage();
        if (message == null || !message.contains("seek past the record")) {
            return Optional.empty();
        }
        // the client names the partition in its words only
        return consumer.assignment().stream()
                .filter(partition -> message.contains(" " + partition + ". "))
                .findFirst()
                .map(partition -> seen(partition, consumer.position(partition)));
    }

    /** A library that cannot be loaded, memory that is used up: the record may well be whole. */
    private static boolean isThisMachinesFault(KafkaException e) {
        return Stream.<Throwable>iterate(e, each -> each != null, Throwable::getCause)
                .anyMatch(Error.class::isInstance);
    }

    /** Reading goes on. */
    void forget() {
        last = null;
        tries = 0;
    }

    private Damaged seen(TopicPartition partition, long offset) {
        var now = new Damaged(partition, offset, false);
        tries = last != null && last.isAt(now) ? tries + 1 : 1;
        last = now;
        if (tries < TRIES) {
            // what is fetched already is dropped by a seek, also by one to the same place
            consumer.seek(partition, offset);
            return now;
        }
        return new Damaged(partition, offset, true);
    }
}
