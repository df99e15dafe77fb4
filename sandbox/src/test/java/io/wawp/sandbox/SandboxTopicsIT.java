package io.wawp.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wawp.sandbox.kafka.EmbeddedKafka;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

final class SandboxTopicsIT {
    @Test
    void createsWhatIsMissingWithItsSettingsAndLeavesTheRest() throws Exception {
        SandboxTopics topics = SandboxTopics.standard();
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(
                                            SandboxTopics.COMMANDS,
                                            Optional.of(2),
                                            Optional.empty())))
                    .all()
                    .get();
            assertEquals(
                    List.of(
                            "wawp.outcomes",
                            "wawp.deliveries",
                            "wawp.instances",
                            "wawp.dead-letters",
                            "wawp.dispatch",
                            "wawp.journal"),
                    topics.create(kafka.bootstrapServers()));
            assertEquals(List.of(), topics.create(kafka.bootstrapServers()));

            Map<String, Integer> partitions = new TreeMap<>();
            admin.describeTopics(topics.all().stream().map(NewTopic::name).toList())
                    .allTopicNames()
                    .get()
                    .forEach((name, topic) -> partitions.put(name, topic.partitions().size()));
            assertEquals(
                    Map.of(
                            "wawp.commands", 2,
                            "wawp.outcomes", 6,
                            "wawp.deliveries", 6,
                            "wawp.instances", 6,
                            "wawp.dead-letters", 6,
                            "wawp.dispatch", 24,
                            "wawp.journal", 24),
                    partitions);
            assertEquals("-1", setting(admin, SandboxTopics.DISPATCH, "retention.ms"));
            assertEquals("604800000", setting(admin, SandboxTopics.OUTCOMES, "retention.ms"));
            assertEquals("1209600000", setting(admin, SandboxTopics.DEAD_LETTERS, "retention.ms"));
            assertEquals("compact", setting(admin, SandboxTopics.INSTANCES, "cleanup.policy"));
            assertEquals("compact", setting(admin, SandboxTopics.JOURNAL, "cleanup.policy"));
            assertEquals("67108864", setting(admin, SandboxTopics.JOURNAL, "segment.bytes"));
        }
    }

    @Test
    void aCountOfPartitionsBelowOneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new SandboxTopics(0));
    }

    private static String setting(Admin admin, String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .values()
                .iterator()
                .next()
                .get(name)
                .value();
    }
}
