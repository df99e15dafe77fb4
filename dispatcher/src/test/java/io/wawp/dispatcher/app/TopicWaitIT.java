package io.wawp.dispatcher.app;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.SharedBroker;
import io.wawp.dispatcher.testing.TestTopics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** Topics whose number of partitions somebody changed while no worker ran. */
class TopicWaitIT {
    @Test
    void aWorkerDoesNotStartWhereAnInternalTopicHasAnotherNumberOfPartitions() throws Exception {
        try (var time = new SystemTime();
                Admin admin =
                        Admin.create(
                                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
            for (boolean journal : List.of(false, true)) {
                Topics topics = TestTopics.create(2);
                String changed = journal ? topics.journal() : topics.dispatch();
                new TopicWait(admin, topics, time).untilReady(() -> false);

                TestTopics.grow(changed, 3);

                var refused =
                        assertThrows(
                                IllegalStateException.class,
                                () -> new TopicWait(admin, topics, time).untilReady(() -> false));
                String why = String.valueOf(refused.getMessage());
                assertTrue(why.contains(changed + " has 3 partitions"), why);
                assertTrue(why.contains("DISPATCHER_PARTITIONS says 2"), why);
            }
        }
    }
}
