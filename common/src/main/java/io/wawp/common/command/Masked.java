package io.wawp.common.command;

/** How personal data looks in logs: enough to tell two apart, too little to know whom it names. */
final class Masked {
    private Masked() {}

    static String tail(String value, int kept) {
        return value.length() <= kept ? value : value.substring(value.length() - kept);
    }

    /** {@code 447441429009} as {@code 44***09}. */
    static String middle(String value) {
        return value.length() < 6
                ? "***"
                : value.substring(0, 2) + "***" + value.substring(value.length() - 2);
    }

    static String text(String value) {
        return "[" + value.codePointCount(0, value.length()) + " characters]";
    }
}
