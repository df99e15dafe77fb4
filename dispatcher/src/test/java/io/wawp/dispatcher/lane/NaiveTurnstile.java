package io.wawp.dispatcher.lane;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a {@link Turnstile} promises, said with one list and no thought of speed. */
final class NaiveTurnstile<T> {
    private record Standing<T>(long lane, Place place, T item, boolean cameBack) {}

    private final List<Standing<T>> queue = new ArrayList<>();
    private final Map<Long, Integer> holders = new HashMap<>();
    private final Map<Long, Long> rests = new HashMap<>();

    void stand(long lane, Place place, T item) {
        queue.add(new Standing<>(lane, place, item, false));
    }

    Optional<T> next(long now) {
        return best(now).map(Standing::item);
    }

    Optional<T> pass(long now) {
        Optional<Standing<T>> best = best(now);
        best.ifPresent(passing -> {
            queue.remove(passing);
            occupy(passing.lane());
        });
        return best.map(Standing::item);
    }

    void occupy(long lane) {
        holders.merge(lane, 1, Integer::sum);
    }

    void free(long lane, long restsUntil) {
        holders.merge(lane, -1, Integer::sum);
        rests.merge(lane, restsUntil, Math::max);
    }

    void comeBack(long lane, Place place, T item, long restsUntil) {
        free(lane, restsUntil);
        queue.add(new Standing<>(lane, place, item, true));
    }

    long nextRestEnd(long now) {
        endRests(now);
        return queue.stream()
                .filter(standing -> isFree(standing.lane()) && rests.containsKey(standing.lane()))
                .mapToLong(standing -> rests.getOrDefault(standing.lane(), Long.MIN_VALUE))
                .filter(until -> until > now)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    boolean remove(long lane, T item) {
        return queue.removeIf(standing -> standing.lane() == lane && standing.item().equals(item));
    }

    List<T> removeIf(Predicate<? super T> gone) {
        List<T> removed =
                queue.stream().map(Standing::item).filter(item -> gone.test(item)).toList();
        queue.removeIf(standing -> gone.test(standing.item()));
        return removed;
    }

    int standing() {
        return queue.size();
    }

    boolean isEmpty() {
        return queue.isEmpty() && holders.values().stream().allMatch(count -> count == 0);
    }

    int holders(long lane) {
        return holders.getOrDefault(lane, 0);
    }

    private boolean isFree(long lane) {
        return holders(lane) == 0;
    }

    private Optional<Standing<T>> best(long now) {
        endRests(now);
        return queue.stream()
                .filter(this::isHeadOfItsLane)
                .filter(standing -> isFree(standing.lane()))
                .filter(standing -> !rests.containsKey(standing.lane()))
                .min(Comparator.comparing(Standing::place));
    }

    private boolean isHeadOfItsLane(Standing<T> candidate) {
        return queue.stream()
                .filter(standing -> standing.lane() == candidate.lane())
                .noneMatch(standing ->
                        standing.cameBack() == candidate.cameBack()
                                ? standing.place().compareTo(candidate.place()) < 0
                                : standing.cameBack());
    }

    /** A rest of a free lane that was seen to be over is over for good. */
    private void endRests(long now) {
        rests.entrySet().removeIf(rest -> isFree(rest.getKey()) && rest.getValue() <= now);
    }
}
