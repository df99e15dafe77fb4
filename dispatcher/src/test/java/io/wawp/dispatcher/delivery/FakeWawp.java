package io.wawp.dispatcher.delivery;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.Content;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.SendCommand;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.MessageGateway;
import io.wawp.dispatcher.model.Receipt;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.SessionLook;
import io.wawp.dispatcher.model.TypingResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Wawp as a list of messages with acks, newest first, that writes down what it is asked. */
final class FakeWawp implements MessageGateway {
    /** What was asked, as {@code "receipt HEX"} and {@code "messages OFFSET"}. */
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    /** Said instead of the truth about a message; by bare id. */
    final Map<String, Receipt> saysOf = new HashMap<>();

    /** Said instead of every page. */
    @Nullable ChatLook saysOfChats;

    /** Run in the middle of every call. */
    Runnable meanwhile = () -> {};

    /** Likewise, with the instance that is called. */
    Consumer<InstanceId> called = instance -> {};

    private final Map<MessageId, Integer> acks = new LinkedHashMap<>();

    void has(MessageId id, int ack) {
        acks.put(id, ack);
    }

    @Override
    public Receipt receipt(Account account, ChatId chat, MessageId message) {
        asked.add("receipt " + message.bare());
        meanwhile.run();
        called.accept(account.instanceId());
        Receipt said = saysOf.get(message.bare());
        if (said != null) {
            return said;
        }
        for (Map.Entry<MessageId, Integer> entry : acks.entrySet()) {
            if (entry.getKey().bare().equals(message.bare())) {
                return new Receipt.Known(entry.getKey(), entry.getValue());
            }
        }
        return new Receipt.Unknown();
    }

    @Override
    public ChatLook messages(Account account, ChatId chat, int offset, int limit) {
        asked.add("messages " + offset);
        meanwhile.run();
        called.accept(account.instanceId());
        if (saysOfChats != null) {
            return saysOfChats;
        }
        List<ChatLook.SeenMessage> all = new ArrayList<>();
        acks.forEach((id, ack) -> all.addFirst(new Seen(id, ack)));
        int end = Math.min(offset + limit, all.size());
        return new ChatLook.Page(all.subList(Math.min(offset, end), end), end == all.size());
    }

    @Override
    public SendResult send(Account account, SendCommand command, BooleanSupplier mayWrite) {
        throw new AssertionError("following sends nothing");
    }

    @Override
    public TypingResult startTyping(Account account, ChatId chat) {
        throw new AssertionError("following types nothing");
    }

    @Override
    public TypingResult stopTyping(Account account, ChatId chat) {
        throw new AssertionError("following types nothing");
    }

    @Override
    public SessionLook session(Account account) {
        throw new AssertionError("following asks for no session");
    }

    private record Seen(MessageId id, Integer ack) implements ChatLook.SeenMessage {
        @Override
        public boolean fromMe() {
            return true;
        }

        @Override
        public Instant at() {
            return Instant.EPOCH;
        }

        @Override
        public boolean shows(Content content) {
            return false;
        }
    }
}
