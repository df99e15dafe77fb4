package io.wawp.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the logs and the data of a run are.
 *
 * @param temporary whether it goes with a clean run
 */
record RunDirectory(Path path, boolean temporary) {

    /**
     * @param given made if it is missing; null for a temporary one
     */
    static RunDirectory open(@Nullable Path given) {
        try {
            if (given == null) {
                return new RunDirectory(Files.createTempDirectory("wawp-chaos-"), true);
            }
            Path absolute = given.toAbsolutePath();
            Files.createDirectories(absolute);
            if (Files.exists(absolute.resolve("kafka"))) {
                throw new ChaosException(
                        "%s holds an earlier run: give another directory, or delete it"
                                .formatted(absolute));
            }
            return new RunDirectory(absolute, false);
        } catch (IOException e) {
            throw new ChaosException("Cannot write to %s: %s".formatted(given, e.getMessage()), e);
        }
    }

    /** Nobody needs it any more, unless it was given. */
    void tidy() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new ChaosException("Cannot delete %s: %s".formatted(path, e.getMessage()), e);
        }
    }
}
