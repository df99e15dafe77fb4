package io.wawp.dispatcher.records;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The names of the worker's topics, and how each has to be set up.
 *
 * @param commands where producers write; theirs, so of these only the existence matters to us
 * @param dispatch valid commands regrouped by instance
 * @param journal state of commands and instances
 * @param partitions of {@code dispatch} and {@code journal}; fixed for life
 */
public record Topics(
        List<String> commands,
        String outcomes,
        String deliveries,
        String instances,
        String deadLetters,
        String dispatch,
        String journal,
        int partitions) {

    /** The names and partitions that a deployment has when nothing is set. */
    public static final Topics DEFAULTS =
            new Topics(
                    List.of("wawp.commands"),
                    "wawp.outcomes",
                    "wawp.deliveries",
                    "wawp.instances",
                    "wawp.dead-letters",
                    "wawp.dispatch",
                    "wawp.journal",
                    24);

    private static final int PUBLIC_PARTITIONS = 6;
    private static final String DAYS_7 = Long.toString(Duration.ofDays(7).toMillis());
    private static final String DAYS_14 = Long.toString(Duration.ofDays(14).toMillis());

    public Topics {
        commands = List.copyOf(commands);
        if (commands.isEmpty()) {
            throw new IllegalArgumentException("at least one command topic is needed");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be at least 1: " + partitions);
        }
        var seen = new HashSet<String>();
        for (String name : names(commands, outcomes, deliveries, instances, deadLetters)) {
            requireOnce(seen, name);
        }
        requireOnce(seen, dispatch);
        requireOnce(seen, journal);
    }

    /** One topic as it has to be. */
    public record Spec(String name, int partitions, Map<String, String> settings, Rule rule) {
        public Spec {
            settings = Map.copyOf(settings);
        }
    }

    /** How strictly an existing topic is held to its {@link Spec}. */
    public enum Rule {
        /** The producers': any partition count and settings will do. */
        THEIRS,
        /** Settings count; the number of partitions is the deployment's own affair. */
        SETTINGS,
        /** Settings and number of partitions count. */
        SETTINGS_AND_PARTITIONS
    }

    /** All topics, as {@code ./wawp topics} creates them. */
    public List<Spec> specs() {
        var all = new ArrayList<Spec>();
        for (String name : commands) {
            all.add(new Spec(name, PUBLIC_PARTITIONS, Map.of(), Rule.THEIRS));
        }
        all.add(deleted(outcomes, DAYS_7));
        all.add(deleted(deliveries, DAYS_7));
        all.add(
                new Spec(
                        instances,
                        PUBLIC_PARTITIONS,
                        Map.of("cleanup.policy", "compact"),
                        Rule.SETTINGS));
        all.add(deleted(deadLetters, DAYS_14));
        all.add(
                new Spec(
                        dispatch,
                        partitions,
                        // its owner deletes what it has taken over; nothing else may
                        Map.of(
                                "cleanup.policy", "delete",
                                "retention.ms", "-1",
                                "retention.bytes", "-1"),
                        Rule.SETTINGS_AND_PARTITIONS));
        all.add(
                new Spec(
                        journal,
                        partitions,
                        Map.of(
                                "cleanup.policy", "compact",
                                "segment.bytes", Integer.toString(64 * 1024 * 1024),
                                "min.cleanable.dirty.ratio", "0.2"),
                        Rule.SETTINGS_AND_PARTITIONS));
        return List.copyOf(all);
    }

    /** The names of all topics, the command topics first. */
    public List<String> names() {
        return specs().stream().map(Spec::name).toList();
    }

    /** The same with the number of partitions that the cluster has. */
    public Topics withPartitions(int count) {
        return new Topics(
                commands, outcomes, deliveries, instances, deadLetters, dispatch, journal, count);
    }

    private static Spec deleted(String name, String retention) {
        return new Spec(
                name,
                PUBLIC_PARTITIONS,
                Map.of("cleanup.policy", "delete", "retention.ms", retention),
                Rule.SETTINGS);
    }

    private static List<String> names(List<String> some, String... more) {
        var all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return all;
    }

    private static void requireOnce(HashSet<String> seen, String name) {
        if (!seen.add(name)) {
            throw new IllegalArgumentException("two topics have the same name: " + name);
        }
    }
}
