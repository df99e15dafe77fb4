package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.Content;
import io.wawp.common.command.MessageId;
import io.wawp.dispatcher.model.Claims;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was sent lately into each chat of one instance, and what is being sent, so that nobody who
 * looks for a message takes another command's for it. Remembers {@link #MEMORY}, and at most {@link
 * #MOST} sends; when full, the oldest is forgotten, and looks that would have needed it find
 * nothing for certain. Thread-safe.
 */
final class ChatSends {
    /**
     * Longer than a message may take to show up, plus what the clocks may be apart: as long as any
     * look goes back.
     */
    static final Duration MEMORY = Duration.ofMinutes(45);

    private static final int MOST = 10_000;

    /** Of one chat, in the claims of one entry. */
    private static final int MOST_IDS = 64;

    private final Duration slack;
    private final Deque<ChatSend> byAge = new ArrayDeque<>();
    private final Map<ChatId, Deque<ChatSend>> byChat = new HashMap<>();
    private final Map<CommandKey, ChatSend> open = new HashMap<>();

    /** Before this, something may be forgotten. */
    private Instant completeSince;

    /** Restored sends without a known end of which no more is known yet. */
    private int awaited;

    /**
     * @param slack how far the clock of Wawp's listings may be from ours
     * @param now what was sent longer than {@link #MEMORY} before is not told by a restored shard
     */
    ChatSends(Duration slack, Instant now) {
        this.slack = slack;
        this.completeSince = now.minus(MEMORY);
    }

    /**
     * What a command that is about to be sent must not take for its own.
     *
     * @param from when its first attempt began, or now
     */
    synchronized Claims before(CommandEntry entry, Content content, Instant from, Instant now) {
        prune(now);
        var look = Look.of(content);
        var ids = new ArrayList<MessageId>();
        int unnamed = 0;
        int late = 0;
        int vague = 0;
        for (ChatSend send : inChat(entry)) {
            boolean another = !send.look().mayBe(look);
            if (another && send.look().type() != look.type()) {
                continue;
            }
            int lates = send.lateCopies();
            // one that was there before is seen only where the clocks allow it
            int there =
                    send.over().isBefore(from.minus(slack.multipliedBy(2))) ? 0 : send.nameless();
            if (another) {
                vague += there + lates;
            } else {
                unnamed += there + lates;
                late += lates;
            }
            if (send.id() != null) {
                if (ids.size() < MOST_IDS) {
                    ids.add(send.id());
                } else {
                    unnamed++;
                    late++;
                }
            }
        }
        if (isForgotten(from)) {
            unnamed++;
            late++;
        }
        return new Claims(ids, unnamed, late, vague);
    }

    /**
     * What a sent command that looks for its own id must not take for it.
     *
     * @return empty where another message without a known id looks the same, or may be forgotten:
     *     nobody could tell
     */
    synchronized Optional<Claims> besides(CommandEntry sent, Content content, Instant since) {
        var look = Look.of(content);
        if (awaited > 0 || isForgotten(since)) {
            return Optional.empty();
        }
        var ids = new ArrayList<MessageId>();
        for (ChatSend send : inChat(sent)) {
            boolean allNamed = send.id() != null && send.lateCopies() == 0;
            if (!allNamed && send.look().type() == look.type()) {
                return Optional.empty();
            }
            if (send.id() != null) {
                ids.add(send.id());
            }
        }
        boolean another =
                open.values().stream()
                        .anyMatch(send ->
                                !send.key().equals(sent.key())
                                        && send.chat().equals(sent.chatId())
                                        && send.look().type() == look.type());
        return another ? Optional.empty() : Optional.of(new Claims(ids, 0));
    }

    /**
     * A sent command found its own id, by {@link #besides}: it is its own if nothing was begun in
     * the meantime that could be meant.
     */
    synchronized boolean named(CommandEntry sent, Content content, Instant since, MessageId id) {
        boolean own = besides(sent, content, since).isPresent() && !isAnothers(sent, id);
        if (own) {
            for (ChatSend send : byChat.getOrDefault(sent.chatId(), new ArrayDeque<>())) {
                if (send.key().equals(sent.key()) && send.id() == null) {
                    send.name(id);
                }
            }
        }
        return own;
    }

    /** Whether it is known as the message of another command. */
    synchronized boolean isAnothers(CommandEntry entry, MessageId id) {
        String bare = id.bare();
        return inChat(entry).stream()
                .anyMatch(send -> send.id() != null && send.id().bare().equals(bare));
    }

    // ---- what happens

    /** A former owner left a send in doubt, whose content comes with {@link #begun}. */
    synchronized void await() {
        awaited++;
    }

    /** What was awaited is begun. */
    synchronized void arrived() {
        awaited--;
    }

    /** A send begins, or is in doubt: until it is over, no other message without a name is safe. */
    synchronized void begun(CommandEntry entry, Content content, Instant now) {
        open.put(entry.key(), new ChatSend(entry, Look.of(content), now, null, 1, 0));
    }

    /** The send that was begun last did not happen. */
    synchronized void withdrawn(CommandEntry entry) {
        open.remove(entry.key());
    }

    /**
     * A command ended that was sent, or may have been.
     *
     * @param content null when not known any more
     * @param id null when not known
     * @param nameless 1 when a message of it without a known id is in the chat, else 0
     * @param lateCopies how many more there may be, or may come
     */
    synchronized void over(
            CommandEntry entry,
            @Nullable Content content,
            @Nullable MessageId id,
            int nameless,
            int lateCopies,
            Instant now) {
        open.remove(entry.key());
        if (id == null && nameless + lateCopies == 0) {
            return;
        }
        var look = content == null ? Look.unknown(entry.type()) : Look.of(content);
        add(new ChatSend(entry, look, now, id, nameless, lateCopies));
        prune(now);
    }

    /**
     * A command of a restored shard that has a message in its chat, or may have.
     *
     * @param now after it everything is known to us
     */
    synchronized void restored(CommandEntry entry, Instant now) {
        switch (entry.state()) {
            case CommandState.Sent sent -> restored(entry, sent, now);
            case CommandState.Ended ended when ended.mayHaveBeenSent() ->
                    restore(entry, null, 0, ended.mayBeInChat(), ended.at(), now);
            default -> {}
        }
    }

    /** Whether all that was sent since then is known, as of the last {@link #before}. */
    synchronized boolean remembers(Instant from) {
        return !isForgotten(from);
    }

    synchronized boolean isEmpty() {
        return byAge.isEmpty() && open.isEmpty();
    }

    private void restored(CommandEntry entry, CommandState.Sent sent, Instant now) {
        int nameless = sent.messageId() == null ? 1 : 0;
        restore(entry, sent.messageId(), nameless, sent.attempts().unclear(), sent.sentAt(), now);
    }

    private void restore(
            CommandEntry entry,
            @Nullable MessageId id,
            int nameless,
            int lateCopies,
            Instant at,
            Instant now) {
        if (at.isAfter(now.minus(MEMORY))) {
            // how long after its beginning it ended is not journaled: as if it were just now
            over(entry, null, id, nameless, lateCopies, now);
        }
    }

    private void add(ChatSend send) {
        byAge.addLast(send);
        // newest first, so that the claims of a crowded chat are its newest
        byChat.computeIfAbsent(send.chat(), chat -> new ArrayDeque<>()).addFirst(send);
        if (byAge.size() > MOST) {
            completeSince = byAge.getFirst().over();
            forget(byAge.removeFirst());
        }
    }

    /** Those of other commands; what an earlier run of it left in the chat is its own message. */
    private List<ChatSend> inChat(CommandEntry entry) {
        Deque<ChatSend> sends = byChat.get(entry.chatId());
        return sends == null
                ? List.of()
                : sends.stream().filter(send -> !send.key().equals(entry.key())).toList();
    }

    private boolean isForgotten(Instant from) {
        return from.minus(slack.multipliedBy(2)).isBefore(completeSince);
    }

    private void prune(Instant now) {
        Instant end = now.minus(MEMORY);
        for (ChatSend oldest = byAge.peekFirst();
                oldest != null && oldest.over().isBefore(end);
                oldest = byAge.peekFirst()) {
            byAge.removeFirst();
            forget(oldest);
            completeSince = end;
        }
    }

    private void forget(ChatSend oldest) {
        Deque<ChatSend> sends = byChat.get(oldest.chat());
        if (sends != null) {
            sends.removeLast();
            if (sends.isEmpty()) {
                byChat.remove(oldest.chat());
            }
        }
    }
}
