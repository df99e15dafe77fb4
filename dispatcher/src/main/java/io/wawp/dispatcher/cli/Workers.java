package io.wawp.dispatcher.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Asks Kafka whether workers of this deployment are running. */
final class Workers {
    private final Cluster cluster;

    Workers(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Empty when Kafka does not say: this user may not look at groups. */
    Optional<Boolean> areThere() {
        String group = cluster.config().dispatcher().groupId() + "-dispatch";
        try {
            Map<String, ConsumerGroupDescription> described =
                    cluster.admin().describeConsumerGroups(List.of(group)).all().get();
            return Optional.of(
                    described.values().stream().anyMatch(each -> !each.members().isEmpty()));
        } catch (ExecutionException e) {
            return e.getCause() instanceof GroupIdNotFoundException
                    ? Optional.of(false)
                    : Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
