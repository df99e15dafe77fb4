package io.wawp.dispatcher.audit;

import java.util.Arrays;

/** One field of many rows, eight bytes each. Rows that were never set hold the default. */
final class LongColumn {
    private final long unset;
    private long[] values = new long[0];

    LongColumn(long unset) {
        this.unset = unset;
    }

    long get(int row) {
        return row < values.length ? values[row] : unset;
    }

    void set(int row, long value) {
        if (row >= values.length) {
            int before = values.length;
            values = Arrays.copyOf(values, Sizes.grown(before, row));
            if (unset != 0) {
                Arrays.fill(values, before, values.length, unset);
            }
        }
        values[row] = value;
    }
}
