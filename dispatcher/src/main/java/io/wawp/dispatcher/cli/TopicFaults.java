package io.wawp.dispatcher.cli;

import io.wawp.dispatcher.records.OutcomeRecords;
import io.wawp.dispatcher.records.Topics.Rule;
import io.wawp.dispatcher.records.Topics.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * What is wrong with one topic that exists. Immutable.
 *
 * @param faults the worker would lose something, or stop, over them
 * @param warnings safe as long as no broker and no disk is lost
 * @param mends settings that would put it right
 */
record TopicFaults(List<String> faults, List<String> warnings, Map<String, String> mends) {
    private static final int REPLICAS = 3;
    private static final String IN_SYNC = "min.insync.replicas";
    private static final String LARGEST = "max.message.bytes";
    private static final String CLEANUP = "cleanup.policy";

    /** Kafka's own default. */
    private static final String USUAL_LARGEST = "1048588";

    TopicFaults {
        faults = List.copyOf(faults);
        warnings = List.copyOf(warnings);
        mends = Map.copyOf(mends);
    }

    static TopicFaults of(Spec spec, TopicDescription found, Config config) {
        var look = new Look(config);
        if (spec.rule() == Rule.THEIRS) {
            look.commands();
        } else {
            look.ours(spec, found.partitions().size());
        }
        look.copies(
                found.partitions().stream()
                        .mapToInt(partition -> partition.replicas().size())
                        .min()
                        .orElse(0));
        return new TopicFaults(look.faults, look.warnings, look.mends);
    }

    /** The line that mends it; empty when settings alone do not. */
    String mend(String servers, String topic) {
        if (mends.isEmpty()) {
            return "";
        }
        String settings =
                new TreeMap<>(mends)
                        .entrySet().stream()
                                .map(each -> each.getKey() + "=" + each.getValue())
                                .collect(Collectors.joining(","));
        return "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s --add-config %s"
                .formatted(servers, topic, settings);
    }

    private static final class Look {
        private final Config config;
        private final List<String> faults = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private final Map<String, String> mends = new TreeMap<>();

        Look(Config config) {
            this.config = config;
        }

        private String value(String key) {
            ConfigEntry entry = config.get(key);
            return entry == null || entry.value() == null ? "not set" : entry.value();
        }

        private int number(String key, int otherwise) {
            String value = value(key);
            return value.matches("\\d{1,9}") ? Integer.parseInt(value) : otherwise;
        }

        void commands() {
            if (value(CLEANUP).contains("compact")) {
                faults.add(
                        "it is compacted: of two commands with one key Kafka may drop the first"
                                + " before it is read");
                mends.put(CLEANUP, "delete");
            }
        }

        void ours(Spec spec, int partitions) {
            if (spec.rule() == Rule.SETTINGS_AND_PARTITIONS && partitions != spec.partitions()) {
                faults.add(
                        "it has "
                                + partitions
                                + " partitions, DISPATCHER_PARTITIONS says "
                                + spec.partitions()
                                + " (fixed for life: set DISPATCHER_PARTITIONS="
                                + partitions
                                + " if the deployment is in use)");
            }
            new TreeMap<>(spec.settings())
                    .forEach((key, wanted) -> {
                        String value = value(key);
                        if (!wanted.equals(value)) {
                            faults.add(key + " is " + value + ", should be " + wanted);
                            mends.put(key, wanted);
                        }
                    });
            int largest = number(LARGEST, Integer.MAX_VALUE);
            if (largest < OutcomeRecords.MAX_RECORD_BYTES) {
                faults.add(
                        LARGEST
                                + " is "
                                + largest
                                + ", should be at least "
                                + OutcomeRecords.MAX_RECORD_BYTES);
                mends.put(LARGEST, USUAL_LARGEST);
            }
        }

        void copies(int replicas) {
            int inSync = number(IN_SYNC, 1);
            if (inSync > replicas) {
                faults.add(
                        IN_SYNC
                                + " is "
                                + inSync
                                + " and there "
                                + replicas(replicas)
                                + ": nothing can be written");
                mends.put(IN_SYNC, Integer.toString(Math.max(1, replicas - 1)));
            } else if (replicas < REPLICAS) {
                warnings.add(
                        "there "
                                + replicas(replicas)
                                + ", which is fine for trying out; in production have 3"
                                + " (kafka-reassign-partitions.sh) and "
                                + IN_SYNC
                                + "=2");
            } else if (inSync == 1) {
                warnings.add(
                        IN_SYNC
                                + " is 1: a write counts when one broker has it, and is lost with"
                                + " that broker");
                mends.put(IN_SYNC, "2");
            }
        }

        private static String replicas(int number) {
            return number == 1 ? "is 1 replica" : "are " + number + " replicas";
        }
    }
}
