package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.ChatLook.SeenMessage;
import io.wawp.dispatcher.model.Claims;
import io.wawp.dispatcher.model.LoadedCommand;
import io.wawp.dispatcher.model.MessageGateway;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One look for a sent message in its chat: page by page from the newest until older than the send.
 * Of the chat's own messages of that content, those that are others' by name are left out, then as
 * many of the oldest as are others' without a name; the oldest that is left is ours. If one is left
 * only because another's need not be there, nobody can tell whose it is. Trusts no order of the
 * listing and no filter of Wawp's. Blocks for some calls; thread-safe.
 */
final class ChatSearch {
    private static final int PAGE = 50;

    /** More than anybody sends into one chat while a send is in doubt. */
    private static final int MOST_PAGES = 20;

    private final MessageGateway gateway;
    private final Duration slack;

    ChatSearch(MessageGateway gateway, Duration slack) {
        this.gateway = gateway;
        this.slack = slack;
    }

    /** What a look showed. */
    sealed interface Finding {
        record Found(MessageId id, int ack) implements Finding {}

        /** All of the listing that matters was read, and it is not there. */
        record Absent() implements Finding {}

        /** It, or a late copy of another's with the same content: nobody can tell. */
        record Undecided() implements Finding {}

        /** No usable answer, or no end of the listing: says nothing. */
        record NoLook(OutcomeError error) implements Finding {}

        record InstanceTrouble(OutcomeError error) implements Finding {}
    }

    /**
     * @param since when the send began
     */
    Finding look(Account account, LoadedCommand loaded, Instant since, Claims claims) {
        Instant from = since.minus(slack);
        var reading = new Reading(loaded, from, claims);
        for (int page = 0; page < MOST_PAGES; page++) {
            ChatLook look = gateway.messages(account, loaded.entry().chatId(), page * PAGE, PAGE);
            switch (look) {
                case ChatLook.Page shown -> {
                    reading.add(shown.messages());
                    if (shown.last() || shown.messages().isEmpty() || reading.isPast()) {
                        return reading.conclude();
                    }
                }
                case ChatLook.Unreadable(OutcomeError error) -> {
                    return new Finding.NoLook(error);
                }
                case ChatLook.InstanceTrouble(OutcomeError error) -> {
                    return new Finding.InstanceTrouble(error);
                }
            }
        }
        return reading.concludeUnfinished();
    }

    /** What one look has seen so far. */
    private static final class Reading {
        private final LoadedCommand loaded;
        private final Instant from;
        private final Claims claims;
        private final Set<String> claimed = new HashSet<>();
        private final Set<String> seen = new HashSet<>();
        private final List<SeenMessage> matches = new ArrayList<>();
        private @Nullable Instant newestBefore;
        private boolean past;

        Reading(LoadedCommand loaded, Instant from, Claims claims) {
            this.loaded = loaded;
            this.from = from;
            this.claims = claims;
            claims.ids().forEach(id -> claimed.add(id.bare()));
        }

        void add(List<SeenMessage> page) {
            // pages shift while messages come in, so one may be shown twice
            for (SeenMessage message : page) {
                if (seen.add(message.id().bare()) && isMatch(message)) {
                    matches.add(message);
                }
            }
            page.stream()
                    .map(SeenMessage::at)
                    .max(Comparator.naturalOrder())
                    .ifPresent(newest -> {
                        boolean older = page.stream().anyMatch(m -> m.at().isBefore(from));
                        past = older && (isNewestFirst(page) || goesBack(newest));
                        newestBefore = newest;
                    });
        }

        /**
         * Whether what is on the next pages is older than the send. An older message on a page
         * alone does not say so: the listing may begin with the oldest, or be in no order.
         */
        boolean isPast() {
            return past;
        }

        private boolean goesBack(Instant newest) {
            return newestBefore != null && !newest.isAfter(newestBefore);
        }

        private static boolean isNewestFirst(List<SeenMessage> page) {
            for (int i = 1; i < page.size(); i++) {
                if (page.get(i).at().isAfter(page.get(i - 1).at())) {
                    return false;
                }
            }
            return page.getFirst().at().isAfter(page.getLast().at());
        }

        private boolean isMatch(SeenMessage message) {
            return message.fromMe()
                    && !message.at().isBefore(from)
                    && !claimed.contains(message.id().bare())
                    && message.shows(loaded.command().content());
        }

        Finding conclude() {
            matches.sort(Comparator.comparing(SeenMessage::at));
            if (matches.size() <= claims.unnamed() - claims.late()) {
                return new Finding.Absent();
            }
            if (matches.size() <= claims.unnamed()) {
                return new Finding.Undecided();
            }
            SeenMessage ours = matches.get(claims.unnamed());
            Integer ack = ours.ack();
            return new Finding.Found(ours.id(), ack == null ? 0 : ack);
        }

        Finding concludeUnfinished() {
            return claims.unnamed() == 0 && conclude() instanceof Finding.Found found
                    ? found
                    : new Finding.NoLook(
                            OutcomeError.of(
                                    ReasonCode.IN_DOUBT,
                                    "the chat's listing has no end within "
                                            + MOST_PAGES * PAGE
                                            + " messages"));
        }
    }
}
