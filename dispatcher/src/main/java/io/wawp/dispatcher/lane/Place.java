package io.wawp.dispatcher.lane;

/**
 * Where somebody stands among those who wait; lower goes first. It says who goes before whom and
 * nothing about when: who is not due yet must not stand at a turnstile at all.
 *
 * @param rank the priority, compared first
 * @param due when it could first have gone, in the caller's unit, compared second
 * @param sequence order of arrival; unique among those who stand at one turnstile
 */
public record Place(int rank, long due, long sequence) implements Comparable<Place> {

    @Override
    public int compareTo(Place other) {
        return compare(rank, due, sequence, other.rank, other.due, other.sequence);
    }

    /** The same order for those who keep a place's three numbers as fields of their own. */
    static int compare(
            int rank, long due, long sequence, int otherRank, long otherDue, long otherSequence) {
        if (rank != otherRank) {
            return Integer.compare(rank, otherRank);
        }
        if (due != otherDue) {
            return Long.compare(due, otherDue);
        }
        return Long.compare(sequence, otherSequence);
    }
}
