package io.wawp.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What the probes look at. Used by one thread. */
interface Sights {
    /** A look that did not work: what was to be seen may be well or not. */
    final class UnseenException extends Exception {
        private static final long serialVersionUID = 1L;

        UnseenException(Throwable cause) {
            super(cause);
        }

        UnseenException(String what) {
            super(what);
        }
    }

    /** The workers' groups as they are now. */
    List<GroupView> groups() throws UnseenException, InterruptedException;

    /**
     * Of some positions those behind which there is a record to be read, or one that cannot be read
     * since a transaction is open.
     */
    Set<TopicPartition> unread(Map<TopicPartition, Long> positions)
            throws UnseenException, InterruptedException;

    /** The workers that are ready now. */
    List<WorkerView> ready();

    /** A worker that is ready. */
    interface WorkerView {
        String name();

        /** For how many seconds it has been reading a shard's journal; 0 when it reads none. */
        double restoringSeconds() throws UnseenException, InterruptedException;
    }
}
