package io.wawp.dispatcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher script, copied to a project whose path has a space, on a machine that has nothing
 * but the shell's usual tools and JDKs and a Maven that only say how they were called.
 */
class LauncherIT {
    private static final List<String> TOOLS =
            List.of(
                    "sh",
                    "awk",
                    "cat",
                    "chmod",
                    "cp",
                    "dirname",
                    "find",
                    "flock",
                    "head",
                    "ln",
                    "mkdir",
                    "mv",
                    "readlink",
                    "rm",
                    "rmdir",
                    "sed",
                    "sleep",
                    "touch",
                    "tr");

    @TempDir private Path temp;
    private Path root;
    private Path bin;
    private final Map<String, String> environment = new HashMap<>();

    record Ended(int status, String out, String err) {}

    @BeforeEach
    void aMachineWithAProject() throws IOException {
        root = temp.resolve("a project");
        bin = Files.createDirectory(temp.resolve("bin"));
        for (String tool : TOOLS) {
            link(tool);
        }
        environment.put("PATH", bin.toString());
        environment.put("HOME", temp.toString());
        environment.put("WAWP_JDK_DIRS", temp.resolve("jvm").toString());
        Files.createDirectories(temp.resolve("jvm"));
        for (String module : List.of("dispatcher", "demo", "sandbox", "benchmarks")) {
            Files.createDirectories(root.resolve(module + "/src/main"));
            old(Files.writeString(root.resolve(module + "/src/main/A.java"), "class A {}"));
            old(root.resolve(module + "/src/main"));
            old(Files.writeString(root.resolve(module + "/pom.xml"), "<project/>"));
        }
        old(
                Files.writeString(
                        root.resolve("pom.xml"),
                        "<project>\n  <kafka.version>4.4.0</kafka.version>\n</project>\n"));
        Path script = Files.copy(launcher(), root.resolve("wawp"));
        assertTrue(script.toFile().setExecutable(true));
        old(script);
        program(
                bin.resolve("mvn"),
                """
                echo "$JAVA_HOME|$MAVEN_OPTS|$*" >>"%s"
                for m in dispatcher demo sandbox benchmarks; do
                    mkdir -p $m/target/lib $m/target/surefire-reports
                    : >$m/target/wawp-$m-1.jar
                    : >$m/target/lib/x.jar
                    : >$m/target/lib/wawp-common-1.jar
                done
                echo '<testsuite xmlns="x" name="A" tests="5" errors="1" skipped="2" failures="1">' \
                    >demo/target/surefire-reports/TEST-A.xml
                echo '<testsuite name="B" tests="7" errors="0" skipped="0" failures="0" flakes="0">' \
                    >dispatcher/target/surefire-reports/TEST-B.xml
                exit ${MVN_STATUS:-0}
                """
                        .formatted(temp.resolve("builds")));
    }

    @Test
    void helpListsTheCommandsThatThereAre() throws Exception {
        Ended ended = wawp("help");

        assertEquals(0, ended.status());
        for (String command :
                List.of(
                        "demo", "sandbox", "worker", "topics", "send", "watch", "status", "redrive",
                        "resolve", "audit", "chaos", "bench", "test", "image", "help")) {
            assertTrue(ended.out().contains("\n  " + command), command);
        }
        assertEquals(0, builds());
    }

    @Test
    void helpOfACommandIsWhatItTellsItself() throws Exception {
        jdk("jvm/new", "25");
        assertTrue(
                wawp("help", "send", "text")
                        .out()
                        .endsWith("\nio.wawp.dispatcher.cli.Main\nsend\ntext\n--help\n"));
        assertTrue(
                wawp("help", "sandbox").out().endsWith("\nio.wawp.sandbox.SandboxMain\n--help\n"));
        assertTrue(wawp("help", "demo").out().endsWith("\nio.wawp.demo.DemoMain\n--help\n"));
        assertTrue(wawp("help", "chaos").out().endsWith("\nio.wawp.chaos.ChaosMain\n--help\n"));
        assertTrue(
                wawp("help", "bench")
                        .out()
                        .endsWith("\nio.wawp.benchmarks.takeover.TakeOverMain\n--help\n"));

        Ended unknown = wawp("help", "sand");
        assertEquals(2, unknown.status());
        assertTrue(unknown.err().contains("did you mean 'send'?"), unknown.err());
    }

    @Test
    void helpOfTestNeedsNoBuild() throws Exception {
        Ended help = wawp("help", "test");

        assertEquals(0, help.status(), help.err());
        assertTrue(help.out().contains("Examples"), help.out());
        assertEquals(help.out(), wawp("test", "--help").out());
        assertEquals(0, builds());
    }

    @Test
    void tellsTheProgramThatNobodyLooks() throws Exception {
        jdk("jvm/new", "25");
        assertTrue(wawp("watch").out().contains("\n-Dwawp.terminals=\n"));
    }

    @Test
    void anUnknownCommandIsWrongUseAndTheNearestOneIsNamed() throws Exception {
        Ended ended = wawp("sandbax");

        assertEquals(2, ended.status());
        assertTrue(ended.err().contains("did you mean 'sandbox'?"), ended.err());
        assertFalse(wawp("quite-another-thing").err().contains("did you mean"));
    }

    @Test
    void noCommandIsWrongUse() throws Exception {
        assertEquals(2, wawp().status());
    }

    @Test
    void passesOverAnOldJavaForANewEnoughOne() throws Exception {
        Path old = jdk("old", "17.0.2");
        environment.put("JAVA_HOME", old.toString());
        Files.createSymbolicLink(bin.resolve("java"), old.resolve("bin/java"));
        Path good = jdk("jvm/temurin 25", "25.0.3");

        Ended ended = wawp("worker", "--config", "some file");

        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.out().startsWith(good + "\n"), ended.out());
        assertTrue(
                ended.out()
                        .endsWith("\nio.wawp.dispatcher.cli.Main\nworker\n--config\nsome file\n"),
                ended.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "25.0.3", "26", "25-ea", "100.1"})
    void takesJavaHomeWhenItIsNewEnough(String version) throws Exception {
        jdk("jvm/another", "25");
        Path home = jdk("home", version);
        environment.put("JAVA_HOME", home.toString());

        assertTrue(wawp("demo").out().startsWith(home + "\n"));
    }

    @Test
    void takesTheJavaOnThePathBehindItsLinks() throws Exception {
        Path home = jdk("somewhere", "25.0.1");
        Files.createSymbolicLink(temp.resolve("alternative"), home.resolve("bin/java"));
        Files.createSymbolicLink(bin.resolve("java"), temp.resolve("alternative"));

        assertTrue(wawp("demo").out().startsWith(home + "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.8.0_402", "17.0.2", "24.0.2"})
    void withoutANewEnoughJdkItSaysWhatToDo(String version) throws Exception {
        if (!version.isEmpty()) {
            jdk("jvm/old", version);
        }
        Ended ended = wawp("demo");

        assertEquals(1, ended.status());
        assertTrue(ended.err().contains("a JDK 25 or newer is needed"), ended.err());
        assertTrue(ended.err().contains("JAVA_HOME=/path/to/jdk"), ended.err());
        assertEquals(0, builds());
    }

    @Test
    void withoutAMavenItSaysWhatToDo() throws Exception {
        jdk("jvm/new", "25");
        Files.delete(bin.resolve("mvn"));
        Ended ended = wawp("demo");

        assertEquals(1, ended.status());
        assertTrue(ended.err().contains("install Maven"), ended.err());
    }

    @Test
    void buildsOnceAndAgainOnlyWhenSomethingIsNewer() throws Exception {
        jdk("jvm/new", "25");
        wawp("demo");
        assertEquals(1, builds());
        wawp("worker");
        assertEquals(1, builds());

        touch(root.resolve("demo/src/main/A.java"));
        wawp("worker");
        assertEquals(2, builds());

        Files.delete(root.resolve("dispatcher/src/main/A.java"));
        touch(root.resolve("dispatcher/src/main"));
        wawp("worker");
        assertEquals(3, builds());
    }

    @Test
    void givesMavenTheJdkAndTheCallersOptions() throws Exception {
        Path home = jdk("jvm/new", "25");
        environment.put("MAVEN_OPTS", "-Da=b");
        wawp("demo");

        String call = Files.readString(temp.resolve("builds"));
        assertTrue(call.startsWith(home + "|"), call);
        assertTrue(call.contains(" -Da=b|"), call);
    }

    @Test
    void aFailedBuildStartsNothing() throws Exception {
        jdk("jvm/new", "25");
        environment.put("MVN_STATUS", "1");
        Ended ended = wawp("demo");

        assertEquals(1, ended.status());
        assertEquals("", ended.out());
        environment.remove("MVN_STATUS");
        assertEquals(0, wawp("demo").status());
        assertEquals(2, builds());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKilledBuildersLockHoldsNobodyUp(boolean flock) throws Exception {
        jdk("jvm/new", "25");
        if (!flock) {
            Files.delete(bin.resolve("flock"));
        }
        Files.createDirectories(root.resolve("target"));
        Files.createFile(root.resolve("target/build.lock"));
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.createSymbolicLink(
                root.resolve("target/build.pid"), Path.of(Long.toString(gone.pid())));

        assertEquals(0, wawp("demo").status());
        if (!flock) {
            assertFalse(Files.isSymbolicLink(root.resolve("target/build.pid")));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void severalAtOnceBuildOnce(boolean flock) throws Exception {
        jdk("jvm/new", "25");
        if (!flock) {
            Files.delete(bin.resolve("flock"));
        }
        var all = new ArrayList<Process>();
        for (int i = 0; i < 4; i++) {
            all.add(start(root.resolve("wawp"), temp, "demo"));
        }
        for (Process process : all) {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
        }
        assertEquals(1, builds());
    }

    @Test
    void worksThroughALinkFromAnotherDirectory() throws Exception {
        jdk("jvm/new", "25");
        Path elsewhere = Files.createDirectories(temp.resolve("else where/deep"));
        Files.createSymbolicLink(elsewhere.resolve("w"), Path.of("../../a project/wawp"));

        Ended ended = ended(start(elsewhere.resolve("w"), elsewhere, "demo"));

        assertEquals(0, ended.status(), ended.err());
        Path target = root.toRealPath().resolve("demo/target");
        assertTrue(
                ended.out().contains("\n" + target + "/wawp-demo-1.jar:" + target + "/lib/*\n"),
                ended.out());
    }

    @Test
    void testRunsMavenAndEndsWithTheCounts() throws Exception {
        jdk("jvm/new", "25");
        environment.put("MVN_STATUS", "1");
        Ended ended = wawp("test");

        assertEquals(1, ended.status());
        assertTrue(ended.out().endsWith("8 passed, 2 failed, 2 skipped\n"), ended.out());
        String call = Files.readString(temp.resolve("builds"));
        assertTrue(call.endsWith("|-B -ntp -T 2 verify -Pchecks\n"), call);
    }

    @Test
    void testLongAddsTheLongOnes() throws Exception {
        jdk("jvm/new", "25");
        assertEquals(0, wawp("test", "--long").status());
        assertTrue(Files.readString(temp.resolve("builds")).endsWith("verify -Pchecks -Plong\n"));
        assertEquals(2, wawp("test", "--short").status());
    }

    @Test
    void testContainersChoosesTheProfileOnceEngineAndImageAreThere() throws Exception {
        jdk("jvm/new", "25");
        docker("");

        assertEquals(0, wawp("test", "--containers", "--long").status());

        assertTrue(
                Files.readString(temp.resolve("builds"))
                        .endsWith("verify -Pchecks -Pcontainers -Plong\n"));
        assertEquals(
                List.of("version", "image inspect apache/kafka:4.4.0"),
                Files.readAllLines(temp.resolve("docker")));
    }

    @Test
    void testWithoutTheOptionNeverTouchesDocker() throws Exception {
        jdk("jvm/new", "25");
        docker("");

        assertEquals(0, wawp("test").status());

        assertFalse(Files.exists(temp.resolve("docker")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"test --containers", "image"})
    void withoutDockerItSaysWhatToDoAndBuildsNothing(String command) throws Exception {
        jdk("jvm/new", "25");
        Ended missing = wawp(command.split(" "));
        assertEquals(1, missing.status());
        assertTrue(missing.err().contains("install Docker"), missing.err());

        docker("exit 1");
        Ended silent = wawp(command.split(" "));
        assertEquals(1, silent.status());
        assertTrue(silent.err().contains("no Docker engine answers: start it"), silent.err());
        assertEquals(0, builds());
    }

    @Test
    void testContainersWithoutTheImageSaysHowToFetchIt() throws Exception {
        jdk("jvm/new", "25");
        docker("[ $1 = version ]");
        Ended ended = wawp("test", "--containers");

        assertEquals(1, ended.status());
        assertTrue(ended.err().contains("'docker pull apache/kafka:4.4.0'"), ended.err());
        assertEquals(0, builds());
    }

    @Test
    void imageBuildsBothFromLayersOfTheirOwn() throws Exception {
        jdk("jvm/new", "25");
        docker("");
        Ended ended = wawp("image");

        assertEquals(0, ended.status(), ended.err());
        String root = this.root.toRealPath().toString();
        assertEquals(
                List.of(
                        "version",
                        "build --target worker --tag wawp-dispatcher:1 " + root,
                        "build --target simulator --tag wawp-simulator:1 " + root),
                Files.readAllLines(temp.resolve("docker")));
        assertEquals(List.of("x.jar"), staged("worker/lib"));
        assertEquals(List.of("wawp-common-1.jar", "wawp-dispatcher-1.jar"), staged("worker/app"));
        assertEquals(List.of("wawp-common-1.jar", "wawp-sandbox-1.jar"), staged("simulator/app"));
    }

    @Test
    void anImageThatCannotBeBuiltIsAFailureThatNamesIt() throws Exception {
        jdk("jvm/new", "25");
        docker("[ $1 = version ]");
        Ended ended = wawp("image");

        assertEquals(1, ended.status());
        assertTrue(ended.err().contains("the image wawp-dispatcher could not"), ended.err());
    }

    /** A docker that writes down how it was called, and then does this. */
    private void docker(String script) throws IOException {
        program(
                bin.resolve("docker"),
                "echo \"$*\" >>\"%s\"\n%s\n".formatted(temp.resolve("docker"), script));
    }

    private List<String> staged(String directory) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("target/image").resolve(directory))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Ended wawp(String... arguments) throws Exception {
        return ended(start(root.resolve("wawp"), temp, arguments));
    }

    private Process start(Path script, Path directory, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Ended ended(Process process) throws Exception {
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return new Ended(process.exitValue(), out, err);
    }

    /** A JDK whose java prints its JAVA_HOME and its arguments, one a line. */
    private Path jdk(String name, String version) throws IOException {
        Path home = Files.createDirectories(temp.resolve(name));
        Files.createDirectories(home.resolve("bin"));
        program(home.resolve("bin/java"), "printf '%s\\n' \"$JAVA_HOME\" \"$@\"\n");
        program(home.resolve("bin/javac"), "exit 1\n");
        Files.writeString(
                home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private int builds() throws IOException {
        Path builds = temp.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    private void link(String tool) throws IOException {
        for (String directory : System.getenv("PATH").split(":", -1)) {
            Path candidate = Path.of(directory, tool);
            if (Files.isExecutable(candidate)) {
                Files.createSymbolicLink(bin.resolve(tool), candidate);
                return;
            }
        }
        assertEquals("flock", tool, "a tool that every machine has");
    }

    private static void program(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertTrue(file.toFile().setExecutable(true));
    }

    private static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }

    private static void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
    }

    /** Upwards from wherever the build runs the tests. */
    private static Path launcher() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .takeWhile(directory -> directory != null)
                .map(directory -> directory.resolve("wawp"))
                .filter(Files::isExecutable)
                .filter(file -> !Files.isDirectory(file))
                .findFirst()
                .orElseThrow();
    }
}
