package io.wawp.dispatcher.cli;

import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.records.Topics.Rule;
import io.wawp.dispatcher.records.Topics.Spec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Brings a cluster's topics to where they should be: creates what is missing, with the broker's
 * default of replicas, and changes nothing that exists.
 */
public final class TopicSetup {
    private final Admin admin;

    /**
     * @param admin stays the caller's, who closes it
     */
    public TopicSetup(Admin admin) {
        this.admin = admin;
    }

    /**
     * What was found and done.
     *
     * @param lines one a topic, readable
     * @param wrong how many topics are set up wrongly
     */
    public record Report(List<String> lines, int wrong) {
        public Report {
            lines = List.copyOf(lines);
        }

        public boolean isFine() {
            return wrong == 0;
        }
    }

    /**
     * Creates what is missing and compares what is there.
     *
     * @param dryRun only say what would be created
     * @throws ExecutionException when Kafka cannot be reached or refuses; its cause says why
     */
    public Report apply(Topics topics, boolean dryRun)
            throws ExecutionException, InterruptedException {
        Map<String, TopicDescription> there = describe(topics.names());
        Map<String, Config> settings = settings(there.keySet());
        var lines = new ArrayList<String>();
        var missing = new ArrayList<Spec>();
        int wrong = 0;
        for (Spec spec : topics.specs()) {
            TopicDescription found = there.get(spec.name());
            if (found == null) {
                missing.add(spec);
                continue;
            }
            Config config = Objects.requireNonNull(settings.get(spec.name()));
            List<String> faults = faults(spec, found.partitions().size(), config);
            wrong += faults.isEmpty() ? 0 : 1;
            lines.add(
                    faults.isEmpty()
                            ? "ok       " + spec.name()
                            : "WRONG    " + spec.name() + ": " + String.join("; ", faults));
        }
        if (!dryRun) {
            create(missing);
        }
        for (Spec spec : missing) {
            lines.add((dryRun ? "missing  " : "created  ") + described(spec));
        }
        return new Report(lines, wrong);
    }

    private Map<String, TopicDescription> describe(Collection<String> names)
            throws ExecutionException, InterruptedException {
        var there = new HashMap<String, TopicDescription>();
        for (var each : admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                there.put(each.getKey(), each.getValue().get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return there;
    }

    private Map<String, Config> settings(Set<String> names)
            throws ExecutionException, InterruptedException {
        List<ConfigResource> resources =
                names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList();
        var byName = new HashMap<String, Config>();
        admin.describeConfigs(resources)
                .all()
                .get()
                .forEach((resource, config) -> byName.put(resource.name(), config));
        return byName;
    }

    private void create(List<Spec> missing) throws ExecutionException, InterruptedException {
        CreateTopicsResult result =
                admin.createTopics(
                        missing.stream()
                                .map(spec ->
                                        new NewTopic(
                                                        spec.name(),
                                                        Optional.of(spec.partitions()),
                                                        Optional.empty())
                                                .configs(spec.settings()))
                                .toList());
        for (var each : result.values().entrySet()) {
            try {
                each.getValue().get();
            } catch (ExecutionException e) {
                // somebody else was quicker: the next call compares it
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private static List<String> faults(Spec spec, int partitions, Config config) {
        var faults = new ArrayList<String>();
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
        if (spec.rule() != Rule.THEIRS) {
            new TreeMap<>(spec.settings())
                    .forEach((key, wanted) -> {
                        ConfigEntry entry = config.get(key);
                        String value = entry == null ? "not set" : entry.value();
                        if (!wanted.equals(value)) {
                            faults.add(key + " is " + value + ", should be " + wanted);
                        }
                    });
        }
        return faults;
    }

    private static String described(Spec spec) {
        return spec.name()
                + " ("
                + spec.partitions()
                + " partitions"
                + (spec.settings().isEmpty() ? "" : ", " + new TreeMap<>(spec.settings()))
                + ")";
    }
}
