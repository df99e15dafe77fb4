package io.wawp.dispatcher.delivery;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.InstanceId;
import io.wawp.common.command.MessageId;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.Tenure;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One followed message. Its place, {@link #nextLook} and flags are guarded by the tracker's lock;
 * {@link #entry}, {@link #tries} and {@link #alone} belong to the task that looks at it, while one
 * does.
 */
final class Followed {
    static final Comparator<Followed> BY_LOOK =
            Comparator.comparing((Followed f) -> f.nextLook).thenComparingLong(f -> f.number);
    static final Comparator<Followed> BY_AGE =
            Comparator.comparing((Followed f) -> f.sentAt).thenComparingLong(f -> f.number);

    /** Where it is. */
    enum Place {
        /** Among those that wait for their next look. */
        WAITING,
        /** Before its instance's turn to look. */
        DUE,
        /** With a task. */
        BUSY,
        /** Followed no more. */
        GONE
    }

    /** A chat of one tenure: what one fetch serves. */
    record Chat(Tenure tenure, InstanceId instanceId, ChatId chatId) {}

    final Chat chat;
    final Instant sentAt;
    final long number;

    Place place = Place.GONE;
    Instant nextLook = Instant.MAX;

    /** Let go for want of room: ends as soon as the task that holds it is done. */
    boolean crowdedOut;

    CommandEntry entry;

    /** Looks in a row that brought no answer. */
    int tries;

    /** Whether a listing did not show it, so that it is asked for by its id. */
    boolean alone;

    Followed(Tenure tenure, CommandEntry entry, long number) {
        this.chat = new Chat(tenure, entry.key().instanceId(), entry.chatId());
        this.sentAt = News.sent(entry).sentAt();
        this.number = number;
        this.entry = entry;
    }

    Tenure tenure() {
        return chat.tenure();
    }

    @Nullable MessageId messageId() {
        return News.sent(entry).messageId();
    }
}
