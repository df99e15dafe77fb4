package io.wawp.dispatcher.pacing;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many sends began within a sliding window, counted by slices of time. A slice counts until the
 * whole of it is out of the window, as if all its sends had begun at its very end: so no true
 * window ever holds more than the cap, and a send counts for up to one slice too long.
 *
 * <pre>
 *        window of 12 slices, now in slice 27
 *   … 13 14 │15 16 17 18 19 20 21 22 23 24 25 26 27│   counted: 15 to 27
 * </pre>
 *
 * Owned by one {@link Pacer}.
 */
final class Window {
    private final long sliceSeconds;
    private final long slices;
    private final TreeMap<Long, Integer> counts = new TreeMap<>();

    /**
     * @param length a whole number of slices
     * @param remembered slice number to sends in it
     */
    Window(Duration slice, Duration length, Map<Long, Integer> remembered) {
        this.sliceSeconds = slice.toSeconds();
        this.slices = length.dividedBy(slice);
        counts.putAll(remembered);
    }

    /** The earliest moment, now or later, at which one more send stays within the cap. */
    Instant opensAt(Instant now, int cap) {
        Map<Long, Integer> counted = counts.tailMap(sliceOf(now) - slices, true);
        long inside = counted.values().stream().mapToLong(Integer::longValue).sum();
        if (inside < cap) {
            return now;
        }
        for (Map.Entry<Long, Integer> slice : counted.entrySet()) {
            inside -= slice.getValue();
            if (inside < cap) {
                return startOf(slice.getKey() + slices + 1);
            }
        }
        throw new IllegalArgumentException("a cap of " + cap + " never opens");
    }

    /** Counts a send and forgets the slices that are out of its window. */
    void count(Instant at) {
        long slice = sliceOf(at);
        add(slice, 1);
        counts.headMap(slice - slices, false).clear();
    }

    /**
     * Counts what was sent in slices that are yet to come as sent now. Such slices are there when
     * the clock stepped back: their sends were not later than now, whatever it said then.
     */
    void pullBack(Instant now) {
        long present = sliceOf(now);
        Map<Long, Integer> ahead = counts.tailMap(present, false);
        if (ahead.isEmpty()) {
            return;
        }
        long sends = ahead.values().stream().mapToLong(Integer::longValue).sum();
        ahead.clear();
        add(present, sends);
    }

    /** What was counted counts as sent that much later, or earlier; at most a slice too late. */
    void shift(Duration by) {
        long further = Math.ceilDiv(by.toSeconds() + 1, sliceSeconds);
        var later = new TreeMap<Long, Integer>();
        counts.forEach((slice, sends) -> later.put(slice + further, sends));
        counts.clear();
        counts.putAll(later);
    }

    Map<Long, Integer> counts() {
        return counts;
    }

    private void add(long slice, long sends) {
        long sum = counts.getOrDefault(slice, 0) + sends;
        counts.put(slice, (int) Math.min(sum, Integer.MAX_VALUE));
    }

    private long sliceOf(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), sliceSeconds);
    }

    private Instant startOf(long slice) {
        return Instant.ofEpochSecond(slice * sliceSeconds);
    }
}
