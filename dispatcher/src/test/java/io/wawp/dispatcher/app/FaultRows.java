package io.wawp.dispatcher.app;

import static io.wawp.common.outcome.OutcomeStatus.EXPIRED;
import static io.wawp.common.outcome.OutcomeStatus.FAILED;
import static io.wawp.common.outcome.OutcomeStatus.SENT;
import static io.wawp.common.outcome.OutcomeStatus.UNRESOLVED;
import static io.wawp.dispatcher.app.FaultRow.Expected.ended;
import static io.wawp.dispatcher.app.FaultRow.Expected.found;
import static io.wawp.dispatcher.app.FaultRow.Expected.sent;
import static io.wawp.dispatcher.app.FaultRow.Expected.sentAfter;
import static io.wawp.dispatcher.app.FaultRow.Expected.sentAfterPause;
import static io.wawp.dispatcher.app.FaultRow.first;
import static io.wawp.dispatcher.app.FaultRow.inChat;
import static io.wawp.dispatcher.app.FaultRow.ofNumber;

import io.wawp.common.outcome.ReasonCode;
import io.wawp.dispatcher.app.FaultRow.Expected;
import io.wawp.sandbox.wawp.Answers;
import io.wawp.sandbox.wawp.FaultAction;
import io.wawp.sandbox.wawp.FaultRule;
import io.wawp.sandbox.wawp.SessionStatus;
import io.wawp.sandbox.wawp.SuccessShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All that is known to go wrong, and some more, each with the ending that it must have. */
final class FaultRows {
    /** Longer than the whole call may take. */
    private static final Duration TOO_LONG = Duration.ofSeconds(6);

    private static final Expected REFUSED = ended(FAILED, ReasonCode.WAWP_REJECTED);
    private static final Expected IN_DOUBT = ended(UNRESOLVED, ReasonCode.IN_DOUBT);
    private static final Expected RESENT = sentAfter(2);

    /** Sent twice, and the first did not count as an attempt. */
    private static final Expected AGAIN = sent().sends(2);

    private FaultRows() {}

    /** The shapes in which Wawp says yes. */
    static List<FaultRow> successes() {
        var rows = new ArrayList<FaultRow>();
        for (SuccessShape shape : SuccessShape.values()) {
            rows.add(
                    inChat(
                            "success as " + shape,
                            shape == SuccessShape.NON_JSON ? found() : sent(),
                            first(FaultAction.success(shape))));
        }
        rows.add(
                inChat(
                        "success without an id, listed a second later",
                        sent(),
                        first(FaultAction.success(SuccessShape.PROXY_SHORT))
                                .visibleAfter(Duration.ofSeconds(1))));
        rows.add(
                inChat(
                        "empty 2xx of a message that never shows up",
                        sent().unnamed().copies(0),
                        first(FaultAction.success(SuccessShape.EMPTY)).unrecorded()));
        rows.add(
                inChat(
                        "answer within the time-out",
                        sent(),
                        first(FaultAction.usual()).after(Duration.ofMillis(300))));
        return rows;
    }

    /** Answers that refuse this very message. */
    static List<FaultRow> refusals() {
        return List.of(
                inChat("bad_format with 400", REFUSED, first(Answers.badFormat(400))),
                inChat("bad_format in a 2xx", REFUSED, first(Answers.badFormat(200))),
                inChat(
                        "WordPress: a parameter is wrong",
                        REFUSED,
                        first(Answers.wordpress(400, "rest_invalid_param", "Invalid: chatId"))),
                inChat(
                        "WordPress: a parameter is missing",
                        REFUSED,
                        first(Answers.wordpress(400, "missing_param", "message is required"))),
                inChat(
                        "v2: bad request",
                        REFUSED,
                        first(Answers.v2(400, "Invalid parameter format", "Bad Request"))),
                inChat("400 in XML", REFUSED, first(Answers.xml400())),
                inChat(
                        "This message didn't send",
                        REFUSED,
                        first(Answers.wordpress(400, "not_sent", "This message didn't send"))),
                inChat(
                        "code in a 2xx",
                        REFUSED,
                        first(Answers.codeInside2xx("invalid_chat", "No such chat"))),
                inChat(
                        "success:false in a 2xx",
                        REFUSED,
                        first(Answers.successFalse("The chat cannot be written to"))),
                inChat(
                        "status error in a 2xx",
                        REFUSED,
                        first(Answers.statusError("The number is not on WhatsApp"))),
                inChat(
                        "a proxy's 413",
                        REFUSED,
                        first(Answers.html(413, "Request Entity Too Large"))),
                inChat("a proxy's 414", REFUSED, first(Answers.html(414, "URI Too Long"))));
    }

    /** Answers after which nobody knows, until the chat is looked at. */
    static List<FaultRow> unclear() {
        var rows = new ArrayList<FaultRow>();
        for (FaultAction.Answer answer :
                List.of(
                        Answers.upstreamError(500),
                        Answers.upstreamError(502),
                        Answers.upstreamError(200),
                        Answers.proxyError(500),
                        Answers.apiError(500),
                        Answers.v2(500, "Internal Server Error", "error"),
                        Answers.plain(502),
                        Answers.plain(504),
                        Answers.html(502, "Bad Gateway"),
                        Answers.html(503, "Service Unavailable"),
                        Answers.html(403, "Forbidden"))) {
            String label = answer.name() + " with " + answer.status();
            rows.add(inChat(label + ", not in the chat", RESENT, first(answer)));
            rows.add(inChat(label + ", sent nevertheless", found(), first(answer).recorded()));
        }
        return rows;
    }

    /** What happens to connections. */
    static List<FaultRow> wire() {
        return List.of(
                inChat("no answer, sent", found(), first(FaultAction.noAnswer()).recorded()),
                inChat("no answer, not sent", RESENT, first(FaultAction.noAnswer())),
                inChat(
                        "answer after the time-out",
                        found(),
                        first(FaultAction.usual()).after(TOO_LONG)),
                inChat("reset, sent", found(), first(FaultAction.reset()).recorded()),
                inChat("reset, not sent", RESENT, first(FaultAction.reset())),
                inChat(
                        "closed without a byte, sent",
                        found(),
                        first(FaultAction.close()).recorded()),
                inChat("closed without a byte, not sent", RESENT, first(FaultAction.close())),
                inChat("cut off in the body", found(), first(FaultAction.cutOff(10))),
                inChat(
                        "cut off before the body, not sent",
                        RESENT,
                        first(FaultAction.cutOff(0)).unrecorded()),
                inChat("oversized body", found(), first(FaultAction.oversized(1 << 20))),
                inChat(
                        "oversized body, not sent",
                        RESENT,
                        first(FaultAction.oversized(1 << 20)).unrecorded()),
                inChat("trickled body", found(), first(FaultAction.trickle(Duration.ofMillis(50)))),
                inChat(
                        "reset, listed only a second later",
                        found(),
                        first(FaultAction.reset()).recorded().visibleAfter(Duration.ofSeconds(1))),
                inChat(
                        "reset twice, not sent",
                        sentAfter(3),
                        FaultRule.sends().first(2).then(FaultAction.reset())),
                inChat(
                        "reset, not sent, then answered 500, sent",
                        new Expected(SENT, null, true, 2, 2, 1, true, null),
                        first(FaultAction.reset()),
                        FaultRule.sends().nth(2).then(Answers.upstreamError(500)).recorded()),
                inChat(
                        "reset, sent, and no look into the chat works",
                        IN_DOUBT.copies(1),
                        first(FaultAction.reset()).recorded(),
                        FaultRule.lookUps().then(Answers.plain(500))),
                inChat(
                        "reset, not sent, and no look into the chat is answered",
                        IN_DOUBT,
                        first(FaultAction.reset()),
                        FaultRule.lookUps().then(FaultAction.close())),
                inChat(
                        "reset, sent, and the first look into the chat fails",
                        found(),
                        first(FaultAction.reset()).recorded(),
                        FaultRule.lookUps().first(1).then(FaultAction.reset())),
                inChat(
                                "no answer, not sent, and it expires while in doubt",
                                ended(EXPIRED, ReasonCode.EXPIRED),
                                first(FaultAction.noAnswer()),
                                FaultRule.lookUps().first(2).then(Answers.plain(500)))
                        .expiresIn(Duration.ofSeconds(5)),
                inChat(
                                "no answer, sent, and it expires before a look works",
                                found(),
                                first(FaultAction.noAnswer()).recorded(),
                                FaultRule.lookUps().first(2).then(Answers.plain(500)))
                        .expiresIn(Duration.ofSeconds(5)));
    }

    /** Answers that say: certainly not sent, try later. */
    static List<FaultRow> notSent() {
        var busy = Answers.plain(503);
        var twoSeconds = Duration.ofSeconds(2);
        return List.of(
                inChat("503 twice", sentAfter(3), FaultRule.sends().first(2).then(busy)),
                inChat("503 with Retry-After", RESENT, first(Answers.plain(503, twoSeconds))),
                inChat(
                        "503 without end",
                        ended(FAILED, ReasonCode.ATTEMPTS_EXHAUSTED)
                                .attempts(FaultRow.MANY)
                                .sends(FaultRow.MANY),
                        FaultRule.sends().then(busy)),
                ofNumber("429", AGAIN, first(Answers.plain(429))),
                ofNumber(
                        "429 twice",
                        sent().sends(3),
                        FaultRule.sends().first(2).then(Answers.plain(429))),
                ofNumber("429 with Retry-After", AGAIN, first(Answers.plain(429, twoSeconds))),
                ofNumber("a page that says 404", AGAIN, first(Answers.html(404, "Not Found"))),
                ofNumber(
                        "a redirect to another place",
                        AGAIN,
                        first(
                                Answers.html(302, "Found")
                                        .withHeader("Location", "http://127.0.0.1:1/login"))));
    }

    /** Answers that say: this number cannot send. */
    static List<FaultRow> numberTrouble() {
        return List.of(
                ofNumber(
                        "invalid_instance",
                        sentAfterPause(ReasonCode.INVALID_INSTANCE),
                        FaultRule.calls().first(2).then(Answers.invalidInstance())),
                ofNumber(
                        "invalid_access_token",
                        sentAfterPause(ReasonCode.INVALID_ACCESS_TOKEN),
                        FaultRule.calls().first(3).then(Answers.invalidAccessToken())),
                ofNumber(
                        "v2: Missing access_token",
                        sentAfterPause(ReasonCode.INVALID_ACCESS_TOKEN),
                        first(Answers.v2(401, "Missing access_token", "Unauthorized"))),
                ofNumber(
                        "Access token is required, in a 2xx",
                        sentAfterPause(ReasonCode.INVALID_ACCESS_TOKEN),
                        first(Answers.statusError("Access token is required"))),
                ofNumber(
                        "a page that says 401",
                        sentAfterPause(ReasonCode.INVALID_ACCESS_TOKEN),
                        first(Answers.html(401, "Unauthorized"))),
                ofNumber(
                        "Instance ID Invalidated, in a 2xx",
                        sentAfterPause(ReasonCode.INVALID_INSTANCE),
                        first(Answers.instanceIdInvalidated(200))),
                ofNumber(
                        "Instance ID Invalidated with 403",
                        sentAfterPause(ReasonCode.INVALID_INSTANCE),
                        first(Answers.instanceIdInvalidated(403))),
                ofNumber(
                        "v2: invalid_session",
                        sentAfterPause(ReasonCode.INVALID_INSTANCE),
                        first(Answers.wordpress(404, "invalid_session", "Unknown session"))),
                ofNumber(
                        "quota used up, dressed as a success",
                        sentAfterPause(ReasonCode.QUOTA_EXCEEDED),
                        first(Answers.quotaExceeded())),
                ofNumber(
                        "quota used up for three sends",
                        sentAfterPause(ReasonCode.QUOTA_EXCEEDED).sends(4),
                        FaultRule.sends().first(3).then(Answers.quotaExceeded())),
                ofNumber(
                        "quota_reached",
                        sentAfterPause(ReasonCode.QUOTA_EXCEEDED),
                        first(Answers.wordpress(403, "quota_reached", "Plan limit"))),
                ofNumber(
                        "subscription_required",
                        sentAfterPause(ReasonCode.QUOTA_EXCEEDED),
                        first(Answers.wordpress(403, "subscription_required", "Upgrade"))),
                ofNumber(
                        "session not working",
                        sentAfterPause(ReasonCode.SESSION_NOT_WORKING),
                        FaultRule.sends()
                                .first(1)
                                .then(Answers.sessionStatus("any", SessionStatus.SCAN_QR_CODE))),
                ofNumber(
                        "reset, sent, and the token refused at the first look",
                        found().pausedFor(ReasonCode.INVALID_ACCESS_TOKEN),
                        first(FaultAction.reset()).recorded(),
                        FaultRule.lookUps().first(1).then(Answers.invalidAccessToken())));
    }

    /** What follows under the policy never to risk a second copy. */
    static List<FaultRow> underThePolicyUnresolved() {
        return List.of(
                inChat("no answer, sent", found(), first(FaultAction.noAnswer()).recorded()),
                inChat("no answer, not sent", IN_DOUBT, first(FaultAction.noAnswer())),
                inChat("reset, not sent", IN_DOUBT, first(FaultAction.reset())),
                inChat(
                        "wawp_upstream_error, not sent",
                        IN_DOUBT,
                        first(Answers.upstreamError(500))),
                inChat(
                        "wawp_upstream_error, sent",
                        found(),
                        first(Answers.upstreamError(500)).recorded()),
                inChat(
                        "listed only after its absence counted",
                        IN_DOUBT.copies(1),
                        first(FaultAction.reset()).recorded().visibleAfter(Duration.ofSeconds(20))),
                inChat(
                        "503 twice",
                        sentAfter(3),
                        FaultRule.sends().first(2).then(Answers.plain(503))));
    }
}
