package io.wawp.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wawp.dispatcher.config.Setting;
import io.wawp.dispatcher.config.Settings;
import io.wawp.dispatcher.testing.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be checked of the documentation without reading it: links, and names of settings. */
class DocumentationTest {
    private static final Path ROOT = ProjectFiles.root();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern VARIABLE =
            Pattern.compile("\\b(?:WAWP|DISPATCHER)_[A-Z][A-Z_]*[A-Z]\\b");

    /** Variables that are no settings of the worker. */
    private static final Set<String> OTHERS =
            Set.of(
                    "DISPATCHER_CONFIG_FILE", // names the file of settings
                    "WAWP_JAVA_OPTS", // for the launcher
                    "WAWP_PORT"); // what Kubernetes makes of a service

    @Test
    void everyLinkLeadsSomewhere() {
        var broken = new ArrayList<String>();
        eachMatch(
                LINK,
                (page, match) -> {
                    String target = match.group(1);
                    if (!target.matches("[a-z]+:.*") && !leadsSomewhere(page, target)) {
                        broken.add(ROOT.relativize(page) + " -> " + target);
                    }
                });
        assertEquals(List.of(), broken);
    }

    @Test
    void everySettingThatIsNamedExists() {
        Set<String> known =
                Settings.sections().stream()
                        .flatMap(section -> section.settings().stream())
                        .map(Setting::variable)
                        .collect(Collectors.toSet());
        var unknown = new ArrayList<String>();
        eachMatch(
                VARIABLE,
                (page, match) -> {
                    String name = match.group();
                    if (!known.contains(name) && !OTHERS.contains(name) && !isFamily(known, name)) {
                        unknown.add(ROOT.relativize(page) + ": " + name);
                    }
                });
        assertEquals(List.of(), unknown);
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<String> silent =
                    files.filter(path -> path.toString().contains("/src/main/java/"))
                            .filter(path -> path.toString().endsWith(".java"))
                            .map(Path::getParent)
                            .distinct()
                            .filter(dir -> !Files.exists(dir.resolve("package-info.java")))
                            .map(dir -> ROOT.relativize(dir).toString())
                            .toList();
            assertEquals(List.of(), silent);
        }
    }

    @Test
    void thereIsSomethingToCheck() {
        assertTrue(ProjectFiles.pages().size() > 10);
    }

    /** The start of several names, as in DISPATCHER_TOPICS_…. */
    private static boolean isFamily(Set<String> known, String name) {
        return known.stream().filter(each -> each.startsWith(name + "_")).count() > 1;
    }

    private static boolean leadsSomewhere(Path page, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return Files.exists(file) && (parts.length == 1 || headings(file).contains(parts[1]));
    }

    /** Anchors as they are made of headings: lower case, hyphens for spaces. */
    private static Set<String> headings(Path page) {
        return HEADING.matcher(ProjectFiles.read(page))
                .results()
                .map(match ->
                        match.group(1)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                                .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static void eachMatch(Pattern pattern, BiConsumer<Path, Matcher> use) {
        for (Path page : ProjectFiles.pages()) {
            Matcher matcher = pattern.matcher(ProjectFiles.read(page));
            while (matcher.find()) {
                use.accept(page, matcher);
            }
        }
    }
}
