package io.wawp.dispatcher.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Times and durations as people write them in options: {@code PT1H30M} or {@code 1h30m}, {@code
 * 2026-11-22T09:00:00Z} or a duration from now or ago. Stateless.
 */
final class Moments {
    private static final Pattern SHORT =
            Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+(?:\\.\\d{1,3})?)s)?");
    private static final String EXPECTED_DURATION =
            "expected a duration such as 90s, 10m, 1h30m, 2d or PT1H30M";
    private static final String EXPECTED_MOMENT =
            "expected a time such as 2026-11-22T09:00:00Z, or a duration such as 10m or 2h";

    private Moments() {}

    /**
     * A duration that is not negative.
     *
     * @throws IllegalArgumentException when it is none; its message says what was expected
     */
    static Duration duration(String written) {
        String text = written.strip();
        Duration duration =
                text.toUpperCase(Locale.ROOT).startsWith("P") ? iso(text) : inShort(text);
        if (duration.isNegative()) {
            throw new IllegalArgumentException(EXPECTED_DURATION);
        }
        return duration;
    }

    /**
     * A time, or so long after now.
     *
     * @throws IllegalArgumentException when it is neither; its message says what was expected
     */
    static Instant after(String written, Instant now) {
        return isTime(written) ? time(written) : now.plus(span(written));
    }

    /**
     * A time, or so long ago.
     *
     * @throws IllegalArgumentException when it is neither; its message says what was expected
     */
    static Instant before(String written, Instant now) {
        return isTime(written) ? time(written) : now.minus(span(written));
    }

    private static boolean isTime(String written) {
        return written.indexOf('-') > 0;
    }

    private static Instant time(String written) {
        try {
            return OffsetDateTime.parse(written.strip()).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(EXPECTED_MOMENT, e);
        }
    }

    private static Duration span(String written) {
        try {
            return duration(written);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(EXPECTED_MOMENT, e);
        }
    }

    private static Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(EXPECTED_DURATION, e);
        }
    }

    private static Duration inShort(String text) {
        Matcher parts = SHORT.matcher(text.toLowerCase(Locale.ROOT));
        if (text.isEmpty() || text.length() > 30 || !parts.matches()) {
            throw new IllegalArgumentException(EXPECTED_DURATION);
        }
        try {
            return Duration.ofDays(whole(parts.group(1)))
                    .plusHours(whole(parts.group(2)))
                    .plusMinutes(whole(parts.group(3)))
                    .plusMillis(millis(parts.group(4)));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(EXPECTED_DURATION, e);
        }
    }

    private static long whole(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static long millis(@org.jspecify.annotations.Nullable String seconds) {
        return seconds == null
                ? 0
                : new java.math.BigDecimal(seconds).movePointRight(3).longValueExact();
    }

    /** For options that are durations. */
    static final class OfDuration implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String written) {
            try {
                return duration(written);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
