package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes from the dispatch topic what this worker has taken over into the journal, now and then
 * and without waiting for it. Owned by the loop's thread.
 */
final class Trim {
    private static final Logger log = LoggerFactory.getLogger(Trim.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final Admin admin;
    private final String dispatchTopic;
    private final Time time;
    private final Map<Integer, Long> deleted = new HashMap<>();
    private long last;

    Trim(Admin admin, String dispatchTopic, Time time) {
        this.admin = admin;
        this.dispatchTopic = dispatchTopic;
        this.time = time;
        this.last = time.nanoTime();
    }

    void beginIfDue(JournalLoop loop) {
        long now = time.nanoTime();
        if (now - last < EVERY.toNanos()) {
            return;
        }
        last = now;
        Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
        loop.positions()
                .forEach((shard, position) -> {
                    if (position > deleted.getOrDefault(shard, 0L)) {
                        deleted.put(shard, position);
                        deletions.put(
                                new TopicPartition(dispatchTopic, shard),
                                RecordsToDelete.beforeOffset(position));
                    }
                });
        if (!deletions.isEmpty()) {
            var _ =
                    admin.deleteRecords(deletions)
                            .all()
                            .whenComplete((done, failure) -> {
                                if (failure != null) {
                                    log.warn(
                                            "what was taken over could not be deleted from"
                                                    + " {}; the next time will do",
                                            dispatchTopic,
                                            failure);
                                }
                            });
        }
    }
}
