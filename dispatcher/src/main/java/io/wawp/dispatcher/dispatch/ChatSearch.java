package io.wawp.dispatcher.dispatch;

import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.MessageGateway;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One look for a sent message in its chat: page by page from the newest until older than the send.
 * What the pages show is judged by {@link Sightings}. Trusts no order of the listing, no limit and
 * no filter of Wawp's: pages overlap, so that a listing that moves while it is read leaves no gap
 * unnoticed. Blocks for some calls; thread-safe.
 */
final class ChatSearch {
    private static final int PAGE = 50;

    /** So many messages stand on two pages, so that what is taken out between them shows. */
    private static final int OVERLAP = 5;

    /** More than anybody sends into one chat while a send is in doubt: a thousand messages. */
    private static final int MOST_CALLS = 24;

    private static final String INCOMPLETE =
            "the chat's listing is in no lasting order, and did not show all of its messages";

    private final MessageGateway gateway;
    private final Duration slack;

    ChatSearch(MessageGateway gateway, Duration slack) {
        this.gateway = gateway;
        this.slack = slack;
    }

    /** What a look showed. */
    sealed interface Finding {
        /**
         * It is there.
         *
         * @param id null when it is one of several, and nobody could tell which
         */
        record Found(@Nullable MessageId id, int ack) implements Finding {}

        /** All of the listing that matters was read, and it is not there. */
        record Absent() implements Finding {}

        /** All that matters was read, and there is a message that may be it, or another's. */
        record Unsure() implements Finding {}

        /** No usable answer, or no end of the listing: says nothing. */
        record NoLook(OutcomeError error) implements Finding {}

        record InstanceTrouble(OutcomeError error) implements Finding {}
    }

    Finding look(Account account, Wanted wanted) {
        var reading = new Reading(wanted);
        for (int call = 0; call < MOST_CALLS; call++) {
            ChatLook look =
                    gateway.messages(
                            account, wanted.loaded().entry().chatId(), reading.offset, PAGE);
            switch (look) {
                case ChatLook.Page shown -> {
                    Finding finding = reading.take(shown);
                    if (finding != null) {
                        return finding;
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
        return reading.unfinished(
                "the chat's listing has no end within " + MOST_CALLS + " calls of " + PAGE);
    }

    /** How far one look has come. */
    private final class Reading {
        private final Sightings sightings;
        private int offset;
        private int back;
        private int before;
        private boolean limited;
        private int stale;
        private int unreadable;

        Reading(Wanted wanted) {
            this.sightings = new Sightings(wanted, slack);
        }

        /** What is known now; null when there is more to be read. */
        @Nullable Finding take(ChatLook.Page page) {
            boolean end = page.last() || page.listed() == 0;
            if (!end && offset > 0 && back == 0 && !limited) {
                // the short page was not the last one: the server has a limit of its own
                limited = true;
                back = overlapOf(before);
                if (back > 0) {
                    offset -= back;
                    return null;
                }
            }
            boolean moved = back > 0 && !sightings.isContinuedBy(page.messages());
            int fresh = sightings.add(page.messages());
            if (moved) {
                return unfinished("the chat's listing moved while it was read");
            }
            unreadable += page.listed() - page.messages().size();
            if (end) {
                return isWhole(page) ? sightings.conclude() : unfinished(INCOMPLETE);
            }
            if (sightings.isPast()) {
                return sightings.conclude();
            }
            boolean overlapAlone = page.listed() <= back;
            stale = fresh == 0 && !overlapAlone ? stale + 1 : 0;
            if (stale > 2) {
                return unfinished("the chat's listing shows the same page again and again");
            }
            boolean goesOnBehind = overlapAlone || (page.listed() < PAGE && !limited);
            back = goesOnBehind ? 0 : overlapOf(page.listed());
            before = page.listed();
            offset += page.listed() - back;
            return null;
        }

        /**
         * Whether all that is listed was seen. Of a listing in the order of time that is certain;
         * any other may have moved unnoticed, so that some places showed one message twice and
         * another one not.
         */
        private boolean isWhole(ChatLook.Page last) {
            return offset == 0
                    || sightings.isNewestFirst()
                    || sightings.size() + unreadable >= offset + last.listed();
        }

        private static int overlapOf(int listed) {
            return Math.min(OVERLAP, listed / 2);
        }

        /** What was seen counts; what was not seen says nothing. */
        Finding unfinished(String why) {
            return sightings.concludeUnfinished(OutcomeError.of(ReasonCode.IN_DOUBT, why));
        }
    }
}
