package io.wawp.dispatcher.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wawp.dispatcher.testing.ProjectFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code Dockerfile} against the code, the pom and the launcher; no engine is needed. */
class DockerfileTest {
    private static final Pattern MAIN = Pattern.compile("io\\.wawp\\.[A-Za-z.]+");

    /** The instructions of each stage by its name; those before the first under an empty one. */
    private final Map<String, List<String>> stages = new LinkedHashMap<>();

    DockerfileTest() {
        List<String> stage = new ArrayList<>();
        stages.put("", stage);
        String joined = ProjectFiles.read("Dockerfile").replaceAll("\\\\\\R", " ");
        for (String line : joined.lines().filter(each -> !each.startsWith("#")).toList()) {
            if (line.startsWith("FROM ")) {
                stage = new ArrayList<>();
                stages.put(line.substring(line.lastIndexOf(' ') + 1), stage);
            }
            if (!line.isBlank()) {
                stage.add(line);
            }
        }
    }

    private List<String> stage(String name) {
        return Objects.requireNonNull(stages.get(name));
    }

    private static String instruction(List<String> stage, String word) {
        List<String> found = stage.stream().filter(each -> each.startsWith(word + " ")).toList();
        assertEquals(1, found.size(), word + " of " + stage.getFirst());
        return found.getFirst().substring(word.length() + 1).strip();
    }

    @Test
    void hasATargetForTheWorkerAndOneForTheSimulator() {
        assertEquals(Set.of("", "worker", "simulator"), stages.keySet());
    }

    @Test
    void runsOnTheJavaThatItIsCompiledFor() {
        assertEquals(
                "JAVA_IMAGE=eclipse-temurin:" + ProjectFiles.pom("maven.compiler.release") + "-jre",
                instruction(stage(""), "ARG"));
        for (String name : List.of("worker", "simulator")) {
            assertTrue(instruction(stage(name), "FROM").startsWith("${JAVA_IMAGE} "), name);
        }
    }

    @Test
    void runsAsANumberThatIsNotRoots() {
        for (String name : List.of("worker", "simulator")) {
            assertEquals("10001:10001", instruction(stage(name), "USER"));
        }
    }

    @Test
    void holdsWhatTheLauncherPutThereAndNoBroker() {
        for (String name : List.of("worker", "simulator")) {
            for (String each : stage(name)) {
                String words = each.toLowerCase(Locale.ROOT);
                assertFalse(words.contains("broker"), each);
                assertFalse(words.startsWith("run ") || words.startsWith("add "), each);
                if (words.startsWith("copy ")) {
                    assertTrue(each.startsWith("COPY target/image/" + name + "/"), each);
                }
            }
        }
    }

    @Test
    void becomesTheJvmSoThatSignalsReachIt() throws Exception {
        for (String name : List.of("worker", "simulator")) {
            List<String> entry = words(instruction(stage(name), "ENTRYPOINT"));
            assertEquals("java", entry.getFirst());
            assertEquals("SIGTERM", instruction(stage(name), "STOPSIGNAL"));
            requireMain(entry.getLast());
        }
        assertEquals(List.of("worker"), words(instruction(stage("worker"), "CMD")));
    }

    @Test
    void hasTheFlagsOfTheLauncher() throws Exception {
        var quiet = Pattern.compile("(?m)^quiet=\"(.*)\"$").matcher(ProjectFiles.read("wawp"));
        assertTrue(quiet.find());
        for (String name : List.of("worker", "simulator")) {
            List<String> entry = words(instruction(stage(name), "ENTRYPOINT"));
            for (String flag : quiet.group(1).split(" ", -1)) {
                assertTrue(entry.contains(flag), name + " lacks " + flag);
            }
            assertTrue(entry.contains("-XX:+ExitOnOutOfMemoryError"), name);
        }
    }

    @Test
    void asksForHealthWithAProgramThatItHolds() throws Exception {
        for (String name : List.of("worker", "simulator")) {
            String check = instruction(stage(name), "HEALTHCHECK");
            List<String> command = words(check.substring(check.indexOf("CMD ") + 4));
            assertFalse(command.contains("curl") || command.contains("sh"), check);
            requireMain(
                    command.stream()
                            .filter(word -> MAIN.matcher(word).matches())
                            .findFirst()
                            .orElseThrow());
        }
    }

    private static List<String> words(String execForm) throws Exception {
        return List.of(new ObjectMapper().readValue(execForm, String[].class));
    }

    private static void requireMain(String name) throws Exception {
        Class.forName(name).getMethod("main", String[].class);
    }
}
