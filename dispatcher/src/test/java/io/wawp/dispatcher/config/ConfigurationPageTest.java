package io.wawp.dispatcher.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Holds the tables of {@code docs/configuration.md} to the settings' declarations. After a change
 * of a setting, {@code -Dtest=ConfigurationPageTest -Dwawp.docs.renew=true} writes them anew.
 */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final Pattern LONG_NUMBER = Pattern.compile("\\d{5,}");

    @Test
    void theTablesSayWhatTheSettingsDeclare() throws IOException {
        String page = Files.readString(PAGE);
        String right = page;
        for (Settings.Section section : Settings.sections()) {
            right = withTable(right, section);
        }
        if (Boolean.getBoolean("wawp.docs.renew")) {
            Files.writeString(PAGE, right);
        } else {
            assertEquals(
                    right, page, "docs/configuration.md: write it with -Dwawp.docs.renew=true");
        }
    }

    @Test
    void whatCannotBeSetIsNamed() throws IOException {
        String page = Files.readString(PAGE);
        KafkaProperties.RESERVED.forEach(
                name -> assertTrue(page.contains("`" + name + "`"), name + " is missing"));
    }

    @Test
    void everyDeclaredSettingStandsInOneSection() {
        var seen = new HashSet<String>();
        Settings.all().forEach(setting -> assertTrue(seen.add(setting.key()), setting.key()));
        long declared =
                Arrays.stream(Settings.class.getDeclaredFields())
                        .filter(field -> field.getType() == Setting.class)
                        .count();
        assertEquals(declared, seen.size(), "a setting that is declared stands in no section");
    }

    private static String withTable(String page, Settings.Section section) {
        String begin = "<!-- begin settings: " + section.title() + " -->\n";
        int from = page.indexOf(begin);
        assertTrue(from >= 0, "docs/configuration.md needs the line " + begin);
        int to = page.indexOf("<!-- end settings -->", from);
        var table = new StringBuilder("\n| variable | default | value | meaning |\n");
        table.append("|---|---|---|---|\n");
        section.settings().forEach(setting -> table.append(row(setting)));
        return page.substring(0, from + begin.length()) + table + "\n" + page.substring(to);
    }

    private static String row(Setting<?> setting) {
        String preset = setting.defaultText();
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        setting.variable(),
                        preset == null ? "" : "`" + preset + "`",
                        readable(setting.kind()),
                        setting.description() + (setting.secret() ? " Never shown." : ""));
    }

    /** Thousands apart: nobody reads 68719476736. */
    private static String readable(String kind) {
        return LONG_NUMBER
                .matcher(kind)
                .replaceAll(
                        match -> String.format(Locale.ROOT, "%,d", Long.parseLong(match.group())));
    }
}
