package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.CommandId;
import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.SendCommand;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.MessageGateway;
import io.wawp.dispatcher.model.Receipt;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.SessionLook;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.model.TypingResult;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Wawp by script. Unless told otherwise it accepts every message and shows it in its chat. Notes
 * each call with its time, and each broken promise of a caller.
 */
class ScriptedGateway implements MessageGateway {

    /** One send that was written to the wire. */
    record Call(CommandId command, ChatId chat, Instant at) {}

    /**
     * What to do with one send.
     *
     * @param late how long after the call the message gets into the chat
     * @param hidden how long after that it shows in listings
     */
    record Answer(
            SendResult result,
            boolean arrives,
            Duration takes,
            Duration leases,
            Duration late,
            Duration hidden) {
        static Answer of(SendResult result) {
            return new Answer(
                    result, false, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        }

        /** The message arrives in the chat, whatever is answered. */
        Answer arriving() {
            return new Answer(result, true, takes, leases, late, hidden);
        }

        /** It arrives so much later than it was sent. */
        Answer arrivingLate(Duration time) {
            return new Answer(result, true, takes, leases, time, hidden);
        }

        /** It shows so much later than it arrived. */
        Answer hidden(Duration time) {
            return new Answer(result, arrives, takes, leases, late, time);
        }

        Answer taking(Duration time) {
            return new Answer(result, arrives, time, leases, late, hidden);
        }

        /** So long until a connection is leased. */
        Answer leasing(Duration time) {
            return new Answer(result, arrives, takes, time, late, hidden);
        }
    }

    /** How a chat's messages are listed, which come with the oldest first. */
    interface Lister {
        ChatLook list(List<Shown> messages, int offset, int limit);
    }

    record Shown(
            MessageId id,
            boolean fromMe,
            @Nullable Instant at,
            @Nullable Integer ack,
            Content content)
            implements ChatLook.SeenMessage {
        @Override
        public boolean shows(Content other) {
            return content.equals(other);
        }
    }

    private final Time time;
    private final ScriptedJournal journal;
    private final Map<CommandId, Deque<Answer>> answers = new HashMap<>();
    private final Map<ChatId, List<Shown>> chats = new HashMap<>();
    private final List<String> delivered = new ArrayList<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Map<MessageId, Instant> visibleFrom = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Instant> typings = new ArrayList<>();
    private final List<Instant> looks = new ArrayList<>();
    private final List<Instant> sessions = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private Supplier<SessionLook> session = SessionLook.Working::new;
    private TypingResult typing = new TypingResult.Shown();
    private @Nullable ChatLook brokenLook;
    private Duration lookTakes = Duration.ZERO;
    private Lister lister = ScriptedGateway::newestFirst;
    private int stopped;
    private int ids;

    ScriptedGateway(Time time, ScriptedJournal journal) {
        this.time = time;
        this.journal = journal;
    }

    /** The next answers to a command's sends, one each; after them it is accepted. */
    synchronized void answer(String command, Answer... next) {
        answers.computeIfAbsent(new CommandId(command), id -> new ArrayDeque<>())
                .addAll(List.of(next));
    }

    synchronized void answer(String command, SendResult result) {
        answer(command, Answer.of(result));
    }

    synchronized void typing(TypingResult result) {
        typing = result;
    }

    synchronized void session(Supplier<SessionLook> look) {
        session = look;
    }

    /** All looks into chats end like this; null: they work. */
    synchronized void looks(@Nullable ChatLook look) {
        brokenLook = look;
    }

    /** How long each look takes from now on. */
    synchronized void looksTake(Duration duration) {
        lookTakes = duration;
    }

    /** A message appears in a chat by itself. */
    synchronized void show(ChatId chat, Shown message) {
        chats.computeIfAbsent(chat, id -> new ArrayList<>()).add(message);
    }

    @Override
    public SendResult send(Account account, SendCommand command, BooleanSupplier mayWrite)
            throws InterruptedException {
        Answer answer = take(command);
        time.sleep(answer.leases);
        if (answer.result instanceof SendResult.NotSent) {
            return answer.result; // no connection, nothing written
        }
        if (!mayWrite.getAsBoolean()) {
            return new SendResult.Lapsed();
        }
        MessageId id = write(command, answer);
        time.sleep(answer.takes);
        return answer.result instanceof SendResult.Accepted accepted
                ? new SendResult.Accepted(accepted.messageId() == null ? null : id, accepted.ack())
                : answer.result;
    }

    private synchronized Answer take(SendCommand command) {
        Deque<Answer> script = answers.get(command.commandId());
        return script == null || script.isEmpty()
                ? Answer.of(new SendResult.Accepted(new MessageId("any"), 0)).arriving()
                : script.removeFirst();
    }

    private synchronized MessageId write(SendCommand command, Answer answer) {
        Instant now = time.now();
        calls.add(new Call(command.commandId(), command.chatId(), now));
        var key = new CommandKey(command.instanceId(), command.idempotencyKey());
        if (!(journal.state(key) instanceof CommandState.Sending sending)) {
            violations.add(command.commandId() + " was written without a SENDING");
        } else if (!now.isBefore(sending.sendBy())) {
            violations.add(command.commandId() + " was written when its right had lapsed");
        }
        var id = new MessageId("true_" + command.chatId().value() + "_3EB0" + ids++);
        if (answer.arrives) {
            delivered.add(command.commandId().value());
            owners.put(id.bare(), command.commandId().value());
            Instant at = now.plus(answer.late);
            visibleFrom.put(id, at.plus(answer.hidden));
            show(
                    command.chatId(),
                    new Shown(id, true, at.truncatedTo(ChronoUnit.SECONDS), 1, command.content()));
        }
        return id;
    }

    @Override
    public synchronized TypingResult startTyping(Account account, ChatId chat) {
        typings.add(time.now());
        return typing;
    }

    @Override
    public synchronized TypingResult stopTyping(Account account, ChatId chat) {
        stopped++;
        return typing;
    }

    @Override
    public SessionLook session(Account account) {
        Supplier<SessionLook> look;
        synchronized (this) {
            sessions.add(time.now());
            look = session;
        }
        return look.get();
    }

    @Override
    public Receipt receipt(Account account, ChatId chat, MessageId message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChatLook messages(Account account, ChatId chat, int offset, int limit) {
        Duration takes;
        synchronized (this) {
            looks.add(time.now());
            takes = lookTakes;
        }
        try {
            time.sleep(takes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return listed(chat, offset, limit);
    }

    private synchronized ChatLook listed(ChatId chat, int offset, int limit) {
        if (brokenLook != null) {
            return brokenLook;
        }
        List<Shown> visible =
                chats.getOrDefault(chat, List.of()).stream()
                        .filter(message -> isVisible(message.id()))
                        .toList();
        return lister.list(visible, offset, limit);
    }

    private boolean isVisible(MessageId id) {
        return !visibleFrom.getOrDefault(id, Instant.MIN).isAfter(time.now());
    }

    private static ChatLook newestFirst(List<Shown> messages, int offset, int limit) {
        List<Shown> newestFirst = messages.reversed();
        int end = Math.min(newestFirst.size(), offset + limit);
        List<ChatLook.SeenMessage> page =
                List.copyOf(newestFirst.subList(Math.min(offset, end), end));
        return new ChatLook.Page(page, end == newestFirst.size());
    }

    /** From now on chats are listed like this. */
    synchronized void lists(Lister other) {
        lister = other;
    }

    /** Whose message that is; null when no send of ours made it. */
    synchronized @Nullable String ownerOf(MessageId id) {
        return owners.get(id.bare());
    }

    /** From when on a message of ours shows. */
    synchronized Map<MessageId, Instant> visibleFrom() {
        return Map.copyOf(visibleFrom);
    }

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    synchronized List<String> sent() {
        return calls.stream().map(call -> call.command.value()).toList();
    }

    /** The commands whose message arrived, once for each copy. */
    synchronized List<String> delivered() {
        return List.copyOf(delivered);
    }

    synchronized List<Instant> typings() {
        return List.copyOf(typings);
    }

    synchronized List<Instant> looks() {
        return List.copyOf(looks);
    }

    synchronized List<Instant> sessions() {
        return List.copyOf(sessions);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized int stopped() {
        return stopped;
    }
}
