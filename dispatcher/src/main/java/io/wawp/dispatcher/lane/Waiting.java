package io.wawp.dispatcher.lane;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who stands in a lane, and at the same time a node of that lane's leftist heap: in such a
 * heap the shortest way down is always the rightmost, at most log2(n + 1) long, so that merging and
 * taking out walk only short ways. The place's numbers are kept as fields, and links instead of an
 * array, because there may be very many lanes of one.
 */
final class Waiting<T> {
    final T item;
    final Lane<T> lane;
    private final int rank;
    private final long due;
    private final long sequence;
    private final boolean cameBack;

    private byte depth = 1;
    private @Nullable Waiting<T> parent;
    private @Nullable Waiting<T> left;
    private @Nullable Waiting<T> right;

    Waiting(Lane<T> lane, Place place, T item, boolean cameBack) {
        this.lane = lane;
        this.item = item;
        this.rank = place.rank();
        this.due = place.due();
        this.sequence = place.sequence();
        this.cameBack = cameBack;
    }

    /** Whether it goes first of two heads of different lanes. */
    boolean isBefore(Waiting<T> other) {
        return Place.compare(rank, due, sequence, other.rank, other.due, other.sequence) < 0;
    }

    /** Whether it goes first of two of one lane: who came back goes before who never went. */
    private boolean isBeforeInLane(Waiting<T> other) {
        return cameBack == other.cameBack ? isBefore(other) : cameBack;
    }

    /** Joins two heaps into one and gives its head. */
    static <T> @Nullable Waiting<T> merge(@Nullable Waiting<T> one, @Nullable Waiting<T> two) {
        if (one == null) {
            return two;
        }
        if (two == null) {
            return one;
        }
        Waiting<T> head = one.isBeforeInLane(two) ? one : two;
        Waiting<T> other = head == one ? two : one;
        head.right = merge(head.right, other);
        if (head.right != null) {
            head.right.parent = head;
        }
        head.leanLeft();
        return head;
    }

    /** Takes this one out of the heap with that head and gives the head of what remains. */
    @Nullable Waiting<T> leave(@Nullable Waiting<T> head) {
        Waiting<T> rest = merge(left, right);
        Waiting<T> above = parent;
        left = null;
        right = null;
        parent = null;
        depth = 1;
        if (rest != null) {
            rest.parent = above;
        }
        if (above == null) {
            return rest;
        }
        if (above.left == this) {
            above.left = rest;
        } else {
            above.right = rest;
        }
        while (above != null && above.leanLeft()) {
            above = above.parent;
        }
        return head;
    }

    /**
     * Restores the shape at this node; false if its depth stayed, so that nothing above changes.
     */
    private boolean leanLeft() {
        if (depthOf(left) < depthOf(right)) {
            Waiting<T> shorter = left;
            left = right;
            right = shorter;
        }
        int now = depthOf(right) + 1;
        boolean changed = now != depth;
        depth = (byte) now;
        return changed;
    }

    private static int depthOf(@Nullable Waiting<?> node) {
        return node == null ? 0 : node.depth;
    }

    /** The length of the rightmost way down, which bounds the work of a step. */
    int depth() {
        return depth;
    }
}
