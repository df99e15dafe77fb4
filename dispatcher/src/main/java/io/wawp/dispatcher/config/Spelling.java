package io.wawp.dispatcher.config;

import java.util.Collection;
import java.util.Comparator;

/** What somebody most likely meant who wrote a name that there is not. */
public final class Spelling {
    private Spelling() {}

    /** A sentence that begins with a space; empty when nothing is near. */
    static String suggestion(String written, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String name) -> distance(written, name)))
                .filter(name -> distance(written, name) <= Math.max(2, name.length() / 4))
                .map(name -> " Did you mean " + name + "?")
                .orElse("");
    }

    /** How many characters have to be added, taken away or replaced; separators count little. */
    public static int distance(String one, String other) {
        String a = plain(one);
        String b = plain(other);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    private static String plain(String name) {
        return name.replaceAll("[-_.]", "").toLowerCase(java.util.Locale.ROOT);
    }
}
