package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.kafka.WriteTrouble;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Commits a batch as one Kafka transaction and says which of three ways it ended. Owned by the
 * loop's thread.
 */
final class Transactions {
    /**
     * A commit whose answer did not come is asked for again so often; each try has its time-out.
     */
    private static final int COMMIT_TRIES = 3;

    private final Producer<byte[], byte[]> producer;
    private final String dispatchTopic;

    Transactions(Producer<byte[], byte[]> producer, String dispatchTopic) {
        this.producer = producer;
        this.dispatchTopic = dispatchTopic;
    }

    /** How a commit ended. */
    sealed interface Result {
        /**
         * It is durable.
         *
         * @param offsets of each item's records, in the batch's order
         */
        record Committed(List<long[]> offsets) implements Result {}

        /**
         * It certainly is not.
         *
         * @param culprit the item for whose own fault it was aborted, or null
         * @param why what is waited for, in words for an operator
         */
        record Aborted(RuntimeException cause, @Nullable BatchItem culprit, String why)
                implements Result {}

        /** The producer is fenced, or nobody knows how it ended: only the journal can tell. */
        record Broken(RuntimeException cause) implements Result {}
    }

    Result commit(Batch batch, ConsumerGroupMetadata group) {
        List<List<Future<RecordMetadata>>> sends = new ArrayList<>(batch.items().size());
        try {
            producer.beginTransaction();
            for (BatchItem item : batch.items()) {
                List<Future<RecordMetadata>> ofItem = new ArrayList<>(item.records().size());
                sends.add(ofItem);
                for (ProducerRecord<byte[], byte[]> record : item.records()) {
                    ofItem.add(producer.send(record));
                }
            }
            for (ProducerRecord<byte[], byte[]> position : batch.positionRecords().values()) {
                var _ = producer.send(position);
            }
            producer.sendOffsetsToTransaction(offsets(batch), group);
        } catch (InterruptException e) {
            return new Result.Broken(e);
        } catch (RuntimeException e) {
            return abort(batch, sends, e);
        }
        return end(batch, sends);
    }

    private Result end(Batch batch, List<List<Future<RecordMetadata>>> sends) {
        for (int attempt = 1; ; attempt++) {
            try {
                producer.commitTransaction();
                return new Result.Committed(offsetsOf(sends));
            } catch (TimeoutException e) {
                if (attempt == COMMIT_TRIES) {
                    return new Result.Broken(e);
                }
            } catch (InterruptException | ProducerFencedException e) {
                return new Result.Broken(e);
            } catch (KafkaException e) {
                return abort(batch, sends, e);
            }
        }
    }

    private Result abort(
            Batch batch, List<List<Future<RecordMetadata>>> sends, RuntimeException cause) {
        try {
            producer.abortTransaction();
        } catch (RuntimeException e) {
            e.addSuppressed(cause);
            return new Result.Broken(e);
        }
        List<Failed> failed = failed(batch, sends);
        return new Result.Aborted(cause, culprit(failed), why(failed, cause));
    }

    /** A record that was not written. */
    private record Failed(BatchItem item, int index, Throwable cause) {}

    private static List<Failed> failed(Batch batch, List<List<Future<RecordMetadata>>> sends) {
        List<Failed> failed = new ArrayList<>();
        for (int i = 0; i < sends.size(); i++) {
            for (int record = 0; record < sends.get(i).size(); record++) {
                Future<RecordMetadata> send = sends.get(i).get(record);
                if (send.state() == Future.State.FAILED
                        && !WriteTrouble.isConsequence(send.exceptionNow())) {
                    failed.add(new Failed(batch.items().get(i), record, send.exceptionNow()));
                }
            }
        }
        return failed;
    }

    private static @Nullable BatchItem culprit(List<Failed> failed) {
        return failed.stream()
                .filter(each -> isOwnFault(each.cause()))
                .filter(each -> each.item().canDoWithout(each.index()))
                .map(Failed::item)
                .findFirst()
                .orElse(null);
    }

    private static String why(List<Failed> failed, RuntimeException cause) {
        if (failed.isEmpty()) {
            return WriteTrouble.words(null, cause);
        }
        Failed first = failed.getFirst();
        return WriteTrouble.words(first.item().records().get(first.index()).topic(), first.cause());
    }

    private static boolean isOwnFault(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof InvalidRecordException;
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(Batch batch) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        batch.positions()
                .forEach((shard, position) ->
                        offsets.put(
                                new TopicPartition(dispatchTopic, shard.tenure().shard()),
                                new OffsetAndMetadata(position)));
        return offsets;
    }

    private static List<long[]> offsetsOf(List<List<Future<RecordMetadata>>> sends) {
        List<long[]> all = new ArrayList<>(sends.size());
        for (List<Future<RecordMetadata>> ofItem : sends) {
            long[] offsets = new long[ofItem.size()];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = offsetOf(ofItem.get(i));
            }
            all.add(offsets);
        }
        return all;
    }

    private static long offsetOf(Future<RecordMetadata> send) {
        try {
            return send.get().offset();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a record of a committed transaction failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }
}
