package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wawp.dispatcher.app.WorkerFixture;
import io.wawp.dispatcher.cli.Terminals.Ended;
import io.wawp.dispatcher.records.Topics;
import io.wawp.dispatcher.testing.SharedBroker;
import io.wawp.dispatcher.testing.TestTopics;
import io.wawp.dispatcher.testing.TopicReader;
import io.wawp.sandbox.wawp.Answers;
import io.wawp.sandbox.wawp.FaultRule;
import java.io.BufferedReader;
import java.io.InputStreamReader;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code send}, {@code watch} and {@code status} with a real broker, a worker, and the simulator.
 */
@Timeout(120)
class CommandsIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CHAT = "447441429009";
    private static final String REFUSED_CHAT = "447441429666";

    private static WorkerFixture fixture;
    private static Map<String, String> environment;

    @TempDir private Path directory;

    @BeforeAll
    static void startAWorker() throws Exception {
        fixture = new WorkerFixture(2);
        fixture.wawp
                .faults()
                .add(FaultRule.sends().chat(REFUSED_CHAT + "@c.us").then(Answers.badFormat(400)));
        fixture.start();
        environment = fixture.environment();
    }

    @AfterAll
    static void stopIt() {
        fixture.close();
    }

    static List<Arguments> types() {
        return List.of(
                type("text", "--message", "Hi"),
                type("image", "--url", "https://example.com/a.jpg", "--caption", "A cat"),
                type("pdf", "--url", "https://example.com/a.pdf", "--filename", "r.pdf"),
                type("voice", "--url", "https://example.com/a.ogg", "--no-convert"),
                type("video", "--url", "https://example.com/a.mp4", "--as-note"),
                type("poll", "--name", "Lunch?", "--option", "Soup", "--option", "Pie"),
                type("vcard", "--contact", "Ada=+44 7441 429011; organization=Engines"),
                type("location", "--latitude", "51.5", "--longitude=-0.12", "--title", "Ben"));
    }

    private static Arguments type(String type, String... options) {
        return Arguments.of(type, options);
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyTypeIsSentAndItsOutcomeShown(String type, String[] options) {
        var arguments = new ArrayList<>(List.of("send", type, "--to", "+44 7441 429009", "--wait"));
        arguments.addAll(List.of("--id", "type-" + type));
        arguments.addAll(List.of(options));
        Ended ended = call(arguments.toArray(String[]::new));

        assertEquals(0, ended.status(), ended.toString());
        assertTrue(ended.out().contains("SENT"), ended.out());
        assertTrue(ended.out().contains("44***09@c.us"), ended.out());
        assertFalse(ended.out().contains("7441429009"), ended.out());
        assertTrue(ended.err().startsWith("written  type-" + type), ended.err());
    }

    static List<Arguments> mistakes() {
        return List.of(
                mistake("--to", "send text --to 12 --message Hi"),
                mistake("--message", "send text --to 447441429009 --message="),
                mistake("--url", "send image --to 447441429009 --url http://localhost/x.jpg"),
                mistake("--option", "send poll --to 447441429009 --name Q --option one"),
                mistake(
                        "--latitude",
                        "send location --to 447441429009 --latitude 91 --longitude 0"),
                mistake("--contact", "send vcard --to 447441429009 --contact Ada"),
                mistake("--priority", "send text --to 447441429009 -m Hi --priority urgent"),
                mistake("--typing", "send text --to 447441429009 -m Hi --typing slowly"),
                mistake("--not-before", "send text --to 447441429009 -m Hi --not-before soon"),
                mistake("--expires-at", "send text --to 447441429009 -m Hi --expires-at 500d"),
                mistake("--id", "send text --to 447441429009 -m Hi --id a/b"),
                mistake("--rate", "send text --to 447441429009 -m Hi --rate 5"),
                mistake("--wait", "send --wait text --to 447441429009 -m Hi"),
                mistake("a type is missing", "send"),
                mistake("Did you mean text?", "send txt --to 447441429009"),
                mistake("Did you mean --message", "send text --to 447441429009 --mesage Hi"),
                mistake("--status", "watch --status SEND"),
                mistake("--since", "watch --since yesterday"),
                mistake("--for", "watch --for ever"),
                mistake("COMMAND_ID", "status"),
                mistake("commandId must be", "status a/b"));
    }

    private static Arguments mistake(String named, String call) {
        return Arguments.of(named, call);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsWrongUseAndTheOptionIsNamed(String named, String call) {
        Ended ended = call(call.split(" "));

        assertEquals(2, ended.status(), ended.toString());
        assertTrue(ended.err().contains(named), ended.err());
        assertTrue(ended.err().contains("./wawp help"), ended.err());
        assertEquals("", ended.out());
    }

    @Test
    void aFileIsWrittenAsItIs() throws Exception {
        String command = WorkerFixture.text("from-a-file", "Hello").replace("{", "{ ") + "\n";
        Path file = Files.writeString(directory.resolve("command.json"), command);
        Ended written = call("send", "--file", file.toString(), "--json", "--wait");

        assertEquals(0, written.status(), written.toString());
        JsonNode outcome = MAPPER.readTree(written.out());
        assertEquals("SENT", outcome.path("status").asText());
        try (TopicReader reader = fixture.read(fixture.topics.commands().getFirst())) {
            var record =
                    reader.toEnd().stream()
                            .filter(it -> it.partition() == outcome.at("/source/partition").asInt())
                            .filter(it -> it.offset() == outcome.at("/source/offset").asLong())
                            .findFirst()
                            .orElseThrow();
            assertArrayEquals(command.getBytes(UTF_8), record.value());
            assertEquals("447441429009@c.us", new String(record.key(), UTF_8));
        }
    }

    @Test
    void aFileThatIsNoCommandIsRefusedWithItsField() throws Exception {
        Ended unknown =
                Terminals.typed(
                        environment,
                        WorkerFixture.text("c", "Hi").replace("chatId", "chat_id"),
                        "send",
                        "--file",
                        "-");
        assertEquals(2, unknown.status(), unknown.toString());
        assertTrue(unknown.err().contains("standard input: "), unknown.err());
        assertTrue(unknown.err().contains("(unknown_field)"), unknown.err());

        Ended missing = call("send", "--file", directory.resolve("none.json").toString());
        assertEquals(2, missing.status(), missing.toString());
        assertTrue(missing.err().contains("there is no file"), missing.err());
    }

    @Test
    void aDryRunPrintsWhatASendTakesAndWritesNothing() throws Exception {
        Ended dry =
                Terminals.typed(
                        environment,
                        "From standard input\n",
                        "send",
                        "text",
                        "--to",
                        CHAT,
                        "--message",
                        "-",
                        "--id",
                        "dry",
                        "--metadata",
                        "tenant=shop-7",
                        "--typing",
                        "3s",
                        "--not-before",
                        "1h",
                        "--dry-run");

        assertEquals(0, dry.status(), dry.toString());
        JsonNode command = MAPPER.readTree(dry.out());
        assertEquals("From standard input", command.at("/content/message").asText());
        assertEquals("PT3S", command.at("/typing/duration").asText());
        assertEquals(WorkerFixture.INSTANCE, command.path("instanceId").asText());
        assertEquals("shop-7", command.at("/metadata/tenant").asText());
        assertNull(command.get("priority"));
        assertEquals(1, call("status", "dry").status());

        Ended again = Terminals.typed(environment, dry.out(), "send", "--file", "-", "--dry-run");
        assertEquals(dry.out(), again.out());
    }

    @Test
    void waitingFailsWhenTheCommandIsNotSentAndTellsWhy() {
        Ended failed = call("send", "text", "--to", REFUSED_CHAT, "-m", "Hi", "--wait");

        assertEquals(1, failed.status(), failed.toString());
        assertTrue(failed.out().contains("FAILED"), failed.out());
        assertTrue(failed.out().contains("wawp_rejected"), failed.out());
    }

    @Test
    void manyAreWrittenAndSummedUp() throws Exception {
        Ended words =
                call(
                        "send",
                        "text",
                        "--to",
                        CHAT,
                        "--to",
                        REFUSED_CHAT,
                        "-m",
                        "Hi",
                        "--id",
                        "load",
                        "--count",
                        "10",
                        "--wait");

        assertEquals(1, words.status(), words.toString());
        assertTrue(words.out().startsWith("10 written to "), words.out());
        assertTrue(words.out().contains(": 5 FAILED wawp_rejected, 5 SENT"), words.out());
        assertTrue(words.out().contains("half within"), words.out());
        assertEquals(0, call("status", "load-03").status());

        Ended json =
                call(
                        "send", "text", "--to", CHAT, "-m", "Hi", "--count", "6", "--rate", "20",
                        "--wait", "--json");
        assertEquals(0, json.status(), json.toString());
        JsonNode summary = MAPPER.readTree(json.out());
        assertEquals(6, summary.at("/endings/SENT").asInt());
        assertTrue(summary.path("writtenMs").asInt() >= 240, "six at 20 a second: " + summary);
    }

    @Test
    void withoutAWorkerWaitingEndsAndStatusTellsThatNobodyReadIt() {
        Topics others = TestTopics.create(2);
        Map<String, String> alone = onTopics(others);
        Ended waited =
                Terminals.call(
                        alone,
                        "send",
                        "text",
                        "--to",
                        CHAT,
                        "-m",
                        "Hi",
                        "--id",
                        "unread",
                        "--wait",
                        "--timeout",
                        "0.5s");

        assertEquals(1, waited.status(), waited.toString());
        assertTrue(waited.err().contains("No worker has read the command"), waited.err());
        assertTrue(waited.err().contains("./wawp status unread"), waited.err());

        Ended status = Terminals.call(alone, "status", "unread");
        assertEquals(0, status.status(), status.toString());
        assertTrue(status.out().contains("no worker has read it yet"), status.out());
        assertTrue(status.out().contains("No worker is running now"), status.out());
    }

    @Test
    void topicsThatAreNotThereAreNamed() {
        Map<String, String> elsewhere = new HashMap<>(environment);
        elsewhere.put("DISPATCHER_TOPICS_COMMANDS", "not.there");
        elsewhere.put("DISPATCHER_TOPICS_OUTCOMES", "nor.there");
        for (String[] call :
                List.of(
                        new String[] {"send", "text", "--to", CHAT, "-m", "Hi"},
                        new String[] {"watch"},
                        new String[] {"status", "x"})) {
            Ended ended = Terminals.call(elsewhere, call);
            assertEquals(1, ended.status(), ended.toString());
            assertTrue(ended.err().contains("./wawp topics creates what is missing"), ended.err());
        }
    }

    @Test
    void watchShowsWhatIsWantedAndMasksChats() throws Exception {
        assertEquals(
                0,
                call("send", "text", "--to", CHAT, "-m", "Hi", "--id", "seen", "--wait").status());
        fixture.deliveriesOf("seen");

        Ended seen = call("watch", "--command", "seen", "--from-beginning", "--count", "3");
        assertEquals(0, seen.status(), seen.toString());
        List<String> lines = seen.out().lines().toList();
        assertEquals(3, lines.size(), seen.out());
        assertTrue(lines.get(0).contains("ACCEPTED"), lines.get(0));
        assertTrue(lines.get(1).contains("SENT"), lines.get(1));
        assertTrue(lines.stream().allMatch(line -> line.contains("44***09@c.us")), seen.out());
        assertFalse(seen.out().contains("\u001b"), "no colour where nobody looks");
        assertEquals("", seen.err());

        Ended json =
                call(
                        "watch",
                        "--json",
                        "--command",
                        "seen",
                        "--status",
                        "read",
                        "--since",
                        "1h",
                        "--count",
                        "1");
        JsonNode record = MAPPER.readTree(json.out());
        assertEquals(fixture.topics.deliveries(), record.path("topic").asText());
        assertEquals("READ", record.at("/value/status").asText());
        assertEquals("447441429009@c.us", record.at("/value/chatId").asText());

        assertTrue(
                call(
                                "watch",
                                "--command",
                                "seen",
                                "--status",
                                "SENT",
                                "--since",
                                "1h",
                                "--count",
                                "1",
                                "--show-chats")
                        .out()
                        .contains("447441429009@c.us"));
    }

    @Test
    void watchEndsByItselfAndSaysWhenTooLittleCame() {
        Ended nothing = call("watch", "--instance", "nobody", "--for", "0.3s");
        assertEquals(0, nothing.status(), nothing.toString());
        assertEquals("", nothing.out());

        Ended tooFew = call("watch", "--instance", "nobody", "--for", "0.3s", "--count", "1");
        assertEquals(1, tooFew.status(), tooFew.toString());
        assertTrue(tooFew.err().contains("only 0 of 1"), tooFew.err());
    }

    @Test
    void onATerminalThereAreColoursAndAProgressLine() {
        Map<String, String> terminal = new HashMap<>(environment);
        terminal.put("TERM", "xterm");
        Ended seen =
                Terminals.watched(terminal, "send", "text", "--to", CHAT, "-m", "Hi", "--wait");
        assertTrue(seen.out().contains("\u001b[32mSENT"), seen.out());
        assertTrue(seen.err().contains("waiting for the outcome"), seen.err());

        terminal.put("NO_COLOR", "1");
        Ended plain = Terminals.watched(terminal, "watch", "--since", "1h", "--count", "1");
        assertFalse(plain.out().contains("\u001b"), plain.out());
    }

    /** SIGTERM goes the way of Ctrl-C, and reaches a JVM whose parents ignore SIGINT. */
    @Test
    @Timeout(60)
    void watchEndsInGoodOrderWhenItIsStopped() throws Exception {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "watch",
                        "--from-beginning");
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        assertEquals(0, call("send", "text", "--to", CHAT, "-m", "Hi", "--wait").status());
        Process watch = builder.start();
        try (var output =
                new BufferedReader(new InputStreamReader(watch.getInputStream(), UTF_8))) {
            String first = String.valueOf(output.readLine());
            assertTrue(first.contains("Z  "), first);
            new ProcessBuilder("kill", "-TERM", Long.toString(watch.pid())).start().waitFor();
            assertTrue(watch.waitFor(20, TimeUnit.SECONDS), "it ends");
            assertEquals(0, watch.exitValue());
            assertTrue(output.lines().allMatch(line -> line.contains("Z  ")), "no stack trace");
        } finally {
            watch.destroyForcibly();
        }
    }

    @Test
    void statusTellsTheStoryOfASentCommand() throws Exception {
        assertEquals(
                0,
                call("send", "text", "--to", CHAT, "-m", "Hi", "--id", "story", "--wait").status());
        fixture.deliveriesOf("story");
        Ended story = call("status", "story");

        assertEquals(0, story.status(), story.toString());
        List<String> lines = story.out().lines().toList();
        assertTrue(lines.get(0).contains("story, from instance 123456789012, to 44***09@c.us"));
        assertTrue(
                lines.get(1).contains("written") && lines.get(1).contains("bytes"), lines.get(1));
        assertTrue(lines.get(2).contains("ACCEPTED"), lines.get(2));
        assertTrue(lines.get(3).contains("SENT"), lines.get(3));
        assertTrue(story.out().contains("It was sent, and read.\nNothing to do.\n"), story.out());

        JsonNode json = MAPPER.readTree(call("status", "story", "--json").out());
        assertEquals("SENT", json.at("/outcomes/1/value/status").asText());
        assertEquals(1, json.path("records").size());
        assertEquals("Sent", json.at("/journal/0/state").asText());
        assertEquals("It was sent, and read.", json.path("meaning").asText());
    }

    @Test
    void statusTellsOfAFailedOneItsDeadLetterAndWhatToDo() {
        call("send", "text", "--to", REFUSED_CHAT, "-m", "Hi", "--id", "refused", "--wait");
        Ended status = call("status", "refused");

        assertEquals(0, status.status(), status.toString());
        assertTrue(status.out().contains("dead letter"), status.out());
        assertTrue(status.out().contains("for wawp_rejected"), status.out());
        assertTrue(status.out().contains("It was not sent: wawp_rejected"), status.out());
        assertTrue(status.out().contains("./wawp redrive --command refused"), status.out());
    }

    @Test
    void statusTellsUntilWhenACommandWaits() {
        call("send", "text", "--to", CHAT, "-m", "Later", "--id", "later", "--not-before", "1h");
        fixture.outcomes.until(all -> !fixture.outcomesOf("later").isEmpty());
        Ended status = call("status", "later");

        assertEquals(0, status.status(), status.toString());
        assertTrue(status.out().contains("It waits for its time, "), status.out());
        assertTrue(status.out().contains("Nothing to do: it goes on by itself."), status.out());
    }

    @Test
    void statusOfADuplicateTellsOfTheFirst() {
        call("send", "text", "--to", CHAT, "-m", "One", "--id", "first", "--key", "k", "--wait");
        Ended second =
                call(
                        "send", "text", "--to", CHAT, "-m", "One", "--id", "second", "--key", "k",
                        "--wait");
        assertEquals(1, second.status(), second.toString());

        Ended status = call("status", "second");
        assertEquals(0, status.status(), status.toString());
        assertTrue(status.out().contains("the same send as first, which is SENT"), status.out());
    }

    @Test
    void statusOfWhatIsNotKnownSaysWhyThatMayBe() {
        Ended status = call("status", "never-heard-of");

        assertEquals(1, status.status(), status.toString());
        assertTrue(status.err().contains("Nothing is known of never-heard-of"), status.err());
        assertTrue(status.err().contains("another cluster"), status.err());
        assertEquals("", status.out());
    }

    private static Ended call(String... arguments) {
        return Terminals.call(environment, arguments);
    }

    private static Map<String, String> onTopics(Topics topics) {
        Map<String, String> other = new HashMap<>(environment);
        other.put("KAFKA_BOOTSTRAP_SERVERS", SharedBroker.bootstrapServers());
        other.put("DISPATCHER_TOPICS_COMMANDS", topics.commands().getFirst());
        other.put("DISPATCHER_TOPICS_OUTCOMES", topics.outcomes());
        other.put("DISPATCHER_TOPICS_DELIVERIES", topics.deliveries());
        other.put("DISPATCHER_TOPICS_INSTANCES", topics.instances());
        other.put("DISPATCHER_TOPICS_DEAD_LETTERS", topics.deadLetters());
        other.put("DISPATCHER_TOPICS_DISPATCH", topics.dispatch());
        other.put("DISPATCHER_TOPICS_JOURNAL", topics.journal());
        other.put("DISPATCHER_GROUP_ID", topics.dispatch());
        return other;
    }
}
