package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.SendCommand;
import io.wawp.dispatcher.dispatch.History.Arrived;
import io.wawp.dispatcher.dispatch.History.Written;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.CommandKey;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * WhatsApp's own truth: a request that was written takes effect as its {@link Way} says, whatever
 * became of who wrote it. Thread-safe.
 */
final class SimulatedChats {
    private final SimulatedTime time;
    private final History history;
    private final Map<ChatId, List<ScriptedGateway.Shown>> chats = new HashMap<>();
    private int ids;

    SimulatedChats(SimulatedTime time, History history) {
        this.time = time;
        this.history = history;
    }

    /**
     * A request is written.
     *
     * @param allowed when its worker looked whether it may
     * @return the id that its message has, should it arrive
     */
    synchronized MessageId write(int worker, SendCommand command, Way way, long allowed) {
        var key = new CommandKey(command.instanceId(), command.idempotencyKey());
        history.add(new Written(time.nanos(), worker, key, allowed));
        var id = new MessageId("true_" + command.chatId().value() + "_3EB0" + ids++);
        if (!way.arrives()) {
            return id;
        }
        if (way.arrivesAfter().isZero()) {
            arrive(key, command, id);
        } else {
            time.after(way.arrivesAfter(), () -> arrive(key, command, id));
        }
        return id;
    }

    private synchronized void arrive(CommandKey key, SendCommand command, MessageId id) {
        history.add(new Arrived(time.nanos(), key, id));
        var at = time.now().truncatedTo(ChronoUnit.SECONDS);
        chats.computeIfAbsent(command.chatId(), chat -> new ArrayList<>())
                .add(new ScriptedGateway.Shown(id, true, at, 1, command.content()));
    }

    /** Somebody writes that on the phone. */
    synchronized void writtenByHand(ChatId chat, Content content) {
        var id = new MessageId("true_" + chat.value() + "_3EB0" + ids++);
        var at = time.now().truncatedTo(ChronoUnit.SECONDS);
        chats.computeIfAbsent(chat, any -> new ArrayList<>())
                .add(new ScriptedGateway.Shown(id, true, at, 1, content));
    }

    /** One page of a chat as it is now, the newest first. */
    synchronized ChatLook.Page page(ChatId chat, int offset, int limit) {
        List<ScriptedGateway.Shown> newestFirst = chats.getOrDefault(chat, List.of()).reversed();
        int end = Math.min(newestFirst.size(), offset + limit);
        return new ChatLook.Page(
                List.copyOf(newestFirst.subList(Math.min(offset, end), end)),
                end == newestFirst.size());
    }
}
