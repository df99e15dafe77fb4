package io.wawp.dispatcher.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One turnstile, before which the heads of all lanes of an instance stand. Of each lane one goes
 * through at a time; the lane is occupied until that one is gone and has rested. Guarantees: never
 * two of one lane inside unless the caller put them there with {@link #occupy}; within a lane the
 * order of {@link Place}, but who came back goes first; of all lanes that are free and rested, the
 * one whose head has the lowest place.
 *
 * <p>Times are numbers of one unit and origin that the caller chooses. A rest that was seen to be
 * over stays over, should a later {@code now} be smaller. {@link #next}, {@link #pass} and {@link
 * #nextRestEnd} also tidy up lanes whose rest is over.
 *
 * <p>Every step takes O(log n) of those standing or of the lanes; a lane that rests costs nothing
 * until its time. Not thread-safe: its owner locks.
 *
 * @param <T> who stands here: compared with {@code equals} when it gives up, so its {@code
 *     hashCode} must not change while it stands
 */
public final class Turnstile<T> {
    private final Roster<Lane<T>> lanes = new Roster<>(lane -> Long.hashCode(lane.number));
    private final Roster<Waiting<T>> standing = new Roster<>(waiting -> waiting.item.hashCode());

    // A lane that is free is in one of these, or forgotten; one that is occupied in none.
    private final LaneHeap<T> ready =
            new LaneHeap<>((one, two) -> headOf(one).isBefore(headOf(two)));
    private final LaneHeap<T> resting =
            new LaneHeap<>((one, two) -> one.restsUntil < two.restsUntil);
    private final LaneHeap<T> emptyAndResting =
            new LaneHeap<>((one, two) -> one.restsUntil < two.restsUntil);

    private int occupied;

    /** Joins the queue of its lane. */
    public void stand(long lane, Place place, T item) {
        Lane<T> joined = laneFor(lane);
        unqueue(joined);
        join(joined, place, item, false);
        queue(joined);
    }

    /**
     * Who would pass now: the head with the lowest place among the lanes that are free and do not
     * rest. Takes nobody away.
     */
    public Optional<T> next(long now) {
        wake(now);
        Lane<T> best = ready.top();
        return best == null ? Optional.empty() : Optional.of(headOf(best).item);
    }

    /**
     * Lets through who would pass now. It stands no longer, and its lane is occupied until {@link
     * #free} or {@link #comeBack} is called for it.
     */
    public Optional<T> pass(long now) {
        wake(now);
        Lane<T> best = ready.top();
        if (best == null) {
            return Optional.empty();
        }
        Waiting<T> head = headOf(best);
        ready.remove(best);
        leaveQueue(head);
        enter(best);
        return Optional.of(head.item);
    }

    /**
     * Somebody is inside already without having passed here, such as a send that a restart left in
     * doubt. Counts: each call needs its own {@link #free} or {@link #comeBack}. To restore one
     * that has to be tried again, occupy its lane for it and let it come back at once.
     */
    public void occupy(long lane) {
        Lane<T> entered = laneFor(lane);
        unqueue(entered);
        enter(entered);
    }

    /**
     * One who was inside has ended.
     *
     * @param restsUntil before when nobody of the lane passes ({@code Long.MIN_VALUE}: no rest); of
     *     several rests of a lane the longest counts
     * @throws IllegalStateException if nobody of that lane is inside
     */
    public void free(long lane, long restsUntil) {
        Lane<T> left = exit(lane, restsUntil);
        queue(left);
    }

    /**
     * One who was inside returns to the head of its lane, before all others there whatever their
     * rank, so that nothing of the lane passes before it. Among the heads of other lanes its own
     * place counts. If several of a lane came back, their places say who is first.
     *
     * @param restsUntil as in {@link #free}
     * @throws IllegalStateException if nobody of that lane is inside
     */
    public void comeBack(long lane, Place place, T item, long restsUntil) {
        Lane<T> left = exit(lane, restsUntil);
        join(left, place, item, true);
        queue(left);
    }

    /**
     * When the first rest ends of a lane that is free and has somebody standing: until then {@link
     * #next} changes only by calls to this turnstile. {@code Long.MAX_VALUE} if no such lane rests.
     */
    public long nextRestEnd(long now) {
        wake(now);
        Lane<T> first = resting.top();
        return first == null ? Long.MAX_VALUE : first.restsUntil;
    }

    /**
     * Somebody who stands gives up. If equal ones stand in the lane, one of them goes.
     *
     * @return false if it does not stand there, so it has passed or was never here
     */
    public boolean remove(long lane, T item) {
        Waiting<T> found =
                standing.find(
                        item.hashCode(),
                        waiting -> waiting.lane.number == lane && waiting.item.equals(item));
        if (found == null) {
            return false;
        }
        giveUp(found);
        return true;
    }

    /**
     * All who stand and are gone give up. Looks at everybody. Those inside are not touched: each
     * still has to end.
     *
     * @return them, in no particular order
     */
    public List<T> removeIf(Predicate<? super T> gone) {
        List<Waiting<T>> found = new ArrayList<>();
        standing.forEach(waiting -> {
            if (gone.test(waiting.item)) {
                found.add(waiting);
            }
        });
        found.forEach(this::giveUp);
        return found.stream().map(waiting -> waiting.item).toList();
    }

    /** How many stand; those inside do not count. */
    public int standing() {
        return standing.size();
    }

    /** Whether nobody stands and no lane is occupied. Lanes may still rest. */
    public boolean isEmpty() {
        return standing.size() == 0 && occupied == 0;
    }

    /** How many lanes are known: with somebody standing or inside, or still resting. */
    int lanes() {
        return lanes.size();
    }

    private void join(Lane<T> lane, Place place, T item, boolean cameBack) {
        Waiting<T> waiting = new Waiting<>(lane, place, item, cameBack);
        lane.join(waiting);
        standing.add(waiting);
    }

    private void giveUp(Waiting<T> waiting) {
        unqueue(waiting.lane);
        leaveQueue(waiting);
        queue(waiting.lane);
    }

    private void leaveQueue(Waiting<T> waiting) {
        waiting.lane.leave(waiting);
        standing.remove(waiting);
    }

    private void enter(Lane<T> lane) {
        if (lane.isFree()) {
            occupied++;
        }
        lane.holders++;
    }

    private Lane<T> exit(long number, long restsUntil) {
        Lane<T> lane = find(number);
        if (lane == null || lane.isFree()) {
            throw new IllegalStateException("nobody is inside of lane " + number);
        }
        lane.restsUntil = Math.max(lane.restsUntil, restsUntil);
        lane.holders--;
        if (lane.isFree()) {
            occupied--;
        }
        return lane;
    }

    /** Ends the rests that are over; forgets lanes that nothing is left to know of. */
    private void wake(long now) {
        wake(resting, now);
        wake(emptyAndResting, now);
    }

    private void wake(LaneHeap<T> heap, long now) {
        for (Lane<T> lane = heap.top(); lane != null && lane.restsUntil <= now; lane = heap.top()) {
            heap.remove(lane);
            lane.restsUntil = Lane.RESTED;
            queue(lane);
        }
    }

    /** Takes a known lane out of the heap it is in, before it changes. */
    private void unqueue(Lane<T> lane) {
        LaneHeap<T> heap = heapOf(lane);
        if (heap != null) {
            heap.remove(lane);
        }
    }

    /** Puts a lane where it belongs after it has changed, or forgets it. */
    private void queue(Lane<T> lane) {
        LaneHeap<T> heap = heapOf(lane);
        if (heap != null) {
            heap.add(lane);
        } else if (lane.isFree()) {
            lanes.remove(lane);
        }
    }

    private @Nullable LaneHeap<T> heapOf(Lane<T> lane) {
        if (!lane.isFree()) {
            return null;
        }
        if (lane.head == null) {
            return lane.rests() ? emptyAndResting : null;
        }
        return lane.rests() ? resting : ready;
    }

    private Lane<T> laneFor(long number) {
        Lane<T> known = find(number);
        if (known != null) {
            return known;
        }
        Lane<T> fresh = new Lane<>(number);
        lanes.add(fresh);
        return fresh;
    }

    private @Nullable Lane<T> find(long number) {
        return lanes.find(Long.hashCode(number), lane -> lane.number == number);
    }

    private static <T> Waiting<T> headOf(Lane<T> lane) {
        Waiting<T> head = lane.head;
        if (head == null) {
            throw new IllegalStateException("nobody stands in lane " + lane.number);
        }
        return head;
    }
}
