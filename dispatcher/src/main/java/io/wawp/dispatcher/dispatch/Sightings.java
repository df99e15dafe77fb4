package io.wawp.dispatcher.dispatch;

import io.wawp.common.outcome.OutcomeError;
import io.wawp.dispatcher.dispatch.ChatSearch.Finding;
import io.wawp.dispatcher.model.ChatLook.Likeness;
import io.wawp.dispatcher.model.ChatLook.SeenMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one look has seen of a chat, and what follows from it.
 *
 * <p>Counted are the chat's own messages of the wanted content that are nobody else's by name. If
 * they are more than others may have there, ours is among them; which one, is told only where
 * nothing else is possible. If there is none, and nothing doubtful either, ours is absent. In all
 * other cases nobody can tell: such a message is neither taken nor is ours sent again.
 *
 * <p>Belongs to one thread.
 */
final class Sightings {
    /**
     * By how much more than the slack the clocks may be apart without a message being taken for
     * absent: what looks like ours and is older by this much is doubtful.
     */
    static final Duration CLOCKS_APART = Duration.ofMinutes(15);

    /** Fewer steps back in time may be so by chance. */
    private static final int ENOUGH_FOR_AN_ORDER = 10;

    /** Of so many steps one may be forward: engines that sort by arrival swap neighbours. */
    private static final int STEPS_BACK_FOR_ONE_FORWARD = 5;

    private final Wanted wanted;
    private final Duration slack;
    private final Instant from;
    private final Instant doubtfulFrom;
    private final Set<String> claimed = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private final List<SeenMessage> counted = new ArrayList<>();
    private boolean vague;
    private boolean doubtful;

    // of the order of the listing
    private @Nullable Instant previous;
    private @Nullable Instant oldest;
    private boolean newestFirst = true;
    private int stepsBack;
    private int stepsForward;

    Sightings(Wanted wanted, Duration slack) {
        this.wanted = wanted;
        this.slack = slack;
        this.from = wanted.from().minus(slack);
        this.doubtfulFrom = from.minus(CLOCKS_APART);
        wanted.claims().ids().forEach(id -> claimed.add(id.bare()));
    }

    /**
     * Adds what a page shows. Pages shift while messages come in, so one may be shown twice.
     *
     * @return how many of them were not seen before
     */
    int add(List<SeenMessage> page) {
        int fresh = 0;
        for (SeenMessage message : page) {
            if (seen.add(message.id().bare())) {
                fresh++;
                follow(message.at());
                judge(message);
            }
        }
        return fresh;
    }

    /**
     * Whether a page that overlaps the one before begins with what was seen and goes on with what
     * was not. Else the listing moved by more than that, or has no lasting order.
     */
    boolean isContinuedBy(List<SeenMessage> page) {
        boolean fresh = false;
        for (int i = 0; i < page.size(); i++) {
            boolean known = seen.contains(page.get(i).id().bare());
            if ((i == 0 && !known) || (fresh && known)) {
                return false;
            }
            fresh = !known;
        }
        return true;
    }

    /**
     * Whether all that follows is older than matters. An old message alone does not say so: the
     * listing may begin with the oldest, or be in no order.
     */
    boolean isPast() {
        return isNewestFirst() && oldest != null && oldest.isBefore(doubtfulFrom);
    }

    /**
     * Whether the listing is certainly in the order of time, with the newest first. Messages of one
     * moment do not show it, whatever their number.
     */
    boolean isNewestFirst() {
        return newestFirst
                && stepsBack >= ENOUGH_FOR_AN_ORDER
                && stepsForward * STEPS_BACK_FOR_ONE_FORWARD <= stepsBack;
    }

    /** How many different messages were seen. */
    int size() {
        return seen.size();
    }

    private void follow(@Nullable Instant at) {
        if (at == null) {
            return;
        }
        if (previous != null && oldest != null) {
            stepsBack += at.isBefore(previous) ? 1 : 0;
            stepsForward += at.isAfter(previous) ? 1 : 0;
            newestFirst = newestFirst && !at.isAfter(oldest.plus(slack));
        }
        previous = at;
        oldest = oldest == null || at.isBefore(oldest) ? at : oldest;
    }

    private void judge(SeenMessage message) {
        if (!message.fromMe()
                || claimed.contains(message.id().bare())
                || wanted.anothers().test(message.id())) {
            return;
        }
        Likeness likeness = message.likenessTo(wanted.loaded().command().content());
        Instant at = message.at();
        boolean inTime = at != null && !at.isBefore(from);
        boolean nearly = at == null || !at.isBefore(doubtfulFrom);
        switch (likeness) {
            case NONE -> {}
            case DOUBTFUL -> doubtful |= nearly;
            case VAGUE, SAME -> {
                if (inTime) {
                    counted.add(message);
                    vague |= likeness == Likeness.VAGUE;
                } else {
                    doubtful |= nearly;
                }
            }
        }
    }

    /** All that matters was read. */
    Finding conclude() {
        int beyond = counted.size() - others();
        if (beyond > 0) {
            return found(beyond);
        }
        return counted.isEmpty() && !doubtful ? new Finding.Absent() : new Finding.Unsure();
    }

    /** Something that matters may not have been read: only what is there says something. */
    Finding concludeUnfinished(OutcomeError why) {
        return others() == 0 && !counted.isEmpty()
                ? found(counted.size())
                : new Finding.NoLook(why);
    }

    private int others() {
        return wanted.claims().unnamed() + (vague ? wanted.claims().vague() : 0);
    }

    private Finding found(int beyond) {
        counted.sort(Comparator.comparing(SeenMessage::at));
        int others = others();
        if (beyond > wanted.own() || !areOlder(others)) {
            return new Finding.Found(null, 0);
        }
        SeenMessage ours = counted.get(others);
        Integer ack = ours.ack();
        return new Finding.Found(ours.id(), ack == null ? 0 : ack);
    }

    /** Whether so many of others' are certainly the oldest, so that the next is ours. */
    private boolean areOlder(int others) {
        if (others == 0) {
            return true;
        }
        Instant last = counted.get(others - 1).at();
        Instant next = counted.get(others).at();
        boolean apart = last != null && next != null && last.isBefore(next);
        return apart && wanted.claims().late() == 0 && (!vague || wanted.claims().vague() == 0);
    }
}
