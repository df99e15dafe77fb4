package io.wawp.demo;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the latest keys, so that a demo that stays while somebody sends a million messages does not
 * grow with them. What is forgotten is only told less well. Not thread-safe.
 */
final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final int KEPT = 10_000;

    private Recent() {}

    static <K, V> Map<K, V> map() {
        return new Recent<>();
    }

    static <K> Set<K> set() {
        return Collections.newSetFromMap(new Recent<>());
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > KEPT;
    }
}
