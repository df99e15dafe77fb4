package io.wawp.dispatcher.config;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/** Properties of Kafka's clients, whose names are Kafka's own. */
final class KafkaProperties {
    private static final Set<String> KNOWN = known();

    /** What the guarantees rest on: each client of ours sets it, whatever a deployment says. */
    static final Set<String> RESERVED =
            Set.of(
                    "acks",
                    "allow.auto.create.topics",
                    "auto.offset.reset",
                    "client.id",
                    "enable.auto.commit",
                    "enable.idempotence",
                    "group.id",
                    "isolation.level",
                    "key.deserializer",
                    "key.serializer",
                    "max.in.flight.requests.per.connection",
                    "transactional.id",
                    "value.deserializer",
                    "value.serializer");

    private static final Pattern SECRET =
            Pattern.compile(".*(password|secret|jaas|token|credential|keystore\\.key).*");

    private KafkaProperties() {}

    /** A property with where it was set. */
    record Property(String value, String origin) {}

    /** Collects them from the file and, which wins, the environment. */
    static Map<String, Property> collect(
            Map<String, String> environment, Map<String, String> file, String fileName) {
        var all = new TreeMap<String, Property>();
        file.forEach((key, value) -> {
            if (key.startsWith("kafka.")) {
                all.put(
                        key.substring("kafka.".length()).replace('-', '.'),
                        new Property(value, fileName));
            }
        });
        environment.forEach((name, value) -> {
            if (name.startsWith("KAFKA_")) {
                all.put(
                        name.substring("KAFKA_".length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        new Property(value, "environment"));
            }
        });
        return all;
    }

    static boolean isReserved(String property) {
        return RESERVED.contains(property);
    }

    static boolean isKnown(String property) {
        return KNOWN.contains(property);
    }

    static boolean isSecret(String property) {
        return SECRET.matcher(property).matches() || passwords(property);
    }

    /**
     * Whether Kafka's clients can read a JAAS configuration. Asked before they are, since what they
     * throw repeats a part of it, most often of the password.
     */
    static boolean isReadableJaas(String text) {
        try {
            JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(text)));
            return true;
        } catch (IllegalArgumentException | KafkaException e) {
            return false;
        }
    }

    static String suggestion(String property) {
        return Spelling.suggestion(property, KNOWN);
    }

    private static boolean passwords(String property) {
        ConfigDef.ConfigKey key = ConsumerConfig.configDef().configKeys().get(property);
        return key != null && key.type == ConfigDef.Type.PASSWORD;
    }

    private static Set<String> known() {
        var names = new HashSet<String>(ConsumerConfig.configNames());
        names.addAll(ProducerConfig.configNames());
        names.addAll(AdminClientConfig.configNames());
        return Set.copyOf(names);
    }
}
