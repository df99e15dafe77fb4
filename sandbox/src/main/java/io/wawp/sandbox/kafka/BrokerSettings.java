package io.wawp.sandbox.kafka;

import io.wawp.sandbox.LocalPort;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The properties of each node: small and quick, as tests and a laptop want it. */
record BrokerSettings(List<Integer> brokerPorts, List<Integer> controllerPorts, Path dataDir) {
    private static final int COORDINATOR_PARTITIONS = 8;
    private static final int LARGEST_RECORD = 4 * 1024 * 1024;

    /** Nodes are numbered from 1. */
    Path directory(int id) {
        return dataDir.resolve("node-" + id);
    }

    Map<String, Object> properties(int id, Map<String, Object> extra) {
        int nodes = brokerPorts.size();
        Map<String, Object> all = new HashMap<>();

        all.put("process.roles", "broker,controller");
        all.put("node.id", id);
        all.put("controller.quorum.voters", voterList());
        all.put("controller.listener.names", "CONTROLLER");
        all.put("inter.broker.listener.name", "PLAINTEXT");
        all.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        all.put(
                "listeners",
                "PLAINTEXT://%s:%d,CONTROLLER://%s:%d"
                        .formatted(
                                LocalPort.HOST,
                                brokerPorts.get(id - 1),
                                LocalPort.HOST,
                                controllerPorts.get(id - 1)));
        all.put("log.dirs", directory(id).toString());

        all.putAll(tuning(nodes));
        all.putAll(extra);
        // Numbers of the wrong width are refused; text is read as each property wants it.
        all.replaceAll((name, value) -> value.toString());
        return all;
    }

    /** What does not depend on where the nodes are. */
    static Map<String, Object> tuning(int nodes) {
        Map<String, Object> all = new HashMap<>();
        all.put("auto.create.topics.enable", false);
        all.put("default.replication.factor", Math.min(nodes, 3));
        all.put("min.insync.replicas", nodes > 2 ? 2 : 1);
        all.put("message.max.bytes", LARGEST_RECORD);
        all.put("replica.fetch.max.bytes", LARGEST_RECORD);
        internalTopics(all, Math.min(nodes, 3));
        timing(all);
        threads(all);
        return all;
    }

    /** The addresses of the controllers by the ids of their nodes. */
    Map<Integer, InetSocketAddress> voters() {
        return IntStream.rangeClosed(1, controllerPorts.size())
                .boxed()
                .collect(
                        Collectors.toMap(
                                id -> id, id -> LocalPort.address(controllerPorts.get(id - 1))));
    }

    private String voterList() {
        return voters().entrySet().stream()
                .map(each -> each.getKey() + "@" + LocalPort.HOST + ":" + each.getValue().getPort())
                .collect(Collectors.joining(","));
    }

    private static void internalTopics(Map<String, Object> all, int replicas) {
        int inSync = replicas > 2 ? 2 : 1;
        all.put("offsets.topic.num.partitions", COORDINATOR_PARTITIONS);
        all.put("offsets.topic.replication.factor", replicas);
        all.put("transaction.state.log.num.partitions", COORDINATOR_PARTITIONS);
        all.put("transaction.state.log.replication.factor", replicas);
        all.put("transaction.state.log.min.isr", inSync);
        all.put("share.coordinator.state.topic.num.partitions", 1);
        all.put("share.coordinator.state.topic.replication.factor", replicas);
        all.put("share.coordinator.state.topic.min.isr", inSync);
    }

    private static void timing(Map<String, Object> all) {
        all.put("group.initial.rebalance.delay.ms", 0);
        all.put("group.min.session.timeout.ms", 500);
        all.put("group.consumer.min.session.timeout.ms", 500);
        all.put("group.consumer.session.timeout.ms", 6_000);
        all.put("group.consumer.min.heartbeat.interval.ms", 100);
        all.put("group.consumer.heartbeat.interval.ms", 500);
        // Without these a transactional client waits 20 ms after each commit, and an abandoned
        // transaction holds up read-committed readers for 10 s more than its own time-out.
        all.put("add.partitions.to.txn.retry.backoff.ms", 1);
        all.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", 1_000);
        all.put("broker.heartbeat.interval.ms", 500);
        all.put("broker.session.timeout.ms", 3_000);
        all.put("controller.quorum.election.timeout.ms", 500);
        all.put("controller.quorum.fetch.timeout.ms", 1_000);
        all.put("log.cleaner.enable", true);
        all.put("log.cleaner.backoff.ms", 500);
        all.put("log.initial.task.delay.ms", 500);
    }

    private static void threads(Map<String, Object> all) {
        all.put("num.network.threads", 2);
        all.put("num.io.threads", 4);
        all.put("background.threads", 2);
        all.put("num.recovery.threads.per.data.dir", 1);
        all.put("log.cleaner.dedupe.buffer.size", 16 * 1024 * 1024);
        // Preallocated files of 10 MB for each index would be most of a small data directory.
        all.put("log.index.size.max.bytes", 1024 * 1024);
    }
}
