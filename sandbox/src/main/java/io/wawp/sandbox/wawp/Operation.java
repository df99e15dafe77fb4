package io.wawp.sandbox.wawp;

/** The calls of Wawp v1 that the simulator answers; verbs and paths as Wawp documents them. */
public enum Operation {
    TEXT("POST", "/send"),
    IMAGE("POST", "/sendImage"),
    FILE("POST", "/sendFile"),
    VOICE("POST", "/sendVoice"),
    VIDEO("POST", "/sendVideo"),
    POLL("POST", "/sendPoll"),
    VCARD("POST", "/sendContactVcard"),
    LOCATION("POST", "/sendLocation"),
    START_TYPING("POST", "/startTyping"),
    STOP_TYPING("POST", "/stopTyping"),
    SESSION_INFO("GET", "/session/info"),
    /** One message, asked for in the query. */
    MESSAGE("GET", "/message"),
    /** One message, named by the path; a POST in Wawp's own client. */
    CHAT_MESSAGE("POST", "/chats/{chatId}/messages/{messageId}"),
    CHAT_MESSAGES("GET", "/chats/{chatId}/messages");

    private final String method;
    private final String path;

    Operation(String method, String path) {
        this.method = method;
        this.path = path;
    }

    public String method() {
        return method;
    }

    /** Below the base URI; parts in braces are parameters. */
    public String path() {
        return path;
    }

    /** Whether a call, if it works, puts a message into a chat. */
    public boolean isSend() {
        return compareTo(LOCATION) <= 0;
    }

    boolean isMedia() {
        return this == IMAGE || this == FILE || this == VOICE || this == VIDEO;
    }
}
