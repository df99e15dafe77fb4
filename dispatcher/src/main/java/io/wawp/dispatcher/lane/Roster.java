package io.wawp.dispatcher.lane;

import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds members by a hash: a table with open addressing that holds nothing but references, because
 * a map's nodes and boxed keys would weigh more than the members. Grows and shrinks with them.
 */
final class Roster<E> {
    private static final int SMALLEST = 8;

    private final ToIntFunction<? super E> hash;
    private @Nullable Object[] slots = new @Nullable Object[SMALLEST];
    private int size;

    /**
     * @param hash a member's hash, which must not change while it is a member
     */
    Roster(ToIntFunction<? super E> hash) {
        this.hash = hash;
    }

    int size() {
        return size;
    }

    /** A member with that hash that is the wanted one, or null. */
    @Nullable E find(int wantedHash, Predicate<? super E> wanted) {
        int at = home(wantedHash);
        for (E member = at(at); member != null; member = at(at)) {
            if (wanted.test(member)) {
                return member;
            }
            at = next(at);
        }
        return null;
    }

    /** Adds somebody who is not a member yet. */
    void add(E member) {
        if ((size + 1) * 4L > slots.length * 3L) {
            resize(slots.length * 2);
        }
        place(member);
        size++;
    }

    /** Removes this very object, which must be a member; one that only equals it is another. */
    @SuppressWarnings("ReferenceEquality")
    void remove(E member) {
        int gap = home(hash.applyAsInt(member));
        while (slots[gap] != member) {
            if (slots[gap] == null) {
                throw new IllegalStateException("not on the roster, or its hash has changed");
            }
            gap = next(gap);
        }
        closeUp(gap);
        size--;
        if (slots.length > SMALLEST && size * 8L < slots.length) {
            resize(slots.length / 2);
        }
    }

    void forEach(Consumer<? super E> visitor) {
        for (int at = 0; at < slots.length; at++) {
            E member = at(at);
            if (member != null) {
                visitor.accept(member);
            }
        }
    }

    /** Moves back those behind a gap who would not be found across it. */
    private void closeUp(int from) {
        int gap = from;
        int at = next(gap);
        for (E member = at(at); member != null; member = at(at)) {
            int home = home(hash.applyAsInt(member));
            if (distance(home, at) >= distance(gap, at)) {
                slots[gap] = member;
                gap = at;
            }
            at = next(at);
        }
        slots[gap] = null;
    }

    private void resize(int length) {
        @Nullable Object[] old = slots;
        slots = new @Nullable Object[length];
        for (Object member : old) {
            if (member != null) {
                place(cast(member));
            }
        }
    }

    private void place(E member) {
        int at = home(hash.applyAsInt(member));
        while (slots[at] != null) {
            at = next(at);
        }
        slots[at] = member;
    }

    /** Multiplies by the golden ratio and takes the highest bits: also poor hashes spread. */
    private int home(int memberHash) {
        return (memberHash * 0x9E3779B9) >>> (Integer.numberOfLeadingZeros(slots.length) + 1);
    }

    private int next(int at) {
        return (at + 1) & (slots.length - 1);
    }

    private int distance(int from, int to) {
        return (to - from) & (slots.length - 1);
    }

    private @Nullable E at(int slot) {
        Object member = slots[slot];
        return member == null ? null : cast(member);
    }

    @SuppressWarnings("unchecked") // only members get into the slots
    private E cast(Object member) {
        return (E) member;
    }
}
