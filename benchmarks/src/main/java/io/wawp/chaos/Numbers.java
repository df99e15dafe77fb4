package io.wawp.chaos;

import io.wawp.common.command.InstanceId;
import io.wawp.dispatcher.audit.Pace;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The WhatsApp numbers of a run: most without a pace, so that many commands flow; one with the
 * profile that production has, and one with a quicker one of its own, so that pace is tried too.
 */
final class Numbers {
    static final String TOKEN = "chaos-token";

    /** With the built-in profile {@code standard}. */
    static final InstanceId STANDARD = new InstanceId("standard0001");

    /** With the profile {@code brisk} of {@link #profiles}. */
    static final InstanceId BRISK = new InstanceId("brisk0000001");

    private static final Duration BRISK_GAP = Duration.ofMillis(300);
    private static final double BRISK_JITTER = 0.3;
    private static final int BRISK_PER_MINUTE = 150;

    private static final int UNPACED = 30;
    private static final int CHATS_EACH = 40;

    private Numbers() {}

    static List<InstanceId> unpaced() {
        return IntStream.range(0, UNPACED)
                .mapToObj(i -> new InstanceId("number%06d".formatted(i)))
                .toList();
    }

    static List<InstanceId> all() {
        return Stream.concat(unpaced().stream(), Stream.of(STANDARD, BRISK)).toList();
    }

    static int chatsEach() {
        return CHATS_EACH;
    }

    /** A chat of an instance; each instance has its own. */
    static String chat(InstanceId instance, int number) {
        return "49%05d%04d@c.us"
                .formatted(Math.floorMod(instance.value().hashCode(), 100_000), number);
    }

    /** For {@code WAWP_INSTANCES_FILE}. */
    static String instancesFile() {
        return all().stream()
                .map(id ->
                        "{\"instanceId\":\"%s\",\"accessToken\":\"%s\",\"pacing\":\"%s\"}"
                                .formatted(id.value(), TOKEN, pacing(id)))
                .collect(Collectors.joining(",\n", "[", "]\n"));
    }

    /** For {@code DISPATCHER_CONFIG_FILE}. */
    static String profiles() {
        return """
        dispatcher.pacing-profiles.brisk.gap=%s
        dispatcher.pacing-profiles.brisk.jitter=%s
        dispatcher.pacing-profiles.brisk.per-minute=%d
        """
                .formatted(BRISK_GAP, BRISK_JITTER, BRISK_PER_MINUTE);
    }

    /** The fastest that {@link #BRISK} may be. */
    static Pace briskPace() {
        Duration least = Duration.ofMillis(Math.round(BRISK_GAP.toMillis() * (1 - BRISK_JITTER)));
        return new Pace(least, BRISK_PER_MINUTE, 0, 0);
    }

    private static String pacing(InstanceId id) {
        if (id.equals(STANDARD)) {
            return "standard";
        }
        return id.equals(BRISK) ? "brisk" : "off";
    }
}
