package io.wawp.common.json;

import com.fasterxml.jackson.core.JsonStreamContext;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of fields as error messages show them: paths, and guesses at what a typo meant. */
final class Names {
    private static final int LONGEST_SHOWN = 64;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern MANY_DIGITS = Pattern.compile("\\d{5}");

    private Names() {}

    /**
     * A name that a producer chose, or {@code *} where it does not look like a name: a message or a
     * phone number in the wrong place must not travel on in an error.
     */
    static String shown(String name) {
        return name.length() <= LONGEST_SHOWN
                        && PLAIN.matcher(name).matches()
                        && !MANY_DIGITS.matcher(name).find()
                ? name
                : "*";
    }

    /** Where a parser stands, such as {@code content.options[3]}; empty at the root. */
    static String path(JsonStreamContext context) {
        StringBuilder path = new StringBuilder();
        for (JsonStreamContext at = context; at != null && !at.inRoot(); at = at.getParent()) {
            if (at.inArray()) {
                path.insert(0, "[" + Math.max(0, at.getCurrentIndex()) + "]");
            } else if (at.getCurrentName() != null) {
                path.insert(0, "." + shown(at.getCurrentName()));
            }
        }
        return path.isEmpty() ? "" : path.substring(1);
    }

    /** The known name that somebody who wrote this most likely meant, or null. */
    static @Nullable String near(String written, Collection<String> known) {
        if (written.length() > LONGEST_SHOWN) {
            return null;
        }
        String plain = plain(written);
        String best = null;
        int least = 3;
        for (String name : known) {
            String candidate = plain(name);
            int distance = distance(plain, candidate);
            if (distance < least && distance * 2 < candidate.length()) {
                least = distance;
                best = name;
            }
        }
        return best;
    }

    private static String plain(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** How many letters must be added, dropped, changed or swapped with their neighbour. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
                least = Math.min(least, cost[i - 1][j - 1] + change);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least = Math.min(least, cost[i - 2][j - 2] + 1);
                }
                cost[i][j] = least;
            }
        }
        return cost[a.length()][b.length()];
    }
}
