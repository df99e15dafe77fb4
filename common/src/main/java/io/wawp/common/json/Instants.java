package io.wawp.common.json;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * Points in time as RFC 3339 writes them, and lengths of time as ISO 8601 does. Stricter than the
 * JDK's parsers, which take what other readers of the same contract would not.
 */
final class Instants {
    private static final String EXPECTED = "must be an instant like 2026-11-22T09:00:00Z";
    private static final int LONGEST = 64;
    private static final int SECONDS_END = 19;
    private static final int NANO_DIGITS = 9;
    private static final Pattern DURATION =
            Pattern.compile("P(\\d{1,3}D)?(T(\\d{1,6}H)?(\\d{1,6}M)?(\\d{1,6}(\\.\\d{1,9})?S)?)?");
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Instants() {}

    /** With milliseconds, as outcomes show times. */
    static String milliseconds(Instant instant) {
        return MILLISECONDS.format(instant);
    }

    /**
     * Reads {@code 2026-11-22T09:00:00.5+01:00}; digits behind the ninth are cut off.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static Instant parse(String written) {
        if (written.length() < SECONDS_END + 1
                || written.length() > LONGEST
                || written.charAt(4) != '-'
                || written.charAt(7) != '-'
                || (written.charAt(10) | 0x20) != 't'
                || written.charAt(13) != ':'
                || written.charAt(16) != ':') {
            throw new IllegalArgumentException(EXPECTED);
        }
        int offsetAt = SECONDS_END;
        int nanos = 0;
        if (written.charAt(offsetAt) == '.') {
            int digits = 0;
            while (++offsetAt < written.length() && isDigit(written.charAt(offsetAt))) {
                if (digits++ < NANO_DIGITS) {
                    nanos = nanos * 10 + written.charAt(offsetAt) - '0';
                }
            }
            if (digits == 0) {
                throw new IllegalArgumentException(EXPECTED);
            }
            for (; digits < NANO_DIGITS; digits++) {
                nanos *= 10;
            }
        }
        int second = number(written, 17, 2);
        try {
            Instant minute =
                    LocalDateTime.of(
                                    number(written, 0, 4),
                                    number(written, 5, 2),
                                    number(written, 8, 2),
                                    number(written, 11, 2),
                                    number(written, 14, 2))
                            .toInstant(offset(written, offsetAt));
            // a leap second, of which Java's clock knows nothing, is the next minute's first
            boolean leap = second == 60 && minute.plusSeconds(60).getEpochSecond() % 86_400 == 0;
            if (second > 59 && !leap) {
                throw new IllegalArgumentException(EXPECTED);
            }
            return minute.plusSeconds(second).plusNanos(leap ? 0 : nanos);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(EXPECTED, e);
        }
    }

    private static ZoneOffset offset(String written, int at) {
        String offset = written.substring(at);
        if (offset.equals("Z") || offset.equals("z")) {
            return ZoneOffset.UTC;
        }
        boolean ahead = offset.startsWith("+");
        if (offset.length() != 6 || offset.charAt(3) != ':' || !(ahead || offset.startsWith("-"))) {
            throw new IllegalArgumentException(EXPECTED);
        }
        int hours = number(offset, 1, 2);
        int minutes = number(offset, 4, 2);
        return ahead
                ? ZoneOffset.ofHoursMinutes(hours, minutes)
                : ZoneOffset.ofHoursMinutes(-hours, -minutes);
    }

    private static int number(String written, int from, int length) {
        int value = 0;
        for (int i = from; i < from + length; i++) {
            if (!isDigit(written.charAt(i))) {
                throw new IllegalArgumentException(EXPECTED);
            }
            value = value * 10 + written.charAt(i) - '0';
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /**
     * Reads {@code PT3S}.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static Duration duration(String written) {
        String expected = "must be a duration like PT3S";
        if (written.length() > LONGEST || !DURATION.matcher(written).matches()) {
            throw new IllegalArgumentException(expected);
        }
        try {
            return Duration.parse(written);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(expected, e);
        }
    }
}
