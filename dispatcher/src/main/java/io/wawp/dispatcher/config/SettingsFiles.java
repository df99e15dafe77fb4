package io.wawp.dispatcher.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** A file of settings in the format of Java's properties, in UTF-8. */
final class SettingsFiles {
    private SettingsFiles() {}

    /**
     * What is in the file, sorted by key.
     *
     * @param problems is added to when it cannot be read; nothing of its content is repeated
     */
    static Map<String, String> read(Path path, List<String> problems) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            problems.add(
                    "the settings' file "
                            + path
                            + " cannot be read ("
                            + e.getClass().getSimpleName()
                            + "): name a readable file of properties");
        }
        var map = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
        return map;
    }
}
