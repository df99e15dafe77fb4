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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** Which calls to Wawp one worker began, and when. Thread-safe. */
final class CallsOf {
    private final List<Begun> begun = new CopyOnWriteArrayList<>();

    /**
     * @param nanos on the scale of {@link System#nanoTime()}
     */
    record Begun(String what, String instance, long nanos) {}

    List<Begun> all() {
        return begun;
    }

    List<Begun> sends() {
        return begun.stream().filter(call -> call.what().equals("send")).toList();
    }

    /** The same hooks, with this watching what gets through to the real gateway. */
    Hooks around(Hooks inner) {
        return new Hooks(
                inner.journal(),
                real -> inner.gateway().apply(new Watch(real)),
                inner.journalClients());
    }

    private final class Watch extends GatewayWatch {
        Watch(MessageGateway real) {
            super(real);
        }

        private void note(String what, Account account) {
            begun.add(new Begun(what, account.instanceId().value(), System.nanoTime()));
        }

        @Override
        public SendResult send(Account account, SendCommand command, BooleanSupplier mayWrite)
                throws InterruptedException {
            note("send", account);
            return super.send(account, command, mayWrite);
        }

        @Override
        public TypingResult startTyping(Account account, ChatId chat) {
            note("startTyping", account);
            return super.startTyping(account, chat);
        }

        @Override
        public TypingResult stopTyping(Account account, ChatId chat) {
            note("stopTyping", account);
            return super.stopTyping(account, chat);
        }

        @Override
        public SessionLook session(Account account) {
            note("session", account);
            return super.session(account);
        }

        @Override
        public Receipt receipt(Account account, ChatId chat, MessageId message) {
            note("receipt", account);
            return super.receipt(account, chat, message);
        }

        @Override
        public ChatLook messages(Account account, ChatId chat, int offset, int limit) {
            note("messages", account);
            return super.messages(account, chat, offset, limit);
        }
    }
}
