package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Ticket;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The items of a batch that the loop itself makes. */
final class JournalItems {
    private static final Logger log = LoggerFactory.getLogger(JournalItems.class);

    private JournalItems() {}

    /** A record of the dispatch topic that was decided: admitted, or only told. */
    record Arrival(
            Arrivals.Arrived arrived, ContentMemory memory, BiConsumer<Shard, Ticket> admitted)
            implements BatchItem {
        @Override
        public Tenure tenure() {
            return arrived.shard().tenure();
        }

        @Override
        public List<ProducerRecord<byte[], byte[]>> records() {
            return arrived.records();
        }

        @Override
        public void committed(long[] offsets) {
            LoadedCommand loaded = arrived.journaled();
            KeyHash hash = arrived.hash();
            if (loaded != null && hash != null) {
                CommandEntry entry = loaded.entry();
                if (arrived.shard().put(hash, entry, offsets[0]) instanceof OpenCommand command) {
                    memory.offer(command, loaded, offsets[0]);
                    admitted.accept(arrived.shard(), command);
                }
            }
        }

        @Override
        public boolean canDoWithout(int index) {
            // of an arrival that is journaled the entry comes first, of one that is told its
            // outcome
            return isTold() ? index > 0 : index == 0;
        }

        @Override
        public void dropped() {
            // the shard's next owner reads the record again
        }

        @Override
        public Optional<BatchItem> refused(RuntimeException cause) {
            log.warn(
                    "a record of {} is larger than the broker takes: raise max.message.bytes of"
                            + " the journal, outcome and dead-letter topics. What can be told of it"
                            + " is told: {}",
                    arrived.shard().tenure(),
                    cause.getMessage());
            return Optional.of(new Arrival(arrived.refused().get(), memory, admitted));
        }

        /** Whether it is down to what cannot be made smaller. */
        private boolean isTold() {
            return arrived.journaled() == null;
        }
    }

    /** A command whose dedup window is over. */
    record Tombstone(Forgetting.Forgettable what, List<ProducerRecord<byte[], byte[]>> records)
            implements BatchItem {
        @Override
        public Tenure tenure() {
            return what.shard().tenure();
        }

        @Override
        public void committed(long[] offsets) {
            what.shard().forget(what.hash());
        }

        @Override
        public boolean canDoWithout(int index) {
            return false;
        }

        @Override
        public void dropped() {
            // the next owner forgets it
        }

        @Override
        public Optional<BatchItem> refused(RuntimeException cause) {
            return Optional.empty();
        }
    }
}
