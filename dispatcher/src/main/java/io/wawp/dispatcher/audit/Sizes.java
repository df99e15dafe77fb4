package io.wawp.dispatcher.audit;

/** How columns grow: by a third, so that little of a large one is empty. */
final class Sizes {
    private static final int FIRST = 1024;

    private Sizes() {}

    /** The next size of what holds so many and has to hold that row too. */
    static int grown(int size, int row) {
        return Math.max(Math.max(FIRST, size + size / 3), row + 1);
    }
}
