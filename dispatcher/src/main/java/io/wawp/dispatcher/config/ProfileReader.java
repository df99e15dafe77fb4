package io.wawp.dispatcher.config;

import io.wawp.dispatcher.config.WorkerConfig.PacingProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pacing profiles of the file: {@code dispatcher.pacing-profiles.NAME.FIELD}. */
final class ProfileReader {
    static final String PREFIX = "dispatcher.pacing-profiles.";
    static final List<String> BUILT_IN = List.of("standard", "strict", "off");

    private static final Pattern KEY =
            Pattern.compile(Pattern.quote(PREFIX) + "([a-z0-9-]{1,40})\\.([a-z-]+)");
    private static final List<String> FIELDS =
            List.of("gap", "jitter", "chat-gap", "per-minute", "per-hour", "per-day");
    private static final String LIMIT = "0 (no limit) or more sends";

    private final BiConsumer<String, String> problems;

    /**
     * @param problems is told the key and what is expected of it
     */
    ProfileReader(BiConsumer<String, String> problems) {
        this.problems = problems;
    }

    Map<String, PacingProfile> read(Map<String, String> file) {
        var byName = new TreeMap<String, Map<String, String>>();
        file.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                collect(byName, key, value);
            }
        });
        var profiles = new HashMap<String, PacingProfile>();
        byName.forEach((name, fields) -> profiles.put(name, profile(name, fields)));
        return profiles;
    }

    private void collect(Map<String, Map<String, String>> byName, String key, String value) {
        Matcher matcher = KEY.matcher(key);
        if (!matcher.matches() || !FIELDS.contains(matcher.group(2))) {
            problems.accept(
                    key,
                    "there is no such setting: a profile has a name of a-z 0-9 - and the fields "
                            + String.join(", ", FIELDS));
        } else if (BUILT_IN.contains(matcher.group(1))) {
            problems.accept(key, "this profile is built in; give yours another name");
        } else {
            byName.computeIfAbsent(matcher.group(1), name -> new HashMap<>())
                    .put(matcher.group(2), value);
        }
    }

    private PacingProfile profile(String name, Map<String, String> fields) {
        String key = PREFIX + name + ".";
        return new PacingProfile(
                name,
                value(Setting.duration(key + "gap", "PT0S", "PT0S", "P1D", ""), fields),
                jitter(key + "jitter", fields.get("jitter")),
                value(Setting.duration(key + "chat-gap", "PT0S", "PT0S", "P1D", ""), fields),
                value(limit(key + "per-minute"), fields),
                value(limit(key + "per-hour"), fields),
                value(limit(key + "per-day"), fields));
    }

    private static Setting<Integer> limit(String key) {
        return Setting.number(key, 0, 0, 1_000_000, LIMIT);
    }

    private <T> T value(Setting<T> setting, Map<String, String> fields) {
        String field = setting.key().substring(setting.key().lastIndexOf('.') + 1);
        String preset = setting.defaultText();
        String fallback = preset == null ? "" : preset;
        try {
            return setting.parse().apply(fields.getOrDefault(field, fallback).strip());
        } catch (IllegalArgumentException e) {
            problems.accept(setting.key(), "expected " + e.getMessage());
            return setting.parse().apply(fallback);
        }
    }

    private double jitter(String key, @Nullable String text) {
        if (text == null) {
            return 0;
        }
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        problems.accept(key, "expected a number from 0 to 1, such as 0.5");
        return 0;
    }
}
