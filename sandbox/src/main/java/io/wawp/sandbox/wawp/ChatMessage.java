package io.wawp.sandbox.wawp;

import java.time.Instant;

/**
 * A message as it stands in a chat.
 *
 * @param id the full form, {@code true_<chat>_<HEX>}
 * @param type in the engine's words: chat, image, document, ptt, video, poll_creation, vcard,
 *     multi_vcard, location
 * @param body the text, caption, or poll's question
 * @param ack at the moment of asking
 */
public record ChatMessage(
        String id,
        String chatId,
        boolean fromMe,
        String type,
        String body,
        Instant sentAt,
        int ack) {

    static ChatMessage of(Message message, Instant now) {
        return new ChatMessage(
                message.id(),
                message.chat(),
                message.fromMe(),
                message.content().type(),
                message.content().body(),
                message.sentAt(),
                message.ack(now));
    }
}
