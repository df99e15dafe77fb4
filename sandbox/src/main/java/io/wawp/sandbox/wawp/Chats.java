package io.wawp.sandbox.wawp;

import java.util.regex.Pattern;

/** Forms of a chat's id. Wawp takes a bare international number for a person's chat. */
final class Chats {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{4,19}");
    private static final Pattern FULL =
            Pattern.compile("[0-9A-Za-z_-]+@(c\\.us|g\\.us|newsletter|lid|broadcast)");

    private Chats() {}

    static boolean isValid(String chatId) {
        return NUMBER.matcher(chatId).matches() || FULL.matcher(chatId).matches();
    }

    static String normal(String chatId) {
        return NUMBER.matcher(chatId).matches() ? chatId + "@c.us" : chatId;
    }

    static boolean isGroup(String chatId) {
        return chatId.endsWith("@g.us");
    }
}
