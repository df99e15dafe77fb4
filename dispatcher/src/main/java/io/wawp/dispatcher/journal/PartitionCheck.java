package io.wawp.dispatcher.journal;

import io.wawp.dispatcher.model.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then, and without waiting for it, whether the dispatch and the journal topic still
 * have the number of partitions that they were written with. A worker that runs goes on where there
 * are more, since it never asks for the number again; none starts. Begun by the loop's thread;
 * {@link #trouble} may be asked by anybody.
 */
final class PartitionCheck {
    private static final Logger log = LoggerFactory.getLogger(PartitionCheck.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Admin admin;
    private final List<String> topics;
    private final int partitions;
    private final Time time;
    private @Nullable Long last;
    private volatile Optional<String> trouble = Optional.empty();

    PartitionCheck(Admin admin, JournalSettings settings, int partitions, Time time) {
        this.admin = admin;
        this.topics = List.of(settings.dispatchTopic(), settings.journalTopic());
        this.partitions = partitions;
        this.time = time;
    }

    /** What is wrong and what to do; empty while nothing is. */
    Optional<String> trouble() {
        return trouble;
    }

    void beginIfDue() {
        long now = time.nanoTime();
        if (last != null && now - last < EVERY.toNanos()) {
            return;
        }
        last = now;
        var _ =
                admin.describeTopics(topics)
                        .allTopicNames()
                        .whenComplete((found, failure) -> {
                            // one that cannot be described has other troubles, told elsewhere
                            if (failure == null) {
                                say(problem(found));
                            }
                        });
    }

    private void say(Optional<String> found) {
        if (!found.equals(trouble)) {
            found.ifPresentOrElse(
                    log::error, () -> log.info("{} have their number of partitions", topics));
        }
        trouble = found;
    }

    private Optional<String> problem(Map<String, TopicDescription> found) {
        return topics.stream()
                .filter(topic -> count(found, topic) != partitions)
                .findFirst()
                .map(topic ->
                        topic
                                + " has "
                                + count(found, topic)
                                + " partitions now and was written with "
                                + partitions
                                + ". The number is fixed for life, since it says which worker owns"
                                + " which WhatsApp number. This worker goes on with the first "
                                + partitions
                                + ", and none will start like this: set the topic back (create it"
                                + " anew with "
                                + partitions
                                + " partitions and copy the records), or use a new"
                                + " DISPATCHER_GROUP_ID with new, empty topics");
    }

    private static int count(Map<String, TopicDescription> found, String topic) {
        return Objects.requireNonNull(found.get(topic)).partitions().size();
    }
}
