package io.wawp.chaos;

import io.wawp.dispatcher.audit.SendCall;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The spooled calls as the audit wants them. Where the gateway said that it had sent and had not,
 * nobody but the gateway is to blame, so such a call counts as one that took effect; unless the
 * message was sent by another one, since then its answer was lost, and looking in the chat was
 * right to find nothing.
 */
final class CallsForAudit {
    private static final String UNKNOWN = "unmarked";

    private CallsForAudit() {}

    /** To be closed. */
    static Stream<SendCall> of(CallSpool spool) {
        Set<String> believed = believed(spool);
        Instant[] zero = new Instant[1];
        long[] zeroNanos = new long[1];
        return spool.lines()
                .map(line -> {
                    if (zero[0] == null) {
                        zero[0] = line.at();
                        zeroNanos[0] = line.nanos();
                    }
                    // one clock that is never set
                    Instant at = zero[0].plusNanos(line.nanos() - zeroNanos[0]);
                    return call(line, at, believed);
                });
    }

    private static SendCall call(CallSpool.Line line, Instant at, Set<String> believed) {
        String mark = line.mark().isEmpty() ? UNKNOWN : line.mark();
        boolean lie = isLie(line);
        return new SendCall(
                at,
                at.plus(Duration.ofMillis(1)),
                line.instanceId(),
                line.chatId(),
                mark,
                line.tookEffect() || (lie && believed.remove(mark)));
    }

    /** Marks of messages that the gateway only said to have sent. */
    private static Set<String> believed(CallSpool spool) {
        Set<String> marks = new HashSet<>();
        try (Stream<CallSpool.Line> lines = spool.lines()) {
            lines.filter(CallsForAudit::isLie).forEach(line -> marks.add(line.mark()));
        }
        try (Stream<CallSpool.Line> lines = spool.lines()) {
            lines.filter(CallSpool.Line::tookEffect).forEach(line -> marks.remove(line.mark()));
        }
        return marks;
    }

    private static boolean isLie(CallSpool.Line line) {
        return line.status() / 100 == 2 && !line.tookEffect();
    }
}
