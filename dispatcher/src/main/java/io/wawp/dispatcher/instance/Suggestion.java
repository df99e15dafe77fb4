package io.wawp.dispatcher.instance;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Which of the words there are was probably meant by one that there is not. */
final class Suggestion {
    private static final int LONGEST = 40;

    private Suggestion() {}

    /** {@code " did you mean \"…\"?"}, or nothing when no word is near. */
    static String ending(String written, Collection<String> words) {
        return nearest(written, words).map(word -> "; did you mean \"" + word + "\"?").orElse("");
    }

    /** The word as it may be shown: not endlessly long. */
    static String shown(String written) {
        return "\""
                + (written.length() <= LONGEST ? written : written.substring(0, LONGEST) + "…")
                + "\"";
    }

    private static Optional<String> nearest(String written, Collection<String> words) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        String plain = plain(written);
        return words.stream()
                .filter(word -> distance(plain, plain(word)) <= Math.max(1, word.length() / 3))
                .min(
                        Comparator.comparingInt((String word) -> distance(plain, plain(word)))
                                .thenComparing(Comparator.naturalOrder()));
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** How many letters must be added, left out or changed to make one word the other. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
