package io.wawp.dispatcher.audit;

import java.util.Arrays;

/** Rows by a number that is not 0: open addressing, some 20 bytes each. */
final class RowIndex {
    /** What {@link #get} says of a number that is not there. */
    static final int NONE = -1;

    private static final int FIRST = 1024;

    private long[] keys = new long[FIRST];
    private int[] rows = new int[FIRST];
    private int size;

    int get(long key) {
        int slot = slotOf(key);
        return keys[slot] == 0 ? NONE : rows[slot];
    }

    /** Takes the place of what was there under that number. */
    void put(long key, int row) {
        if (key == 0) {
            throw new IllegalArgumentException("0 is no key");
        }
        if (size * 3L > keys.length * 2L) {
            grow();
        }
        int slot = slotOf(key);
        if (keys[slot] == 0) {
            keys[slot] = key;
            size++;
        }
        rows[slot] = row;
    }

    private int slotOf(long key) {
        int mask = keys.length - 1;
        int slot = (int) Digest.mixed(key) & mask;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldRows = rows;
        keys = new long[oldKeys.length * 2];
        rows = new int[keys.length];
        Arrays.setAll(rows, i -> NONE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slotOf(oldKeys[i]);
                keys[slot] = oldKeys[i];
                rows[slot] = oldRows[i];
            }
        }
    }
}
