package io.wawp.dispatcher.pacing;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How fast a number may send. Zero means no limit.
 *
 * @param name what settings call it
 * @param gap between the beginnings of two sends, on average; at most a day
 * @param jitter by which part of itself the gap varies, both ways; 0 to 1
 * @param chatGap how much longer than the gap a chat rests between two of its sends; at most a day
 * @param perMinute the most sends in any 60 seconds
 * @param perHour the most sends in any 60 minutes
 * @param perDay the most sends in any 24 hours
 */
public record PacingProfile(
        String name,
        Duration gap,
        double jitter,
        Duration chatGap,
        int perMinute,
        int perHour,
        int perDay) {

    private static final Duration LONGEST_GAP = Duration.ofDays(1);

    private static final List<PacingProfile> KNOWN =
            List.of(
                    new PacingProfile(
                            "standard",
                            Duration.ofSeconds(2),
                            0.5,
                            Duration.ofSeconds(1),
                            20,
                            600,
                            4_000),
                    new PacingProfile(
                            "strict",
                            Duration.ofSeconds(8),
                            0.5,
                            Duration.ofSeconds(1),
                            6,
                            200,
                            1_000),
                    new PacingProfile("off", Duration.ZERO, 0, Duration.ZERO, 0, 0, 0));

    public PacingProfile {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
        requireGap("gap", gap);
        requireGap("chatGap", chatGap);
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter must be between 0 and 1, not " + jitter);
        }
        requireCap("perMinute", perMinute);
        requireCap("perHour", perHour);
        requireCap("perDay", perDay);
    }

    /**
     * A built-in profile: {@code standard}, {@code strict} or {@code off}.
     *
     * @throws IllegalArgumentException for any other name; lists the known ones
     */
    public static PacingProfile named(String name) {
        return KNOWN.stream()
                .filter(profile -> profile.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(unknown(name)));
    }

    /** Whether it limits nothing at all. */
    public boolean isOff() {
        return gap.isZero() && chatGap.isZero() && perMinute == 0 && perHour == 0 && perDay == 0;
    }

    private static String unknown(String name) {
        return "no pacing profile is named '"
                + name
                + "'; known are "
                + KNOWN.stream().map(PacingProfile::name).collect(Collectors.joining(", "));
    }

    private static void requireGap(String field, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST_GAP) > 0) {
            throw new IllegalArgumentException(
                    field + " must be between zero and " + LONGEST_GAP + ", not " + value);
        }
    }

    private static void requireCap(String field, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    field + " must be 0 (no limit) or more, not " + value);
        }
    }
}
