package io.wawp.common;

import java.util.List;
import java.util.random.RandomGenerator;

/** Strings of every script and some that programs stumble over, but none that cannot be sent. */
public final class RandomTexts {
    private static final List<String> ODD =
            List.of(
                    "\"",
                    "\\",
                    "/",
                    "\n",
                    "\r\n",
                    "\t",
                    "\u0001",
                    "\u007f",
                    "\u0085",
                    "\u2028",
                    "\ufeff",
                    "\ufffd",
                    "\uffff",
                    "👩‍👩‍👧",
                    "🇬🇧",
                    "e\u0301",
                    "مرحبا",
                    "שלום",
                    "\u202e",
                    "null",
                    "{}",
                    "%00",
                    "\\u0000",
                    "€",
                    "𝒳",
                    "ß");
    private static final String KEY =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:~-";

    private RandomTexts() {}

    /** From {@code least} to {@code most} code points; mostly few, now and then the very most. */
    public static String text(RandomGenerator random, int least, int most) {
        int length =
                random.nextInt(16) == 0
                        ? most
                        : random.nextInt(least, Math.min(most, least + 40) + 1);
        StringBuilder text = new StringBuilder();
        int points = 0;
        while (points < length) {
            String next = piece(random);
            int more = next.codePointCount(0, next.length());
            if (points + more <= length) {
                text.append(next);
                points += more;
            }
        }
        return text.toString();
    }

    private static String piece(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> ODD.get(random.nextInt(ODD.size()));
            case 1 -> Character.toString(random.nextInt(1, 0xd800));
            case 2 -> Character.toString(random.nextInt(0x10000, 0x110000));
            default -> Character.toString(random.nextInt(' ', 0x7f));
        };
    }

    /** From {@code least} to {@code most} characters of those that ids may have. */
    public static String key(RandomGenerator random, int least, int most) {
        StringBuilder key = new StringBuilder();
        for (int i = random.nextInt(least, most + 1); i > 0; i--) {
            key.append(KEY.charAt(random.nextInt(KEY.length())));
        }
        return key.toString();
    }

    public static String digits(RandomGenerator random, int least, int most) {
        StringBuilder digits = new StringBuilder();
        for (int i = random.nextInt(least, most + 1); i > 0; i--) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }
}
