package io.wawp.dispatcher.intake;

import io.wawp.common.json.CommandLimits;
import io.wawp.dispatcher.records.Topics;
import java.util.Map;

/**
 * What intake has to know of its deployment.
 *
 * @param client properties of every Kafka client, {@code bootstrap.servers} among them
 * @param groupProtocol {@code classic} or {@code consumer}
 * @param groupId of the deployment; the consumer group is this and {@code -intake}
 * @param workerId part of the transactional id; no two living workers share one
 * @param topics with the number of partitions that the dispatch topic really has
 * @param limits of a command
 */
public record IntakeSettings(
        Map<String, String> client,
        String groupProtocol,
        String groupId,
        String workerId,
        Topics topics,
        CommandLimits limits) {

    public IntakeSettings {
        client = Map.copyOf(client);
        if (!client.containsKey("bootstrap.servers")) {
            throw new IllegalArgumentException("bootstrap.servers is missing");
        }
        if (!groupProtocol.equals("classic") && !groupProtocol.equals("consumer")) {
            throw new IllegalArgumentException(
                    "groupProtocol must be classic or consumer: " + groupProtocol);
        }
    }

    /** Client properties may hold passwords. */
    @Override
    public String toString() {
        return "IntakeSettings[group " + groupId + ", worker " + workerId + "]";
    }
}
