package io.wawp.dispatcher.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One setting: what a reference page says of it, and how its text becomes a value.
 *
 * @param key as in the file; {@link #variable()} as in the environment
 * @param kind what may be written, in words
 * @param defaultText null when there is none: then the setting is absent unless it is set
 * @param secret whether its value must never be shown
 * @param description one or two sentences for an operator
 * @param parse throws {@link IllegalArgumentException} with what is expected, without the value
 */
public record Setting<T>(
        String key,
        String kind,
        @Nullable String defaultText,
        boolean secret,
        String description,
        Function<String, T> parse) {

    /** The environment variable that sets it. */
    public String variable() {
        return key.replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    static Setting<String> text(String key, @Nullable String defaultText, String description) {
        return new Setting<>(key, "text", defaultText, false, description, text -> text);
    }

    static Setting<String> secret(String key, String description) {
        return new Setting<>(key, "text", null, true, description, text -> text);
    }

    static Setting<String> matching(
            String key, @Nullable String defaultText, String regex, String kind, String more) {
        return new Setting<>(
                key,
                kind,
                defaultText,
                false,
                more,
                text -> require(text.matches(regex), text, kind));
    }

    static Setting<String> oneOf(String key, List<String> values, String description) {
        String kind = "one of " + String.join(", ", values);
        return new Setting<>(
                key,
                kind,
                values.getFirst(),
                false,
                description,
                text -> require(values.contains(text), text, kind));
    }

    static Setting<Integer> number(
            String key, int defaultValue, int least, int most, String description) {
        return new Setting<>(
                key,
                "a whole number from " + least + " to " + most,
                Integer.toString(defaultValue),
                false,
                description,
                text -> (int) whole(text, least, most));
    }

    static Setting<Long> bytes(
            String key, long defaultValue, long least, long most, String description) {
        return new Setting<>(
                key,
                "a number of bytes from " + least + " to " + most,
                Long.toString(defaultValue),
                false,
                description,
                text -> whole(text, least, most));
    }

    static Setting<Boolean> flag(String key, boolean defaultValue, String description) {
        return new Setting<>(
                key,
                "true or false",
                Boolean.toString(defaultValue),
                false,
                description,
                text -> require(text.matches("true|false"), text, "true or false").equals("true"));
    }

    static Setting<Duration> duration(
            String key, String defaultText, String least, String most, String description) {
        return new Setting<>(
                key,
                "an ISO-8601 duration from " + least + " to " + most,
                defaultText,
                false,
                description,
                text -> duration(text, Duration.parse(least), Duration.parse(most)));
    }

    static Setting<List<Duration>> durations(String key, String defaultText, String description) {
        return new Setting<>(
                key,
                "ISO-8601 durations, each longer than the one before, separated by commas",
                defaultText,
                false,
                description,
                Setting::rising);
    }

    static Setting<List<String>> names(
            String key, String defaultText, String regex, String kind, String description) {
        return new Setting<>(
                key,
                kind,
                defaultText,
                false,
                description,
                text -> {
                    List<String> all = parts(text);
                    require(
                            !all.isEmpty() && all.stream().allMatch(n -> n.matches(regex)),
                            text,
                            kind);
                    require(all.stream().distinct().count() == all.size(), text, "each name once");
                    return all;
                });
    }

    private static List<Duration> rising(String text) {
        List<Duration> all =
                parts(text).stream()
                        .map(part -> duration(part, Duration.ofMillis(1), Duration.ofDays(400)))
                        .toList();
        require(!all.isEmpty(), text, "at least one duration");
        for (int i = 1; i < all.size(); i++) {
            require(
                    all.get(i).compareTo(all.get(i - 1)) > 0,
                    text,
                    "each duration longer than the one before");
        }
        return all;
    }

    private static List<String> parts(String text) {
        return List.of(text.split(",", -1)).stream()
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static Duration duration(String text, Duration least, Duration most) {
        try {
            Duration value = Duration.parse(text);
            if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
                return value;
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("an ISO-8601 duration such as PT30S or PT24H", e);
        }
        throw new IllegalArgumentException("a duration from " + least + " to " + most);
    }

    private static long whole(String text, long least, long most) {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a whole number from " + least + " to " + most, e);
        }
        throw new IllegalArgumentException("a whole number from " + least + " to " + most);
    }

    private static String require(boolean fine, String text, String expected) {
        if (!fine) {
            throw new IllegalArgumentException(expected);
        }
        return Objects.requireNonNull(text);
    }
}
