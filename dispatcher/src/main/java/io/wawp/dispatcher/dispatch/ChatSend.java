package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.MessageId;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one command left in a chat. Guarded by its {@link ChatSends}. */
final class ChatSend {
    private final CommandKey key;
    private final ChatId chat;
    private final Look look;
    private final Instant over;
    private final int lateCopies;
    private @Nullable MessageId id;
    private int nameless;

    /**
     * @param over when it ended
     * @param nameless 1 when a message of it without a known id is in the chat, else 0
     * @param lateCopies how many more there may be, or may come
     */
    ChatSend(
            CommandEntry entry,
            Look look,
            Instant over,
            @Nullable MessageId id,
            int nameless,
            int lateCopies) {
        this.key = entry.key();
        this.chat = entry.chatId();
        this.look = look;
        this.over = over;
        this.id = id;
        this.nameless = nameless;
        this.lateCopies = lateCopies;
    }

    CommandKey key() {
        return key;
    }

    ChatId chat() {
        return chat;
    }

    Look look() {
        return look;
    }

    Instant over() {
        return over;
    }

    @Nullable MessageId id() {
        return id;
    }

    int nameless() {
        return nameless;
    }

    int lateCopies() {
        return lateCopies;
    }

    void name(MessageId found) {
        id = found;
        nameless = 0;
    }
}
