package io.wawp.sandbox.wawp;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The chats of one instance and their messages, in the order in which they were recorded; beyond
 * the bound a chat forgets its oldest. Safe for use by any thread.
 */
final class ChatBook {
    private final int messagesPerChat;
    private final Map<String, Chat> chats = new ConcurrentHashMap<>();
    private final Map<String, Message> byHex = new ConcurrentHashMap<>();

    ChatBook(int messagesPerChat) {
        this.messagesPerChat = messagesPerChat;
    }

    void record(Message message) {
        byHex.put(message.hex(), message);
        chats.computeIfAbsent(message.chat(), id -> new Chat())
                .add(message, messagesPerChat)
                .ifPresent(forgotten -> byHex.remove(forgotten.hex()));
    }

    /** By its full id or by the engine's own, the part in capital hexadecimals. */
    Optional<Message> find(String id) {
        String[] parts = id.split("_", -1);
        return Optional.ofNullable(byHex.get(parts.length > 2 ? parts[2] : id));
    }

    List<String> chatIds() {
        return chats.keySet().stream().sorted().toList();
    }

    /** Oldest first, visible or not. */
    List<Message> all(String chatId) {
        Chat chat = chats.get(chatId);
        return chat == null ? List.of() : chat.all();
    }

    private static final class Chat {
        // Guarded by this chat.
        private final ArrayDeque<Message> messages = new ArrayDeque<>();

        synchronized Optional<Message> add(Message message, int bound) {
            messages.addLast(message);
            return messages.size() > bound ? Optional.of(messages.removeFirst()) : Optional.empty();
        }

        synchronized List<Message> all() {
            return List.copyOf(messages);
        }
    }
}
