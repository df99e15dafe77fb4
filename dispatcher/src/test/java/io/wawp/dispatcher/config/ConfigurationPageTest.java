package io.wawp.dispatcher.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/configuration.md} to the settings. After a change of a setting, {@code mvn
 * verify -Dtest=ConfigurationPageTest -Dwawp.write-docs=true} writes the page anew.
 */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    @Test
    void thePageSaysWhatTheSettingsDeclare() throws IOException {
        if (Boolean.getBoolean("wawp.write-docs")) {
            Files.writeString(PAGE, SettingsPage.markdown());
        }
        assertEquals(
                SettingsPage.markdown(),
                Files.readString(PAGE),
                "docs/configuration.md is not what the settings declare; write it anew with"
                        + " -Dwawp.write-docs=true");
    }

    @Test
    void everySettingHasItsPlaceInOneSection() {
        var seen = new HashSet<String>();
        Settings.all().forEach(setting -> assertTrue(seen.add(setting.key()), setting.key()));
        assertEquals(declared(), seen.size(), "a setting that is declared stands in no section");
    }

    private static long declared() {
        return java.util.Arrays.stream(Settings.class.getDeclaredFields())
                .filter(field -> field.getType() == Setting.class)
                .count();
    }
}
