package io.wawp.dispatcher.delivery;

import io.wawp.common.command.ContentType;
import io.wawp.common.command.MessageId;
import io.wawp.common.outcome.Delivery;
import io.wawp.common.outcome.DeliveryStatus;
import io.wawp.dispatcher.model.CommandEntry;
import io.wawp.dispatcher.model.CommandState;
import io.wawp.dispatcher.model.EventIds;
import io.wawp.dispatcher.model.Publication;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step of a sent message: its next entry, and what is told of it.
 *
 * @param entry to be journaled
 * @param publication null when only the message's id became known
 */
record News(CommandEntry entry, Publication.@Nullable OfDelivery publication) {

    /** A last look may come late, and must still find the entry. */
    private static final Duration LATE = Duration.ofHours(1);

    boolean isFinal() {
        return entry.state() instanceof CommandState.Sent sent && sent.isFinal();
    }

    /**
     * What a look showed.
     *
     * @param messageId the id, where it is known
     * @param ack as seen, or null when nothing was
     * @return empty when it is nothing new
     */
    static Optional<News> seen(
            CommandEntry entry,
            @Nullable MessageId messageId,
            @Nullable Integer ack,
            Instant now,
            DeliverySettings settings) {
        CommandState.Sent sent = sent(entry);
        MessageId known = sent.messageId() == null ? messageId : sent.messageId();
        if (ack != null && isNews(sent, ack, entry.type())) {
            boolean last = isEnd(ack, entry.type());
            return Optional.of(step(entry, known, ack, status(ack), last, now, settings));
        }
        if (sent.messageId() == null && known != null) {
            var next = entry(entry, known, sent.ack(), false, now, settings);
            return Optional.of(new News(next, null));
        }
        return Optional.empty();
    }

    /**
     * Nothing more is followed: what never reached a phone is unconfirmed, of the rest the last
     * status is told once more.
     */
    static News atEnd(CommandEntry entry, Instant now, DeliverySettings settings) {
        CommandState.Sent sent = sent(entry);
        DeliveryStatus status =
                sent.ack() >= 0 && sent.ack() < DeliveryStatus.DEVICE.ack()
                        ? DeliveryStatus.UNCONFIRMED
                        : status(sent.ack());
        return step(entry, sent.messageId(), sent.ack(), status, true, now, settings);
    }

    static CommandState.Sent sent(CommandEntry entry) {
        if (entry.state() instanceof CommandState.Sent sent) {
            return sent;
        }
        throw new IllegalArgumentException("only what was sent is followed: " + entry.key());
    }

    /** Acks only rise, but for an error, which ends all; values below that mean nothing to us. */
    private static boolean isNews(CommandState.Sent sent, int ack, ContentType type) {
        return ack == DeliveryStatus.ERROR.ack()
                || (ack > 0 && ack > sent.ack())
                || (ack == sent.ack() && isEnd(ack, type));
    }

    private static boolean isEnd(int ack, ContentType type) {
        DeliveryStatus highest =
                type == ContentType.VOICE ? DeliveryStatus.PLAYED : DeliveryStatus.READ;
        return ack == DeliveryStatus.ERROR.ack() || ack >= highest.ack();
    }

    private static DeliveryStatus status(int ack) {
        return switch (ack) {
            case -1 -> DeliveryStatus.ERROR;
            case 1 -> DeliveryStatus.SERVER;
            case 2 -> DeliveryStatus.DEVICE;
            case 3 -> DeliveryStatus.READ;
            default -> DeliveryStatus.PLAYED; // what is newer than our names is beyond them
        };
    }

    private static News step(
            CommandEntry entry,
            @Nullable MessageId messageId,
            int ack,
            DeliveryStatus status,
            boolean last,
            Instant now,
            DeliverySettings settings) {
        // the last status may be told twice: as it came, and once more as the last
        String name = "delivery/" + status + (last ? "/final" : "");
        var delivery =
                new Delivery(
                        EventIds.of(entry.source(), entry.run(), name),
                        entry.commandId(),
                        entry.key().instanceId(),
                        entry.chatId(),
                        messageId,
                        ack,
                        status,
                        now,
                        last,
                        entry.metadata());
        return new News(
                entry(entry, messageId, ack, last, now, settings),
                new Publication.OfDelivery(delivery, entry.trace()));
    }

    private static CommandEntry entry(
            CommandEntry entry,
            @Nullable MessageId messageId,
            int ack,
            boolean last,
            Instant now,
            DeliverySettings settings) {
        CommandState.Sent sent = sent(entry);
        var next = new CommandState.Sent(sent.attempts(), messageId, ack, sent.sentAt(), last);
        Instant kept =
                last
                        ? now.plus(settings.dedupWindow())
                        : sent.sentAt().plus(settings.deadline()).plus(LATE);
        kept = later(kept, entry.expiresAt());
        Instant before = entry.forgetAfter();
        return entry.ended(next, before == null ? kept : later(kept, before));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
