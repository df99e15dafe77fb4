package io.wawp.dispatcher.wawp;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.SendCommand;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.Receipt;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.SessionLook;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.model.TypingResult;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Counts and times every call of another gateway; changes nothing else. Thread-safe. */
final class MeteredGateway implements WawpGateway {
    private final WawpGateway inner;
    private final Time time;
    private final WawpMeters meters;

    MeteredGateway(WawpGateway inner, Time time, WawpMeters meters) {
        this.inner = inner;
        this.time = time;
        this.meters = meters;
    }

    @Override
    public SendResult send(Account account, SendCommand command, BooleanSupplier mayWrite)
            throws InterruptedException {
        long start = time.nanoTime();
        String name = "interrupted";
        try {
            SendResult result = inner.send(account, command, mayWrite);
            name =
                    switch (result) {
                        case SendResult.Accepted _ -> "accepted";
                        case SendResult.Refused _ -> "refused";
                        case SendResult.NotSent _ -> "not_sent";
                        case SendResult.Unclear _ -> "unclear";
                        case SendResult.InstanceTrouble _ -> "instance_trouble";
                        case SendResult.Lapsed _ -> "lapsed";
                    };
            return result;
        } finally {
            ended("send", name, start);
        }
    }

    @Override
    public TypingResult startTyping(Account account, ChatId chat) {
        return typing("start_typing", () -> inner.startTyping(account, chat));
    }

    @Override
    public TypingResult stopTyping(Account account, ChatId chat) {
        return typing("stop_typing", () -> inner.stopTyping(account, chat));
    }

    private TypingResult typing(String operation, Supplier<TypingResult> call) {
        long start = time.nanoTime();
        TypingResult result = call.get();
        ended(
                operation,
                switch (result) {
                    case TypingResult.Shown _ -> "shown";
                    case TypingResult.NotShown _ -> "not_shown";
                    case TypingResult.InstanceTrouble _ -> "instance_trouble";
                },
                start);
        return result;
    }

    @Override
    public SessionLook session(Account account) {
        long start = time.nanoTime();
        SessionLook look = inner.session(account);
        ended(
                "session",
                switch (look) {
                    case SessionLook.Working _ -> "working";
                    case SessionLook.NotWorking _ -> "not_working";
                    case SessionLook.Unreadable _ -> "unreadable";
                },
                start);
        return look;
    }

    @Override
    public Receipt receipt(Account account, ChatId chat, MessageId message) {
        long start = time.nanoTime();
        Receipt receipt = inner.receipt(account, chat, message);
        ended(
                "receipt",
                switch (receipt) {
                    case Receipt.Known _ -> "known";
                    case Receipt.Unknown _ -> "unknown";
                    case Receipt.Unreadable _ -> "unreadable";
                    case Receipt.InstanceTrouble _ -> "instance_trouble";
                },
                start);
        return receipt;
    }

    @Override
    public ChatLook messages(Account account, ChatId chat, int offset, int limit) {
        long start = time.nanoTime();
        ChatLook look = inner.messages(account, chat, offset, limit);
        ended(
                "messages",
                switch (look) {
                    case ChatLook.Page _ -> "page";
                    case ChatLook.Unreadable _ -> "unreadable";
                    case ChatLook.InstanceTrouble _ -> "instance_trouble";
                },
                start);
        return look;
    }

    private void ended(String operation, String result, long start) {
        meters.ended(operation, result, Duration.ofNanos(time.nanoTime() - start));
    }

    @Override
    public void close() {
        inner.close();
    }
}
