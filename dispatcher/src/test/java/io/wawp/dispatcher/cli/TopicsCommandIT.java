package io.wawp.dispatcher.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.sandbox.kafka.EmbeddedKafka;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code ./wawp topics} against a real broker; each test has topics of its own. */
class TopicsCommandIT {
    private static final String[] ROLES = {
        "COMMANDS", "OUTCOMES", "DELIVERIES", "INSTANCES", "DEAD_LETTERS", "DISPATCH", "JOURNAL"
    };

    private static EmbeddedKafka kafka;
    private static int number;

    private final Map<String, String> environment = new HashMap<>();
    private final String prefix = "t" + number++ + ".";

    record Ended(int status, String out, String err) {}

    TopicsCommandIT() {
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("DISPATCHER_PARTITIONS", "3");
        for (String role : ROLES) {
            environment.put("DISPATCHER_TOPICS_" + role, prefix + role);
        }
    }

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @Test
    void createsWhatIsMissingAndFindsItRightTheNextTime() throws Exception {
        Ended first = topics();
        assertEquals(0, first.status(), first.err());
        assertEquals(7, first.out().lines().filter(line -> line.startsWith("created")).count());

        try (Admin admin = admin()) {
            awaitTopics(admin, ROLES);
        }
        Ended second = topics();
        assertEquals(0, second.status(), second.err());
        assertEquals(7, second.out().lines().filter(line -> line.startsWith("ok ")).count());
        assertEquals(3, partitions("DISPATCH"));
        assertEquals(6, partitions("COMMANDS"));
    }

    @Test
    void aDryRunOnlySaysWhatWouldBeDone() throws Exception {
        Ended ended = topics("--dry-run");

        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.out().contains("missing  " + prefix + "JOURNAL (3 partitions"));
        try (Admin admin = admin()) {
            assertFalse(
                    admin.listTopics().names().get().stream()
                            .anyMatch(name -> name.startsWith(prefix)));
        }
    }

    @Test
    void namesWhatIsSetUpWronglyAndChangesNothingOfIt() throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(
                                            prefix + "JOURNAL", Optional.of(2), Optional.empty()),
                                    new NewTopic(
                                            prefix + "COMMANDS", Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            awaitTopics(admin, "JOURNAL", "COMMANDS");
        }
        Ended ended = topics();

        assertEquals(1, ended.status());
        String wrong =
                ended.out().lines().filter(line -> line.startsWith("WRONG")).findFirst().orElse("");
        assertTrue(wrong.contains(prefix + "JOURNAL: it has 2 partitions"), ended.out());
        assertTrue(wrong.contains("cleanup.policy is delete, should be compact"), wrong);
        assertTrue(ended.out().contains("ok       " + prefix + "COMMANDS"), ended.out());
        assertEquals(5, ended.out().lines().filter(line -> line.startsWith("created")).count());
        assertEquals(1, topics().status());
    }

    @Test
    void tellsHowToMendWhatIsWrong() throws Exception {
        topics();
        try (Admin admin = admin()) {
            awaitTopics(admin, ROLES);
            admin.incrementalAlterConfigs(
                            Map.of(
                                    topic("OUTCOMES"),
                                    List.of(set("max.message.bytes", "65536")),
                                    topic("COMMANDS"),
                                    List.of(set("cleanup.policy", "compact")),
                                    topic("JOURNAL"),
                                    List.of(set("min.insync.replicas", "2"))))
                    .all()
                    .get();
        }
        Ended ended = topics();

        assertEquals(1, ended.status());
        assertEquals(
                "WRONG    %1$sOUTCOMES: max.message.bytes is 65536, should be at least 1000000\n  mend   %2$s%1$sOUTCOMES --add-config max.message.bytes=1048588"
                        .formatted(prefix, mend()),
                linesOf("OUTCOMES", ended),
                ended.out());
        assertTrue(linesOf("COMMANDS", ended).contains("it is compacted"), ended.out());
        assertTrue(
                linesOf("COMMANDS", ended).endsWith("--add-config cleanup.policy=delete"),
                ended.out());
        assertTrue(linesOf("JOURNAL", ended).contains("nothing can be written"), ended.out());
    }

    @Test
    void oneReplicaIsAWarningAndNoFailure() throws Exception {
        topics();
        try (Admin admin = admin()) {
            awaitTopics(admin, ROLES);
        }
        Ended ended = topics();

        assertEquals(0, ended.status(), ended.err());
        String warning =
                ended.out().lines().filter(it -> it.startsWith("warning")).toList().getFirst();
        assertTrue(warning.contains(prefix + "COMMANDS, "), warning);
        assertTrue(warning.contains("there is 1 replica"), warning);
    }

    /** What was created just now is not known at once to whoever asks. */
    private void awaitTopics(Admin admin, String... roles) {
        Awaitility.await()
                .ignoreExceptions()
                .until(() ->
                        admin.describeTopics(Stream.of(roles).map(role -> prefix + role).toList())
                                        .allTopicNames()
                                        .get()
                                        .size()
                                == roles.length);
    }

    private String linesOf(String role, Ended ended) {
        return ended.out()
                .lines()
                .filter(line -> !line.startsWith("warning"))
                .filter(line -> line.contains(prefix + role))
                .collect(Collectors.joining("\n"));
    }

    private static String mend() {
        return "kafka-configs.sh --bootstrap-server "
                + kafka.bootstrapServers()
                + " --alter --entity-type topics --entity-name ";
    }

    private ConfigResource topic(String role) {
        return new ConfigResource(ConfigResource.Type.TOPIC, prefix + role);
    }

    private static AlterConfigOp set(String key, String value) {
        return new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    }

    @Test
    void aBrokerThatIsNotThereIsNamedWithinTenSeconds() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + port);
        Ended ended = assertTimeout(Duration.ofSeconds(12), () -> topics());

        assertEquals(1, ended.status());
        assertTrue(ended.err().contains("127.0.0.1:" + port), ended.err());
        assertTrue(ended.err().contains("KAFKA_BOOTSTRAP_SERVERS"), ended.err());
    }

    @Test
    void anAddressThatCannotBeResolvedIsNamed() {
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "no-such-host.invalid:9092");
        Ended ended = topics();

        assertEquals(1, ended.status());
        assertTrue(ended.err().contains("no-such-host.invalid:9092"), ended.err());
    }

    @Test
    void settingsThatCannotBeUsedAreWrongUse() {
        environment.remove("KAFKA_BOOTSTRAP_SERVERS");
        environment.put("DISPATCHER_PARTITIONS", "none");
        Ended ended = topics();

        assertEquals(2, ended.status());
        assertTrue(ended.err().contains("KAFKA_BOOTSTRAP_SERVERS"), ended.err());
        assertTrue(ended.err().contains("dispatcher.partitions"), ended.err());
    }

    @Test
    void anUnknownOptionIsWrongUse() {
        Ended ended = topics("--dryrun");
        assertEquals(2, ended.status());
        assertTrue(ended.err().contains("--dry-run"), ended.err());
    }

    private Ended topics(String... options) {
        var line =
                Main.commandLine(
                        environment,
                        config -> {
                            throw new AssertionError("no worker here");
                        });
        var out = new StringWriter();
        var err = new StringWriter();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] arguments = new String[options.length + 1];
        arguments[0] = "topics";
        System.arraycopy(options, 0, arguments, 1, options.length);
        int status = line.execute(arguments);
        return new Ended(status, out.toString(), err.toString());
    }

    private int partitions(String role) throws Exception {
        try (Admin admin = admin()) {
            return admin
                    .describeTopics(List.of(prefix + role))
                    .allTopicNames()
                    .get()
                    .values()
                    .stream()
                    .mapToInt(topic -> topic.partitions().size())
                    .sum();
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }
}
