package io.wawp.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The records of version 1 that a module keeps in {@code src/test/resources/records/v1}: this and
 * every later version must read them, and nobody may edit them. New ones are put beside them, with
 * their sums at the end of {@code SHA256SUMS}.
 */
public final class KeptRecords {
    private static final Path ROOT = Path.of("src", "test", "resources", "records", "v1");
    private static final Path SUMS = ROOT.resolve("SHA256SUMS");

    private KeptRecords() {}

    /** The records of one folder, by name. */
    public static List<Path> in(String folder) {
        return list(ROOT.resolve(folder), file -> file.toString().endsWith(".json"));
    }

    /** A kept record as a tree. */
    public static JsonNode read(Path file) {
        return ContractSchema.JSON.readTree(bytes(file));
    }

    /** A kept record as it is. */
    public static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless every kept record is what it was, and none is missing or without its sum. */
    public static void requireUnedited() {
        StringBuilder sums = new StringBuilder();
        for (Path file : list(ROOT, file -> !file.equals(SUMS))) {
            sums.append(sum(file))
                    .append("  ")
                    .append(ROOT.relativize(file).toString().replace('\\', '/'))
                    .append('\n');
        }
        assertEquals(
                new String(bytes(SUMS), java.nio.charset.StandardCharsets.UTF_8),
                sums.toString(),
                "kept records are never edited: they are what the first version wrote, and stand in"
                        + " topics. Put new ones beside them, and their sums into "
                        + SUMS);
    }

    /** Fails unless everything that was said is still said; more may be said. */
    public static void requireSaid(JsonNode kept, JsonNode now, String where) {
        if (kept.isObject()) {
            kept.properties()
                    .forEach(field ->
                            requireSaid(
                                    field.getValue(),
                                    now.path(field.getKey()),
                                    where + "/" + field.getKey()));
        } else if (kept.isArray()) {
            assertEquals(kept.size(), now.size(), where);
            for (int i = 0; i < kept.size(); i++) {
                requireSaid(kept.get(i), now.get(i), where + "/" + i);
            }
        } else {
            assertEquals(kept.toString(), now.toString(), where);
        }
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> found =
                    files.filter(Files::isRegularFile)
                            .filter(wanted)
                            .sorted((a, b) -> slashed(a).compareTo(slashed(b)))
                            .toList();
            assertFalse(found.isEmpty(), folder::toString);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String slashed(Path file) {
        return file.toString().replace('\\', '/');
    }

    private static String sum(Path file) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
