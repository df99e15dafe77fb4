package io.wawp.dispatcher.audit;

import java.util.Arrays;

/** One field of many rows, four bytes each. Rows that were never set hold 0. */
final class IntColumn {
    private int[] values = new int[0];

    int get(int row) {
        return row < values.length ? values[row] : 0;
    }

    void set(int row, int value) {
        if (row >= values.length) {
            values = Arrays.copyOf(values, Sizes.grown(values.length, row));
        }
        values[row] = value;
    }
}
