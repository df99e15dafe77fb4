package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.Content;
import io.wawp.common.command.ContentType;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.OutcomeStatus;
import io.wawp.dispatcher.model.Claims;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandKey;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.Fingerprint;
import io.wawp.dispatcher.model.Shards;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was sent lately into each chat of one instance, so that a send in doubt does not take
 * another command's message for its own. Remembers as long as the clocks' slack makes two sends
 * confusable, and at most {@link #MOST} sends: when full, the oldest is forgotten, and a look that
 * would have needed it may take that message for its own. Thread-safe.
 */
final class ChatSends {
    private static final int MOST = 10_000;

    /** Of one chat, in the claims of one entry. */
    private static final int MOST_IDS = 64;

    private final Duration slack;
    private final Deque<Send> byAge = new ArrayDeque<>();
    private final Map<ChatId, Deque<Send>> byChat = new HashMap<>();

    /**
     * @param slack how far the clock of Wawp's listings may be from ours
     */
    ChatSends(Duration slack) {
        this.slack = slack;
    }

    private record Send(
            CommandKey key,
            ChatId chat,
            ContentType type,
            Fingerprint fingerprint,
            long look,
            Instant since,
            Instant over,
            @Nullable MessageId id,
            int unnamed,
            int late) {

        boolean mayLookLike(ContentType otherType, long otherLook) {
            return type == otherType && (look == otherLook || look == UNKNOWN_LOOK);
        }

        boolean looksLike(Fingerprint other, ContentType otherType, long otherLook) {
            return fingerprint.equals(other) || (type == otherType && look == otherLook);
        }
    }

    private static final long UNKNOWN_LOOK = 0;

    /** What a command that is about to be sent must not take for its own. */
    synchronized Claims before(CommandEntry entry, Content content, Instant now) {
        prune(now);
        Deque<Send> sends = byChat.get(entry.chatId());
        if (sends == null) {
            return Claims.NONE;
        }
        long look = lookOf(content);
        var ids = new ArrayList<MessageId>();
        int unnamed = 0;
        int late = 0;
        for (Send send : sends) {
            if (send.key.equals(entry.key())) {
                // what an earlier run may have left in the chat is this very message
                continue;
            }
            if (send.id != null && send.mayLookLike(entry.type(), look) && ids.size() < MOST_IDS) {
                ids.add(send.id);
            }
            if (send.looksLike(entry.fingerprint(), entry.type(), look)) {
                // what is older may show as older than a look goes back, and need not
                boolean near = !send.since.isBefore(now.minus(slack.dividedBy(2)));
                unnamed += send.unnamed;
                late += near ? send.late : send.unnamed;
            }
        }
        return new Claims(ids, unnamed, late);
    }

    /**
     * What a sent command that looks for its own id must not take for it.
     *
     * @return empty where another message without a known id looks the same: nobody could tell
     */
    synchronized Optional<Claims> besides(CommandEntry sent, Content content, Instant since) {
        long look = lookOf(content);
        var ids = new ArrayList<MessageId>();
        for (Send send : byChat.getOrDefault(sent.chatId(), new ArrayDeque<>())) {
            boolean own = send.fingerprint.equals(sent.fingerprint()) && send.since.equals(since);
            if (!own && send.looksLike(sent.fingerprint(), sent.type(), look)) {
                if (send.unnamed > 0) {
                    return Optional.empty();
                }
                if (send.id != null) {
                    ids.add(send.id);
                }
            }
        }
        return Optional.of(new Claims(ids, 0));
    }

    /**
     * A command ended that was sent, or may have been.
     *
     * @param since when its last send began
     * @param id null when not known
     * @param unnamed how many messages without a known id it has, or may have, in the chat
     */
    synchronized void over(
            CommandEntry entry,
            @Nullable Content content,
            Instant since,
            @Nullable MessageId id,
            int unnamed,
            Instant now) {
        if (id == null && unnamed == 0) {
            return;
        }
        long look = content == null ? UNKNOWN_LOOK : lookOf(content);
        var send =
                new Send(
                        entry.key(),
                        entry.chatId(),
                        entry.type(),
                        entry.fingerprint(),
                        look,
                        since,
                        now,
                        id,
                        unnamed,
                        isSentWithoutId(entry) ? unnamed - 1 : unnamed);
        byAge.addLast(send);
        // newest first, so that the claims of a crowded chat are its newest
        byChat.computeIfAbsent(send.chat, chat -> new ArrayDeque<>()).addFirst(send);
        if (byAge.size() > MOST) {
            forget(byAge.removeFirst());
        }
        prune(now);
    }

    /** Of its messages one is certainly in the chat. */
    private static boolean isSentWithoutId(CommandEntry entry) {
        return entry.state() instanceof CommandState.Sent sent && sent.messageId() == null;
    }

    /** A command that a former owner sent, or may have sent, as far as it is journaled. */
    void restored(CommandEntry entry, Instant now) {
        Instant confusable = now.minus(slack.multipliedBy(2));
        if (entry.state() instanceof CommandState.Sent sent && sent.sentAt().isAfter(confusable)) {
            int unnamed = sent.attempts().unclear() + (sent.messageId() == null ? 1 : 0);
            over(entry, null, sent.sentAt(), sent.messageId(), unnamed, now);
        } else if (entry.state() instanceof CommandState.Ended ended
                && ended.at().isAfter(confusable)) {
            int unresolved = ended.status() == OutcomeStatus.UNRESOLVED ? 1 : 0;
            over(entry, null, ended.at(), null, ended.attempts().unclear() + unresolved, now);
        }
    }

    private void prune(Instant now) {
        Instant confusable = now.minus(slack.multipliedBy(2));
        for (Send oldest = byAge.peekFirst();
                oldest != null && oldest.over.isBefore(confusable);
                oldest = byAge.peekFirst()) {
            byAge.removeFirst();
            forget(oldest);
        }
    }

    private void forget(Send oldest) {
        Deque<Send> sends = byChat.get(oldest.chat);
        if (sends != null) {
            sends.removeLast();
            if (sends.isEmpty()) {
                byChat.remove(oldest.chat);
            }
        }
    }

    /**
     * A hash of what a listing can show of a content: two files with the same caption look the same
     * there, wherever they came from.
     */
    private static long lookOf(Content content) {
        String visible =
                switch (content) {
                    case Content.Text text -> text.message();
                    case Content.Image image -> image.caption();
                    case Content.Pdf pdf -> pdf.caption();
                    case Content.Video video -> video.caption();
                    case Content.Poll poll -> poll.name();
                    case Content.Voice ignored -> null;
                    case Content.Vcard ignored -> null;
                    case Content.Location ignored -> null;
                };
        return Shards.hash(visible == null ? "" : visible);
    }
}
