package io.wawp.dispatcher.wawp;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with an answer: the body is asked first, since Wawp dresses failures as success and
 * proxies answer in its place; the status decides where the body is silent. With any doubt it is
 * unclear. Stateless; the words handed in have lost the message's own words already, so nobody's
 * text can pass for a diagnosis.
 */
final class Rulings {
    private static final Map<String, Ruling> CODES =
            Map.ofEntries(
                    entry("invalid_instance", Ruling.NO_INSTANCE),
                    entry("invalid_instance_id", Ruling.NO_INSTANCE),
                    entry("instance_not_found", Ruling.NO_INSTANCE),
                    entry("missing_instance_id", Ruling.NO_INSTANCE),
                    entry("invalid_session", Ruling.NO_INSTANCE),
                    entry("session_not_found", Ruling.NO_INSTANCE),
                    entry("invalid_access_token", Ruling.BAD_TOKEN),
                    entry("missing_access_token", Ruling.BAD_TOKEN),
                    entry("invalid_token", Ruling.BAD_TOKEN),
                    entry("unauthorized", Ruling.BAD_TOKEN),
                    entry("rest_forbidden", Ruling.BAD_TOKEN),
                    entry("quota_reached", Ruling.QUOTA),
                    entry("quota_exceeded", Ruling.QUOTA),
                    entry("subscription_required", Ruling.QUOTA),
                    entry("session_not_working", Ruling.SESSION),
                    entry("wawp_upstream_error", Ruling.UPSTREAM),
                    entry("proxy_error", Ruling.UPSTREAM),
                    entry("wawp_api_error", Ruling.UPSTREAM),
                    entry("rest_no_route", Ruling.NO_ROUTE));

    private static final Set<String> SESSION_STATES =
            Set.of("stopped", "starting", "scan_qr_code", "failed");
    private static final Set<String> FAILURE_WORDS =
            Set.of("error", "failure", "failed", "fail", "rejected");
    private static final Pattern FAILURE_CODE =
            Pattern.compile(
                    "invalid|missing|error|fail|denied|forbidden|not_|bad_|unsupported|too_|limit"
                            + "|exceed|required|expired|blocked|unknown_|reject");

    private static final Pattern WRONG_STATE =
            Pattern.compile("(?i)session status is not as expected");
    private static final Pattern RESTRICTED =
            Pattern.compile(
                    "(?i)\\b(?:error|nack|code|status)\\W{0,3}(?:code\\W{0,3})?463\\b"
                            + "|reach-?out ?time-?lock"
                            + "|\\baccount\\b[^.;]{0,40}\\b(?:restricted|banned|suspended)\\b");
    private static final Pattern QUOTA =
            Pattern.compile(
                    "(?i)messages?\\b.{0,60}\\bexceeded the maximum limit"
                            + "|\\bquota\\b.{0,40}\\b(?:reached|exceeded|used up|exhausted)");
    private static final String BROKEN =
            "(?:invalid|missing|required|expired|incorrect|wrong|not found|unknown|invalidated"
                    + "|does not exist)";
    private static final Pattern TOKEN =
            Pattern.compile(
                    "(?i)\\baccess[ _-]?token\\b.{0,40}\\b"
                            + BROKEN
                            + "|\\b"
                            + BROKEN
                            + "\\b.{0,40}\\baccess[ _-]?token\\b");
    private static final Pattern INSTANCE =
            Pattern.compile(
                    "(?i)\\binstance(?:[ _-]?id)?\\b.{0,20}\\b"
                            + BROKEN
                            + "|\\b"
                            + BROKEN
                            + "\\b.{0,20}\\binstance");
    private static final Pattern SESSION =
            Pattern.compile(
                    "(?i)\\bsession\\b.{0,40}\\b(?:not (?:working|connected|ready|started|running"
                            + "|authenticated)|stopped|logged out)\\b|\\bscan\\b.{0,10}\\bqr\\b");
    private static final Pattern MAY_HAVE_PASSED =
            Pattern.compile("(?i)disconnect|\\breset\\b|backend fetch|upstream");

    private Rulings() {}

    /** Whether the body of a 2xx says that it failed. */
    static boolean saysFailure(AnswerBody body, String words) {
        return body.says("success", false)
                || body.says("sent", false)
                || FAILURE_WORDS.contains(body.statusWord())
                || body.hasError()
                || CODES.containsKey(body.code())
                || FAILURE_CODE.matcher(body.code()).find()
                || body.failedStatus() != null
                || QUOTA.matcher(words).find();
    }

    /** The reason that the body of a 2xx gives for a failure; null when it gives none. */
    static @Nullable Ruling inSuccess(AnswerBody body, String words) {
        Ruling said = byBody(body, words, 400);
        Integer status = body.failedStatus();
        return said != null || status == null ? said : byStatus(status, body, false);
    }

    /** What is wrong with an answer that is no 2xx. */
    static Ruling of(Answer answer, AnswerBody body, String words) {
        Ruling said = byBody(body, words, answer.status());
        return said != null ? said : byStatus(answer.status(), body, answer.retryAfter() != null);
    }

    private static @Nullable Ruling byBody(AnswerBody body, String words, int status) {
        if (body.kind() != AnswerBody.Kind.JSON) {
            return null;
        }
        // the engine says so before it sends, whatever Wawp wraps it in
        if (WRONG_STATE.matcher(words).find()
                || (body.has("expected") && SESSION_STATES.contains(body.statusWord()))) {
            return Ruling.SESSION;
        }
        if (RESTRICTED.matcher(words).find()) {
            return Ruling.RESTRICTED;
        }
        Ruling coded = CODES.get(body.code());
        if (coded != null || status >= 500) {
            return coded;
        }
        return byWords(words);
    }

    private static @Nullable Ruling byWords(String words) {
        if (QUOTA.matcher(words).find()) {
            return Ruling.QUOTA;
        }
        if (TOKEN.matcher(words).find()) {
            return Ruling.BAD_TOKEN;
        }
        if (INSTANCE.matcher(words).find()) {
            return Ruling.NO_INSTANCE;
        }
        return SESSION.matcher(words).find() ? Ruling.SESSION : null;
    }

    private static Ruling byStatus(int status, AnswerBody body, boolean askedToWait) {
        boolean json = body.kind() == AnswerBody.Kind.JSON;
        boolean page = body.kind() == AnswerBody.Kind.HTML;
        return switch (status) {
            case 401 -> Ruling.BAD_TOKEN;
            case 402 -> Ruling.QUOTA;
            case 403 -> json ? forbidden(body) : Ruling.UPSTREAM;
            // not JSON: WordPress, or a server in its place, does not know the path
            case 404 -> json ? Ruling.STRANGE : Ruling.NO_ROUTE;
            case 405, 301, 302, 303, 307, 308 -> Ruling.NO_ROUTE;
            case 413, 414 -> Ruling.TOO_LONG;
            case 400, 406, 415, 422 -> page ? Ruling.UPSTREAM : Ruling.REFUSED;
            case 429 -> Ruling.RATE;
            case 503 -> busy(body, askedToWait);
            default -> status >= 500 ? Ruling.UPSTREAM : Ruling.STRANGE;
        };
    }

    private static Ruling forbidden(AnswerBody body) {
        return body.code().contains("quota")
                        || body.code().contains("limit")
                        || body.code().contains("plan")
                ? Ruling.QUOTA
                : Ruling.BAD_TOKEN;
    }

    /**
     * Refused for now, unless it reads like a proxy that lost the answer of a request which it may
     * have passed on. One that names a time to wait refused it on purpose.
     */
    private static Ruling busy(AnswerBody body, boolean askedToWait) {
        if (askedToWait) {
            return Ruling.BUSY;
        }
        return switch (body.kind()) {
            case EMPTY, JSON -> Ruling.BUSY;
            case HTML -> Ruling.UPSTREAM;
            case OTHER ->
                    MAY_HAVE_PASSED.matcher(body.text().toLowerCase(Locale.ROOT)).find()
                            ? Ruling.UPSTREAM
                            : Ruling.BUSY;
        };
    }
}
