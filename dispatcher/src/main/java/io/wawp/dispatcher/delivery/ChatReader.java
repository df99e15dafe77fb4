package io.wawp.dispatcher.delivery;

import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.MessageGateway;
import io.wawp.dispatcher.model.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks Wawp about followed messages of one chat: about one by its id, about several by listing the
 * chat. Blocks; keeps nothing between looks.
 */
final class ChatReader {
    private static final int PAGE = 100;

    /** How far back a listing goes: a message that is further up is asked for by its id. */
    private static final int PAGES = 10;

    private final MessageGateway gateway;
    private final IdFinder finder;

    ChatReader(MessageGateway gateway, IdFinder finder) {
        this.gateway = gateway;
        this.finder = finder;
    }

    /**
     * What came of it. A message that is in none of the collections was looked for and not seen.
     */
    static final class Answer {
        final Map<Followed, MessageId> ids = new HashMap<>();
        final Map<Followed, Integer> acks = new HashMap<>();

        /** Nothing is known of these: no usable answer, or not asked any more after one. */
        final Set<Followed> unanswered = new HashSet<>();

        @Nullable OutcomeError trouble;

        /** Whether asking for another message would most likely end the same. */
        boolean outOfReach;

        boolean isOver() {
            return trouble != null || outOfReach;
        }

        private void unreadable(OutcomeError error) {
            outOfReach =
                    error.code() == ReasonCode.WAWP_UNREACHABLE
                            || error.code() == ReasonCode.RATE_LIMITED;
        }
    }

    /**
     * Looks.
     *
     * @param due to be asked for, at least one
     * @param others of the same chat, of which a listing may show something too
     */
    Answer look(Account account, List<Followed> due, List<Followed> others) {
        var answer = new Answer();
        var named = new ArrayList<Followed>();
        for (Followed message : due) {
            MessageId id = message.messageId();
            if (id == null) {
                id = finder.find(message.entry).orElse(null);
            }
            if (id != null) {
                answer.ids.put(message, id);
                named.add(message);
            }
        }
        List<Followed> listed = named.stream().filter(message -> !message.alone).toList();
        if (listed.size() > 1) {
            named.removeAll(list(account, listed, others, answer));
        }
        for (Followed message : named) {
            ask(account, message, answer);
        }
        return answer;
    }

    private void ask(Account account, Followed message, Answer answer) {
        MessageId id = answer.ids.get(message);
        if (id == null || answer.isOver()) {
            answer.unanswered.add(message);
            return;
        }
        switch (gateway.receipt(account, message.chat.chatId(), id)) {
            case Receipt.Known known -> {
                if (known.messageId().bare().equals(id.bare())) {
                    answer.acks.put(message, known.ack());
                }
            }
            case Receipt.Unknown() -> {}
            case Receipt.Unreadable(OutcomeError error) -> {
                answer.unanswered.add(message);
                answer.unreadable(error);
            }
            case Receipt.InstanceTrouble(OutcomeError error) -> {
                answer.unanswered.add(message);
                answer.trouble = error;
            }
        }
    }

    /**
     * Lists the chat until all that are wanted were seen.
     *
     * @return those that need not be asked for by their ids now
     */
    private Set<Followed> list(
            Account account, List<Followed> wanted, List<Followed> others, Answer answer) {
        var missing = new HashSet<>(wanted);
        Map<String, Followed> byId = byBareId(wanted, others, answer);
        int offset = 0;
        for (int page = 0; page < PAGES && !missing.isEmpty(); page++) {
            ChatLook look =
                    gateway.messages(account, wanted.getFirst().chat.chatId(), offset, PAGE);
            switch (look) {
                case ChatLook.Page shown -> {
                    take(shown.messages(), byId, missing, answer);
                    offset += shown.listed();
                    if (shown.last() || shown.listed() == 0) {
                        page = PAGES;
                    }
                }
                case ChatLook.Unreadable(OutcomeError error) -> {
                    answer.unreadable(error);
                    return unlisted(missing, wanted, answer);
                }
                case ChatLook.InstanceTrouble(OutcomeError error) -> {
                    answer.trouble = error;
                    return unlisted(missing, wanted, answer);
                }
            }
        }
        missing.forEach(message -> message.alone = true);
        var seen = new HashSet<>(wanted);
        seen.removeAll(missing);
        return seen;
    }

    /** The listing failed: what it did not show is asked for the next time, and by its id. */
    private static Set<Followed> unlisted(
            Set<Followed> missing, List<Followed> wanted, Answer answer) {
        answer.unanswered.addAll(missing);
        if (!answer.isOver()) {
            missing.forEach(message -> message.alone = true);
        }
        return new HashSet<>(wanted);
    }

    private static Map<String, Followed> byBareId(
            List<Followed> wanted, List<Followed> others, Answer answer) {
        Map<String, Followed> byId = new HashMap<>();
        for (Followed other : others) {
            MessageId id = other.messageId();
            if (id != null) {
                byId.put(id.bare(), other);
            }
        }
        for (Followed message : wanted) {
            MessageId id = answer.ids.get(message);
            if (id != null) {
                byId.put(id.bare(), message);
            }
        }
        return byId;
    }

    private static void take(
            List<ChatLook.SeenMessage> messages,
            Map<String, Followed> byId,
            Set<Followed> missing,
            Answer answer) {
        for (ChatLook.SeenMessage message : messages) {
            Followed followed = message.fromMe() ? byId.get(message.id().bare()) : null;
            Integer ack = message.ack();
            if (followed != null && ack != null) {
                answer.acks.put(followed, ack);
                missing.remove(followed);
            }
        }
    }
}
