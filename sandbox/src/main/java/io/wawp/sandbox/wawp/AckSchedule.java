package io.wawp.sandbox.wawp;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long after sending a message reaches each ack: 1 SERVER, 2 DEVICE, 3 READ, and for voice 4
 * PLAYED; before all of them it is 0 PENDING. Null: never. A stage with the same time as the next
 * is skipped. Nothing runs in the background: the ack is worked out when somebody asks.
 */
public record AckSchedule(
        @Nullable Duration server,
        @Nullable Duration device,
        @Nullable Duration read,
        @Nullable Duration played) {

    /** Read after 200 ms, as tests want it. */
    public static AckSchedule quick() {
        return new AckSchedule(
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(200),
                Duration.ofMillis(300));
    }

    /** Slow enough to be watched. */
    public static AckSchedule leisurely() {
        return new AckSchedule(
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofSeconds(8),
                Duration.ofSeconds(12));
    }

    /** PENDING for ever. */
    public static AckSchedule never() {
        return new AckSchedule(null, null, null, null);
    }

    int at(Instant sent, Instant now, boolean voice) {
        Duration age = Duration.between(sent, now);
        if (voice && reached(played, age)) {
            return 4;
        }
        if (reached(read, age)) {
            return 3;
        }
        if (reached(device, age)) {
            return 2;
        }
        return reached(server, age) ? 1 : 0;
    }

    /** The name that WhatsApp's engine gives to an ack's number. */
    public static String nameOf(int ack) {
        return switch (ack) {
            case -1 -> "ERROR";
            case 0 -> "PENDING";
            case 1 -> "SERVER";
            case 2 -> "DEVICE";
            case 3 -> "READ";
            case 4 -> "PLAYED";
            default -> "UNKNOWN";
        };
    }

    private static boolean reached(@Nullable Duration stage, Duration age) {
        return stage != null && age.compareTo(stage) >= 0;
    }
}
