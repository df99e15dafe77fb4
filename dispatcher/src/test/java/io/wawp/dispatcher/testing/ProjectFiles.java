package io.wawp.dispatcher.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files at the project's root, from wherever the build runs the tests. */
public final class ProjectFiles {
    private ProjectFiles() {}

    public static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .takeWhile(directory -> directory != null)
                .filter(directory -> Files.isRegularFile(directory.resolve("wawp")))
                .findFirst()
                .orElseThrow();
    }

    public static String read(String path) {
        return read(root().resolve(path));
    }

    /** All pages of the documentation. */
    public static List<Path> pages() {
        try (Stream<Path> docs = Files.walk(root().resolve("docs"));
                Stream<Path> top = Files.list(root())) {
            return Stream.concat(docs, top)
                    .filter(path -> path.toString().endsWith(".md"))
                    .filter(path -> !path.toString().contains("node_modules"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the root pom says in the first element of that name. */
    public static String pom(String element) {
        Matcher found =
                Pattern.compile("<" + element + ">([^<]+)</" + element + ">")
                        .matcher(read("pom.xml"));
        if (!found.find()) {
            throw new AssertionError("pom.xml has no " + element);
        }
        return found.group(1);
    }
}
