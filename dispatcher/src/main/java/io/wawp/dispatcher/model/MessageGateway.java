package io.wawp.dispatcher.model;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.SendCommand;
import java.util.function.BooleanSupplier;

/**
 * Wawp, as the worker sees it. Every method is one HTTP call at most, never repeated, blocks for at
 * most the request time-out, and answers with a value for everything that the outside can do.
 * Thread-safe; made for virtual threads.
 */
public interface MessageGateway {

    /**
     * Sends the message.
     *
     * @param mayWrite asked once, after a connection is leased and right before the first byte is
     *     written; {@code false} ends the call as {@link SendResult.Lapsed}
     * @throws InterruptedException when interrupted before the first byte was written; afterwards
     *     an interruption is {@link SendResult.Unclear} with the interrupt flag set
     */
    SendResult send(Account account, SendCommand command, BooleanSupplier mayWrite)
            throws InterruptedException;

    TypingResult startTyping(Account account, ChatId chat);

    TypingResult stopTyping(Account account, ChatId chat);

    SessionLook session(Account account);

    /** One message by its id. */
    Receipt receipt(Account account, ChatId chat, MessageId message);

    /**
     * One page of a chat.
     *
     * @param offset messages to leave out, 0 for the first page
     * @param limit 1 to 100
     */
    ChatLook messages(Account account, ChatId chat, int offset, int limit);
}
