package io.wawp.sandbox.wawp;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One message of a chat. Only its ack changes; safe for use by any thread. */
final class Message {
    private final String hex;
    private final String chat;
    private final String own;
    private final boolean fromMe;
    private final Maker maker;
    private final Content content;
    private final Instant sentAt;
    private final Instant visibleAt;
    private final AckSchedule acks;
    private volatile @Nullable Integer fixedAck;

    /** Who made a message. */
    enum Maker {
        CALL,
        PHONE,
        OTHER_SIDE
    }

    Message(
            String hex,
            String chat,
            String own,
            boolean fromMe,
            Maker maker,
            Content content,
            Instant sentAt,
            Instant visibleAt,
            AckSchedule acks) {
        this.hex = hex;
        this.chat = chat;
        this.own = own;
        this.fromMe = fromMe;
        this.maker = maker;
        this.content = content;
        this.sentAt = sentAt;
        this.visibleAt = visibleAt;
        this.acks = acks;
    }

    /** The full form; a group's has the sender as a fourth part. */
    String id() {
        String id = fromMe + "_" + chat + "_" + hex;
        return Chats.isGroup(chat) ? id + "_" + (fromMe ? own : "10000000001@c.us") : id;
    }

    String hex() {
        return hex;
    }

    String chat() {
        return chat;
    }

    String from() {
        return fromMe ? own : chat;
    }

    String to() {
        return fromMe ? chat : own;
    }

    boolean fromMe() {
        return fromMe;
    }

    Maker maker() {
        return maker;
    }

    Content content() {
        return content;
    }

    Instant sentAt() {
        return sentAt;
    }

    boolean isVisible(Instant now) {
        return !now.isBefore(visibleAt);
    }

    int ack(Instant now) {
        Integer fixed = fixedAck;
        return fixed != null ? fixed : acks.at(sentAt, now, content.type().equals("ptt"));
    }

    void fixAck(int ack) {
        fixedAck = ack;
    }
}
