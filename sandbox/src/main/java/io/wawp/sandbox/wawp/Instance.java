package io.wawp.sandbox.wawp;

import org.jspecify.annotations.Nullable;

/** One WhatsApp number: its token (null: any), its login, its chats. Safe for use by any thread. */
final class Instance {
    private final String id;
    private final @Nullable String token;
    private final String own;
    private final ChatBook chats;
    private volatile SessionStatus status = SessionStatus.WORKING;

    Instance(String id, @Nullable String token, ChatBook chats) {
        this.id = id;
        this.token = token;
        this.chats = chats;
        // A number of its own for each instance, and always the same one for the same id.
        this.own = "1555" + (1_000_000 + Math.floorMod(id.hashCode(), 9_000_000)) + "@c.us";
    }

    String id() {
        return id;
    }

    boolean admits(String given) {
        return token == null ? !given.isBlank() : token.equals(given);
    }

    /** The chat id of the number itself. */
    String own() {
        return own;
    }

    ChatBook chats() {
        return chats;
    }

    SessionStatus status() {
        return status;
    }

    void status(SessionStatus now) {
        status = now;
    }
}
