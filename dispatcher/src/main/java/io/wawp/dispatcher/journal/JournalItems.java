package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.Tenure;
import io.wawp.dispatcher.model.Ticket;
import java.util.List;
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
            LoadedCommand loaded = arrived.admitted();
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
        public void dropped() {
            // the shard's next owner reads the record again
        }

        @Override
        public boolean refused(RuntimeException cause) {
            // its size was checked against the setting, so the broker is set to less than that
            log.error(
                    "a command of {} is too large for the broker: raise max.message.bytes of the"
                            + " journal and outcome topics to 1000000 or more; waiting for it",
                    arrived.shard().tenure(),
                    cause);
            return false;
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
        public void dropped() {
            // the next owner forgets it
        }

        @Override
        public boolean refused(RuntimeException cause) {
            return true;
        }
    }
}
