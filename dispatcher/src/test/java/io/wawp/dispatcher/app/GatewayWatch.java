package io.wawp.dispatcher.app;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.SendCommand;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.MessageGateway;
import io.wawp.dispatcher.model.Receipt;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.SessionLook;
import io.wawp.dispatcher.model.TypingResult;
import java.util.function.BooleanSupplier;

/** The real gateway, for a test that steps in at one call. */
class GatewayWatch implements MessageGateway {
    private final MessageGateway real;

    GatewayWatch(MessageGateway real) {
        this.real = real;
    }

    @Override
    public SendResult send(Account account, SendCommand command, BooleanSupplier mayWrite)
            throws InterruptedException {
        return real.send(account, command, mayWrite);
    }

    @Override
    public TypingResult startTyping(Account account, ChatId chat) {
        return real.startTyping(account, chat);
    }

    @Override
    public TypingResult stopTyping(Account account, ChatId chat) {
        return real.stopTyping(account, chat);
    }

    @Override
    public SessionLook session(Account account) {
        return real.session(account);
    }

    @Override
    public Receipt receipt(Account account, ChatId chat, MessageId message) {
        return real.receipt(account, chat, message);
    }

    @Override
    public ChatLook messages(Account account, ChatId chat, int offset, int limit) {
        return real.messages(account, chat, offset, limit);
    }
}
