package io.wawp.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.wawp.common.outcome.Outcome;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.app.Worker;
import io.wawp.dispatcher.config.ConfigReader;
import io.wawp.sandbox.SandboxTopics;
import io.wawp.sandbox.kafka.EmbeddedKafka;
import io.wawp.sandbox.wawp.WawpSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples as they are, against a broker, the simulator and a worker. Where Node or kcat is not
 * installed its examples are skipped, unless {@code EXAMPLES=all} says that none may be.
 */
class ExamplesIT {
    private static final String INSTANCE = "123456789012";
    private static final String CHAT = "447441429009";
    private static final Path NODE = Path.of("..", "node");
    private static final Path KCAT = Path.of("..", "kcat");

    private static EmbeddedKafka kafka;
    private static WawpSimulator wawp;
    private static Worker worker;

    @TempDir private Path temp;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start();
        new SandboxTopics(4).create(kafka.bootstrapServers());
        wawp = WawpSimulator.start().addInstance(INSTANCE, "a-token");
        Map<String, String> environment =
                Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                        "WAWP_BASE_URL", wawp.baseUri().toString(),
                        "WAWP_INSTANCE_ID", INSTANCE,
                        "WAWP_ACCESS_TOKEN", "a-token",
                        "DISPATCHER_PARTITIONS", "4",
                        "DISPATCHER_PACING", "off",
                        "DISPATCHER_TYPING", "false",
                        "DISPATCHER_ADMIN_PORT", "0");
        worker = new Worker(ConfigReader.read(environment, null, ConfigReader.Need.WORKER));
        worker.start();
        worker.awaitReady();
    }

    @AfterAll
    static void stop() {
        worker.close();
        wawp.close();
        kafka.close();
    }

    @Test
    void theJavaExamplesSendAndReadTheOutcome() throws Exception {
        Map<String, String> env = environment("java-example");

        SendOne.send(env, "java-1", "+44 7441 429009", "Hello from Java");
        Outcome outcome = ReadOutcomes.until(env, "java-1");

        assertEquals(OutcomeStatus.SENT, outcome.status());
        assertEquals(Map.of("tenant", "shop-7"), outcome.metadata());
    }

    @Test
    void theNodeExamplesSendAndReadTheOutcome() throws Exception {
        Path node = nodeExample();

        Ran sent = run(node, "node-example", "node", "send.mjs", "node-1", CHAT, "Hello from Node");
        Ran read = run(node, "node-example", "node", "outcomes.mjs", "node-1");

        assertEquals(0, sent.status(), sent.output());
        assertEquals(0, read.status(), read.output());
        assertTrue(read.output().contains("node-1  run 1  SENT"), read.output());
    }

    @Test
    void theKcatExamplesSendAndReadTheOutcome() throws Exception {
        requireProgram("kcat", "-V");

        Ran sent = run(KCAT, "kcat-example", "./send.sh", "kcat-1", CHAT, "Hello from kcat");
        ReadOutcomes.until(environment("kcat-waits"), "kcat-1");
        Ran read = run(KCAT, "kcat-example", "./outcomes.sh", "kcat-1");

        assertEquals(0, sent.status(), sent.output());
        assertTrue(read.output().contains("\"status\":\"SENT\""), read.output());
    }

    /** Or the order of a chat that two of them write to would be lost. */
    @Test
    void allOfThemPutOneChatIntoOnePartition() throws Exception {
        requireProgram("kcat", "-V");
        Path node = nodeExample();
        Map<String, String> env = environment("partitions");

        SendOne.send(env, "one-java", CHAT, "from Java");
        run(node, "partitions", "node", "send.mjs", "one-node", CHAT, "from Node");
        run(KCAT, "partitions", "./send.sh", "one-kcat", CHAT, "from kcat");

        int java = ReadOutcomes.until(environment("p1"), "one-java").source().partition();
        assertEquals(java, ReadOutcomes.until(environment("p2"), "one-node").source().partition());
        assertEquals(java, ReadOutcomes.until(environment("p3"), "one-kcat").source().partition());
    }

    private static Map<String, String> environment(String group) {
        return Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "GROUP_ID", group);
    }

    /** The Node example in a folder of its own with its packages installed. */
    private Path nodeExample() throws Exception {
        requireProgram("node", "--version");
        requireProgram("npm", "--version");
        for (String file : List.of("package.json", "send.mjs", "outcomes.mjs")) {
            Files.copy(NODE.resolve(file), temp.resolve(file));
        }
        Ran installed =
                run(temp, "", "npm", "install", "--no-audit", "--no-fund", "--no-package-lock");
        if (installed.status() != 0) {
            skip("npm could not install the example's packages: " + installed.output());
        }
        return temp;
    }

    private void requireProgram(String... command) throws InterruptedException {
        try {
            if (new ProcessBuilder(command).start().waitFor() == 0) {
                return;
            }
        } catch (IOException e) {
            // told below
        }
        skip(command[0] + " is not installed here");
    }

    private static void skip(String why) {
        if ("all".equals(System.getenv("EXAMPLES"))) {
            throw new AssertionError(why + ", and EXAMPLES=all says that it must be");
        }
        abort(why);
    }

    private record Ran(int status, String output) {}

    private Ran run(Path directory, String group, String... command) throws Exception {
        Path output = Files.createTempFile(temp, "out", ".txt");
        var builder =
                new ProcessBuilder(new ArrayList<>(List.of(command)))
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(new HashMap<>(environment(group)));
        Process process = builder.start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(
                    String.join(" ", command) + " did not end: " + Files.readString(output, UTF_8));
        }
        return new Ran(process.exitValue(), Files.readString(output, UTF_8));
    }
}
