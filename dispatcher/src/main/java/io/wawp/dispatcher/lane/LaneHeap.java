package io.wawp.dispatcher.lane;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A binary heap of lanes, each of which knows its index, so that any can be taken out. */
final class LaneHeap<T> {

    /** Which of two lanes is nearer to the top. */
    interface Order<T> {
        boolean isBefore(Lane<T> one, Lane<T> two);
    }

    private final Order<T> order;
    private final List<Lane<T>> lanes = new ArrayList<>();

    LaneHeap(Order<T> order) {
        this.order = order;
    }

    @Nullable Lane<T> top() {
        return lanes.isEmpty() ? null : lanes.getFirst();
    }

    void add(Lane<T> lane) {
        lanes.add(lane);
        rise(lane, lanes.size() - 1);
    }

    /** Takes out a lane that is in this heap and whose order has not changed since it came in. */
    void remove(Lane<T> lane) {
        Lane<T> last = lanes.removeLast();
        if (last == lane) {
            return;
        }
        rise(last, lane.index);
        sink(last, last.index);
    }

    private void rise(Lane<T> lane, int from) {
        int at = from;
        while (at > 0) {
            Lane<T> above = lanes.get((at - 1) / 2);
            if (!order.isBefore(lane, above)) {
                break;
            }
            put(above, at);
            at = (at - 1) / 2;
        }
        put(lane, at);
    }

    private void sink(Lane<T> lane, int from) {
        int at = from;
        for (int below = 2 * at + 1; below < lanes.size(); below = 2 * at + 1) {
            if (below + 1 < lanes.size()
                    && order.isBefore(lanes.get(below + 1), lanes.get(below))) {
                below++;
            }
            if (!order.isBefore(lanes.get(below), lane)) {
                break;
            }
            put(lanes.get(below), at);
            at = below;
        }
        put(lane, at);
    }

    private void put(Lane<T> lane, int at) {
        lanes.set(at, lane);
        lane.index = at;
    }
}
