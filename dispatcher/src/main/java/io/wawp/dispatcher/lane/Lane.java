package io.wawp.dispatcher.lane;

import org.jspecify.annotations.Nullable;

/** One chat's queue, whether somebody of it is inside, and until when it rests after that. */
final class Lane<T> {
    /** No rest. */
    static final long RESTED = Long.MIN_VALUE;

    final long number;

    /** Who of this lane goes next, the root of its heap. */
    @Nullable Waiting<T> head;

    int holders;
    long restsUntil = RESTED;

    /** Its index in the {@link LaneHeap} that it is in, if it is in one. */
    int index;

    Lane(long number) {
        this.number = number;
    }

    void join(Waiting<T> waiting) {
        head = Waiting.merge(head, waiting);
    }

    void leave(Waiting<T> waiting) {
        head = waiting.leave(head);
    }

    boolean isFree() {
        return holders == 0;
    }

    boolean rests() {
        return restsUntil != RESTED;
    }
}
