package io.wawp.chaos;

import io.wawp.dispatcher.audit.SendCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The spooled calls as the audit wants them. Where the gateway said that it had sent and had not,
 * nobody but the gateway is to blame, so such a call counts as one that took effect; unless the
 * message was sent by another one, since then its answer was lost, and looking in the chat was
 * right to find nothing. Who looks does not give up before {@link #SOONEST_REPETITION}: of calls
 * that follow each other sooner, each that was answered with a success counts.
 */
final class CallsForAudit {
    /** Nobody repeats a call earlier whose end is not known. */
    static final Duration SOONEST_REPETITION = WorkerPlan.SETTLE;

    private static final String UNKNOWN = "unmarked";

    private CallsForAudit() {}

    /** To be closed. */
    static Stream<SendCall> of(CallSpool spool) {
        Set<Long> believed = believed(spool);
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

    private static SendCall call(CallSpool.Line line, Instant at, Set<Long> believed) {
        return new SendCall(
                at,
                at.plus(Duration.ofMillis(1)),
                line.instanceId(),
                line.chatId(),
                line.mark().isEmpty() ? UNKNOWN : line.mark(),
                line.tookEffect() || believed.contains(line.number()));
    }

    /** Numbers of the calls without effect that count all the same. */
    private static Set<Long> believed(CallSpool spool) {
        Set<String> marks;
        try (Stream<CallSpool.Line> lines = spool.lines()) {
            marks =
                    lines.filter(CallsForAudit::isLie)
                            .map(CallSpool.Line::mark)
                            .collect(Collectors.toSet());
        }
        Map<String, List<CallSpool.Line>> ofMark = new HashMap<>();
        try (Stream<CallSpool.Line> lines = spool.lines()) {
            lines.filter(line -> line.status() / 100 == 2 || line.tookEffect())
                    .filter(line -> marks.contains(line.mark()))
                    .forEach(line ->
                            ofMark.computeIfAbsent(line.mark(), key -> new ArrayList<>())
                                    .add(line));
        }
        Set<Long> believed = new HashSet<>();
        ofMark.values().forEach(calls -> believe(calls, believed));
        return believed;
    }

    private static void believe(List<CallSpool.Line> calls, Set<Long> believed) {
        boolean sentOtherwise = calls.stream().anyMatch(CallSpool.Line::tookEffect);
        for (int i = 0; i < calls.size(); i++) {
            boolean first = i == 0 && !sentOtherwise;
            if (isLie(calls.get(i)) && (first || isNear(calls, i - 1) || isNear(calls, i))) {
                believed.add(calls.get(i).number());
            }
        }
    }

    /** Whether a call is followed by another one too soon. */
    private static boolean isNear(List<CallSpool.Line> calls, int index) {
        return index >= 0
                && index + 1 < calls.size()
                && calls.get(index + 1).nanos() - calls.get(index).nanos()
                        < SOONEST_REPETITION.toNanos();
    }

    private static boolean isLie(CallSpool.Line line) {
        return line.status() / 100 == 2 && !line.tookEffect();
    }
}
