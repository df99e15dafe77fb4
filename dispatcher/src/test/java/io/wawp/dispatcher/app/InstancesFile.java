package io.wawp.dispatcher.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The instances file of a worker, as an operator writes and rewrites it. */
final class InstancesFile {
    private final Path path;
    private final Map<String, String> entries = new LinkedHashMap<>();

    InstancesFile(Path folder) {
        path = folder.resolve("instances.json");
    }

    InstancesFile with(String instance, String token) {
        return entry(instance, "\"accessToken\":\"" + token + "\"");
    }

    InstancesFile withPacing(String instance, String token, String pacing) {
        return entry(instance, "\"accessToken\":\"" + token + "\",\"pacing\":\"" + pacing + "\"");
    }

    InstancesFile withTokenFile(String instance, String tokenFile) {
        return entry(instance, "\"accessTokenFile\":\"" + tokenFile + "\"");
    }

    private InstancesFile entry(String instance, String rest) {
        entries.put(instance, "{\"instanceId\":\"" + instance + "\"," + rest + "}");
        return this;
    }

    /** Replaces the file whole, so that nobody reads half of it. */
    Path write() {
        String text = entries.values().stream().collect(Collectors.joining(",\n", "[", "]\n"));
        replace(path, text);
        return path;
    }

    static void replace(Path path, String text) {
        try {
            Path next = path.resolveSibling(path.getFileName() + ".next");
            Files.writeString(next, text);
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
