package io.wawp.dispatcher.cli;

import io.wawp.dispatcher.records.Topics;
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
final class TopicSetup {
    private final Admin admin;
    private final String servers;

    /**
     * @param admin stays the caller's, who closes it
     * @param servers for the lines that tell how to mend a topic
     */
    TopicSetup(Admin admin, String servers) {
        this.admin = admin;
        this.servers = servers;
    }

    /**
     * What was found and done.
     *
     * @param lines one a topic, readable
     * @param wrong how many topics are set up wrongly
     */
    record Report(List<String> lines, int wrong) {
        public Report {
            lines = List.copyOf(lines);
        }

        boolean isFine() {
            return wrong == 0;
        }
    }

    /**
     * Creates what is missing and compares what is there.
     *
     * @param dryRun only say what would be created
     * @throws ExecutionException when Kafka cannot be reached or refuses; its cause says why
     */
    Report apply(Topics topics, boolean dryRun) throws ExecutionException, InterruptedException {
        Map<String, TopicDescription> there = describe(topics.names());
        Map<String, Config> settings = settings(there.keySet());
        var lines = new ArrayList<String>();
        var missing = new ArrayList<Spec>();
        var warnings = new TreeMap<String, List<String>>();
        int wrong = 0;
        for (Spec spec : topics.specs()) {
            TopicDescription found = there.get(spec.name());
            if (found == null) {
                missing.add(spec);
                continue;
            }
            TopicFaults faults =
                    TopicFaults.of(spec, found, Objects.requireNonNull(settings.get(spec.name())));
            wrong += faults.faults().isEmpty() ? 0 : 1;
            lines.addAll(told(spec.name(), faults));
            faults.warnings()
                    .forEach(warning ->
                            warnings.computeIfAbsent(warning, _ -> new ArrayList<>())
                                    .add(spec.name()));
        }
        if (!dryRun) {
            create(missing);
        }
        for (Spec spec : missing) {
            lines.add((dryRun ? "missing  " : "created  ") + described(spec));
        }
        warnings.forEach((warning, names) ->
                lines.add("warning  " + String.join(", ", names) + ": " + warning));
        return new Report(lines, wrong);
    }

    private List<String> told(String topic, TopicFaults faults) {
        var lines = new ArrayList<String>();
        lines.add(
                faults.faults().isEmpty()
                        ? "ok       " + topic
                        : "WRONG    " + topic + ": " + String.join("; ", faults.faults()));
        String mend = faults.mend(servers, topic);
        if (!mend.isEmpty()) {
            lines.add("  mend   " + mend);
        }
        return lines;
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

    private static String described(Spec spec) {
        return spec.name()
                + " ("
                + spec.partitions()
                + " partitions"
                + (spec.settings().isEmpty() ? "" : ", " + new TreeMap<>(spec.settings()))
                + ")";
    }
}
