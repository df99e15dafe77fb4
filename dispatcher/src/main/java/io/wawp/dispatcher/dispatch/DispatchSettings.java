package io.wawp.dispatcher.dispatch;

import java.time.Duration;

/**
 * What a deployment may set about the path of a command.
 *
 * @param inDoubt what follows when looking in the chat found nothing
 * @param reconcileSettle how long an unclear send must have been over before its absence from the
 *     chat counts
 * @param reconcileDeadline no look that counts by then, while the gate was open: UNRESOLVED
 * @param clockSlack how far the clock of Wawp's listings may be from ours
 * @param sendBy how long a committed SENDING gives the right to write the request
 * @param requestTimeout of one whole HTTP call; a send of another worker is over after it
 * @param retryMaxElapsed how long, from its first attempt, a command is tried again
 * @param idLookup how long SENT waits for an id that Wawp did not give
 * @param dedupWindow how long after its end a command's key is remembered at the least
 * @param redriveWindow how long it is at the least where somebody may ask for another run
 * @param deliveryDeadline how long a sent message may be followed, so its entry is needed
 * @param unknownInstanceGrace how long a command waits for credentials of its instance
 * @param maxConcurrentSends of all instances without a pace, on their way at a time; more wait in
 *     their lanes, and the instances take turns. Instances with a pace are bounded by it
 * @param maxConcurrentLooks looks into chats under way at a time; more wait for their turn
 */
public record DispatchSettings(
        InDoubtPolicy inDoubt,
        Duration reconcileSettle,
        Duration reconcileDeadline,
        Duration clockSlack,
        Duration sendBy,
        Duration requestTimeout,
        Duration retryMaxElapsed,
        Duration idLookup,
        Duration dedupWindow,
        Duration redriveWindow,
        Duration deliveryDeadline,
        Duration unknownInstanceGrace,
        int maxConcurrentSends,
        int maxConcurrentLooks) {

    public static final DispatchSettings DEFAULT =
            new DispatchSettings(
                    InDoubtPolicy.RESEND,
                    Duration.ofSeconds(90),
                    Duration.ofHours(1),
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(15),
                    Duration.ofSeconds(10),
                    Duration.ofHours(24),
                    Duration.ofDays(14),
                    Duration.ofHours(72),
                    Duration.ofSeconds(30),
                    256,
                    32);

    public DispatchSettings {
        requirePositive("reconcileSettle", reconcileSettle);
        requirePositive("reconcileDeadline", reconcileDeadline);
        requirePositive("clockSlack", clockSlack);
        requirePositive("sendBy", sendBy);
        requirePositive("requestTimeout", requestTimeout);
        requirePositive("retryMaxElapsed", retryMaxElapsed);
        requirePositive("idLookup", idLookup);
        requirePositive("dedupWindow", dedupWindow);
        requirePositive("redriveWindow", redriveWindow);
        requirePositive("deliveryDeadline", deliveryDeadline);
        if (unknownInstanceGrace.isNegative()) {
            throw new IllegalArgumentException("unknownInstanceGrace must not be negative");
        }
        if (maxConcurrentSends < 1) {
            throw new IllegalArgumentException("maxConcurrentSends must be at least 1");
        }
        if (maxConcurrentLooks < 1) {
            throw new IllegalArgumentException("maxConcurrentLooks must be at least 1");
        }
    }

    /** How long after taking a shard over a send of its last owner may still reach the chat. */
    Duration takeOverSettle() {
        return sendBy.plus(requestTimeout).plus(reconcileSettle);
    }

    KeyMemory memory() {
        return new KeyMemory(dedupWindow, redriveWindow);
    }

    private static void requirePositive(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(what + " must be longer than nothing");
        }
    }
}
