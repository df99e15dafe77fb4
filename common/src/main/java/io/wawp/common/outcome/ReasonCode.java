package io.wawp.common.outcome;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Why a command ended as it did. Codes are stable: one is never renamed and never changes its
 * meaning; more may come, and a reader finds {@link #UNRECOGNIZED} for one that it does not know.
 */
public enum ReasonCode {
    /** The bytes are not a JSON object in UTF-8. */
    MALFORMED_JSON(false),
    /** A field that the contract does not have; most often a typo. */
    UNKNOWN_FIELD(false),
    MISSING_FIELD(false),
    /** A field's value breaks the contract. */
    INVALID_FIELD(false),
    /** A {@code content.type} that there is not. */
    UNSUPPORTED_TYPE(false),
    TEXT_TOO_LONG(false),
    /** No worker knows credentials of this instance. */
    UNKNOWN_INSTANCE(true),
    /** The key was used for another message of this instance. */
    IDEMPOTENCY_KEY_REUSED(false),
    EXPIRED(true),
    CANCELLED(true),
    /** Wawp: 401, the instance's access token is refused. */
    INVALID_ACCESS_TOKEN(true),
    /** Wawp: 404, there is no such instance. */
    INVALID_INSTANCE(true),
    /** The plan's messages are used up. */
    QUOTA_EXCEEDED(true),
    /** The instance's WhatsApp session is not working: not paired, stopped, restricted. */
    SESSION_NOT_WORKING(true),
    /** Wawp refused this very message. */
    WAWP_REJECTED(false),
    /** The engine behind Wawp failed. */
    WAWP_UPSTREAM_ERROR(true),
    /** No connection, no answer. */
    WAWP_UNREACHABLE(true),
    RATE_LIMITED(true),
    /** Tried until its time for trying was over. */
    ATTEMPTS_EXHAUSTED(true),
    /** It may have been sent. */
    IN_DOUBT(false),
    COMMAND_TOO_LARGE(false),
    /**
     * A code that a newer version wrote and this one does not know; the record keeps its text. Made
     * by readers alone and never written.
     */
    UNRECOGNIZED(false);

    private static final Map<String, ReasonCode> KNOWN =
            Arrays.stream(values())
                    .filter(code -> code != UNRECOGNIZED)
                    .collect(Collectors.toUnmodifiableMap(ReasonCode::wire, Function.identity()));

    private final String wire = name().toLowerCase(Locale.ROOT);
    private final boolean retryable;

    ReasonCode(boolean retryable) {
        this.retryable = retryable;
    }

    /**
     * Lower snake case, as in JSON and headers. Where a code may come from elsewhere ask {@link
     * OutcomeError#codeText}, which also knows the text of an unrecognized one.
     */
    public String wire() {
        return wire;
    }

    /** The code that is written so, or {@link #UNRECOGNIZED}. */
    public static ReasonCode of(String wire) {
        return KNOWN.getOrDefault(wire, UNRECOGNIZED);
    }

    /** Whether the same command may succeed when it is sent again later. */
    public boolean retryable() {
        return retryable;
    }
}
