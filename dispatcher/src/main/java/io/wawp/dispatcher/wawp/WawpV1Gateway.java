package io.wawp.dispatcher.wawp;

import io.wawp.common.command.ChatId;
import io.wawp.common.command.MessageId;
import io.wawp.common.command.SendCommand;
import io.wawp.common.outcome.OutcomeError;
import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.model.Account;
import io.wawp.dispatcher.model.ChatLook;
import io.wawp.dispatcher.model.Receipt;
import io.wawp.dispatcher.model.SendResult;
import io.wawp.dispatcher.model.SessionLook;
import io.wawp.dispatcher.model.Time;
import io.wawp.dispatcher.model.TypingResult;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wawp's API v1. Each call is one HTTP request, never repeated, over within the request time-out.
 * Thread-safe; made for virtual threads: a call blocks the thread that makes it.
 *
 * <p>Opened by {@link WawpGateways}, so that nobody else knows the generation.
 */
public final class WawpV1Gateway implements WawpGateway {
    private static final Logger log = LoggerFactory.getLogger(WawpV1Gateway.class);
    private static final int LONGEST_ANSWER = 256 * 1024;
    private static final int LONGEST_LISTING = 8 * 1024 * 1024;
    private static final String TRY_AGAIN =
            "; tried again later. If it lasts, check WAWP_BASE_URL" + " and the network.";
    private static final String LOOK_FIRST =
            "; the chat is looked at before anything is sent again.";

    /** The two ways to ask for one message; which of them a Wawp knows is not documented. */
    private enum ReceiptForm {
        BY_QUERY,
        BY_PATH;

        ReceiptForm other() {
            return this == BY_QUERY ? BY_PATH : BY_QUERY;
        }
    }

    private final V1Requests requests;
    private final Wire wire;
    private final Time time;
    private final AtomicReference<ReceiptForm> receiptForm =
            new AtomicReference<>(ReceiptForm.BY_QUERY);

    /** Connects to nothing yet. */
    public WawpV1Gateway(WawpSettings settings, Time time) {
        this.requests = new V1Requests(settings);
        this.wire = new Wire(settings, time);
        this.time = time;
        if ("http".equalsIgnoreCase(settings.baseUrl().getScheme())) {
            log.warn("WAWP_BASE_URL is http: access tokens travel unencrypted");
        }
    }

    @Override
    public SendResult send(Account account, SendCommand command, BooleanSupplier mayWrite)
            throws InterruptedException {
        Ending ending = wire.exchange(requests.send(account, command), LONGEST_ANSWER, mayWrite);
        return switch (ending) {
            case Ending.Answered answered ->
                    AnswerTable.send(answered.answer(), Masking.of(account, command), time.now());
            case Ending.Lapsed _ -> new SendResult.Lapsed();
            case Ending.NeverLeft never ->
                    new SendResult.NotSent(
                            unreachable("Wawp is not reached: " + never.why() + TRY_AGAIN), null);
            case Ending.Lost lost ->
                    new SendResult.Unclear(
                            unreachable("The answer of Wawp is lost: " + lost.why() + LOOK_FIRST));
            case Ending.TooLong tooLong ->
                    new SendResult.Unclear(tooLong(tooLong.status(), LOOK_FIRST));
            case Ending.Broken broken -> throw broken.cause();
        };
    }

    @Override
    public TypingResult startTyping(Account account, ChatId chat) {
        return typing(account, requests.startTyping(account, chat));
    }

    @Override
    public TypingResult stopTyping(Account account, ChatId chat) {
        return typing(account, requests.stopTyping(account, chat));
    }

    private TypingResult typing(Account account, HttpUriRequestBase request) {
        return look(
                request,
                LONGEST_ANSWER,
                answer -> AnswerTable.typing(answer, Masking.of(account)),
                TypingResult.NotShown::new);
    }

    @Override
    public SessionLook session(Account account) {
        return look(
                requests.session(account),
                LONGEST_ANSWER,
                answer -> AnswerTable.session(answer, Masking.of(account)),
                SessionLook.Unreadable::new);
    }

    @Override
    public Receipt receipt(Account account, ChatId chat, MessageId message) {
        ReceiptForm form = receiptForm.get();
        return look(
                switch (form) {
                    case BY_QUERY -> requests.messageByQuery(account, chat, message);
                    case BY_PATH -> requests.messageByPath(account, chat, message);
                },
                LONGEST_ANSWER,
                answer -> {
                    if (AnswerTable.saysNoSuchRoute(answer)) {
                        // of several calls that find out at once, one changes it
                        receiptForm.compareAndSet(form, form.other());
                    }
                    return AnswerTable.receipt(answer, message, Masking.of(account));
                },
                Receipt.Unreadable::new);
    }

    @Override
    public ChatLook messages(Account account, ChatId chat, int offset, int limit) {
        if (offset < 0 || limit < 1 || limit > 100) {
            throw new IllegalArgumentException(
                    "offset must be 0 or more and limit 1 to 100, not " + offset + ", " + limit);
        }
        return look(
                requests.messages(account, chat, offset, limit),
                LONGEST_LISTING,
                answer -> AnswerTable.messages(answer, Masking.of(account)),
                ChatLook.Unreadable::new);
    }

    /** A call that sends no message: without a whole answer there is nothing to be unsure of. */
    private <R> R look(
            HttpUriRequestBase request,
            int longest,
            Function<Answer, R> read,
            Function<OutcomeError, R> unread) {
        try {
            return switch (wire.exchange(request, longest, () -> true)) {
                case Ending.Answered answered -> read.apply(answered.answer());
                case Ending.NeverLeft never ->
                        unread.apply(
                                unreachable("Wawp is not reached: " + never.why() + TRY_AGAIN));
                case Ending.Lost lost ->
                        unread.apply(
                                unreachable(
                                        "The answer of Wawp is lost: " + lost.why() + TRY_AGAIN));
                case Ending.TooLong tooLong -> unread.apply(tooLong(tooLong.status(), TRY_AGAIN));
                case Ending.Lapsed _ -> throw new IllegalStateException("always allowed to write");
                case Ending.Broken broken -> throw broken.cause();
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unread.apply(unreachable("Interrupted before Wawp was asked."));
        }
    }

    private static OutcomeError unreachable(String message) {
        return OutcomeError.of(ReasonCode.WAWP_UNREACHABLE, message);
    }

    private static OutcomeError tooLong(int status, String next) {
        return new OutcomeError(
                ReasonCode.WAWP_UPSTREAM_ERROR,
                "The answer of Wawp is longer than any that it documents" + next,
                true,
                status,
                null);
    }

    @Override
    public void close() {
        wire.close();
    }
}
