package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.TenureEnded;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An append on its way from whoever waits for it to the loop and its transaction. Its bytes were
 * made by the one who waits, so one append that cannot be written never aborts the others'.
 */
final class PendingAppend implements BatchItem {
    private final Tenure tenure;
    private final List<Hashed> commands;
    private final List<ProducerRecord<byte[], byte[]>> records;
    private final String deadLetterTopic;
    private final BiConsumer<Hashed, Long> index;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /**
     * @param commands whose records come first, in the same order
     * @param index told of each command's entry and its offset, by the loop
     */
    PendingAppend(
            Tenure tenure,
            List<Hashed> commands,
            List<ProducerRecord<byte[], byte[]>> records,
            String deadLetterTopic,
            BiConsumer<Hashed, Long> index) {
        this.tenure = tenure;
        this.commands = List.copyOf(commands);
        this.records = List.copyOf(records);
        this.deadLetterTopic = deadLetterTopic;
        this.index = index;
    }

    /** An entry with the hash of its key. */
    record Hashed(KeyHash hash, CommandEntry entry) {}

    /** Completes when it is durable, or with {@link TenureEnded} when it will not be. */
    CompletableFuture<Void> end() {
        return end;
    }

    @Override
    public Tenure tenure() {
        return tenure;
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> records() {
        return records;
    }

    @Override
    public void committed(long[] offsets) {
        for (int i = 0; i < commands.size(); i++) {
            index.accept(commands.get(i), offsets[i]);
        }
        end.complete(null);
    }

    @Override
    public boolean canDoWithout(int index) {
        return index < commands.size()
                ? commands.get(index).entry().original() != null
                : records.get(index).topic().equals(deadLetterTopic);
    }

    @Override
    public void dropped() {
        end.completeExceptionally(new TenureEnded(tenure));
    }

    @Override
    public Optional<BatchItem> refused(RuntimeException cause) {
        end.completeExceptionally(new IllegalArgumentException("the broker refuses it", cause));
        return Optional.empty();
    }
}
