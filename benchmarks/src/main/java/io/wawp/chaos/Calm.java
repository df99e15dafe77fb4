package io.wawp.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * When what was going on that excuses a standstill. Such time does not count; what was counted
 * before it stays counted. Safe for use by any thread.
 */
final class Calm {
    /** Far longer than anything may stand still; what was before it is forgotten. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final LongSupplier clock;

    // Guarded by this.
    private final Map<Trouble, Deque<Span>> spans = new EnumMap<>(Trouble.class);

    /** What can excuse a standstill. */
    enum Trouble {
        /** No broker serves. After it clients connect, groups gather, transactions end. */
        BROKERS(Duration.ofSeconds(10)),
        /** Nobody listens where Wawp was. After it calls are tried again, some of them twice. */
        GATEWAY(Duration.ofSeconds(10)),
        /** No worker has lived long enough to be ready. */
        NOBODY_READY(Duration.ZERO),
        /** So many commands are open that they wait for each other. */
        QUEUE(Duration.ZERO);

        private final Duration grace;

        Trouble(Duration grace) {
            this.grace = grace;
        }
    }

    /** Goes on while {@code isOver} is false; then {@code end} is known. */
    private record Span(long begin, boolean isOver, long end) {
        private long endAt(long now) {
            return isOver && end - now < 0 ? end : now;
        }
    }

    /**
     * @param clock nanoseconds, on the scale of all moments that are given
     */
    Calm(LongSupplier clock) {
        this.clock = clock;
        for (Trouble each : Trouble.values()) {
            spans.put(each, new ArrayDeque<>());
        }
    }

    /** Says whether one is going on from now on; to say the same again changes nothing. */
    synchronized void set(Trouble trouble, boolean on) {
        if (on == isOn(trouble)) {
            return;
        }
        long now = clock.getAsLong();
        Deque<Span> all = of(trouble);
        if (on) {
            all.addLast(new Span(now, false, 0));
            all.removeIf(each -> each.isOver() && now - each.end() > REMEMBERED.toNanos());
        } else {
            all.addLast(new Span(all.removeLast().begin(), true, now + trouble.grace.toNanos()));
        }
    }

    /** Whether one is going on now. */
    synchronized boolean isOn(Trouble trouble) {
        Deque<Span> all = of(trouble);
        return !all.isEmpty() && !all.getLast().isOver();
    }

    /** Nanoseconds since a moment, without those in which one of these was going on. */
    synchronized long nanosAfter(long moment, Set<Trouble> excused) {
        long now = clock.getAsLong();
        List<Span> all = new ArrayList<>();
        excused.forEach(trouble -> all.addAll(of(trouble)));
        all.sort(Comparator.comparingLong(span -> span.begin() - moment));
        long counted = 0;
        long from = moment;
        for (Span span : all) {
            counted += Math.max(0, span.begin() - from);
            long end = span.endAt(now);
            from = end - from > 0 ? end : from;
        }
        return counted + Math.max(0, now - from);
    }

    private Deque<Span> of(Trouble trouble) {
        return Objects.requireNonNull(spans.get(trouble));
    }
}
