package io.wawp.common.command;

import java.util.regex.Pattern;

/** The character sets that identifiers of the contract share. */
final class Identifiers {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._:~-]{1,128}");
    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private Identifiers() {}

    static String requireKey(String what, String value) {
        if (!KEY.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what + " must be 1 to 128 characters of A-Z a-z 0-9 . _ : ~ -");
        }
        return value;
    }

    static String requireInstance(String value) {
        if (!INSTANCE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "instanceId must be 1 to 64 characters of A-Z a-z 0-9 _ -");
        }
        return value;
    }
}
