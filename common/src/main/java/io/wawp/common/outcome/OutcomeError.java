package io.wawp.common.outcome;

import org.jspecify.annotations.Nullable;

/**
 * Why, in words and as a code. Holds no token and no personal data.
 *
 * @param code stable; {@link ReasonCode#UNRECOGNIZED} where a newer version wrote another
 * @param codeText the code as it is written, also of an unrecognized one
 * @param message what was wrong and what to do
 * @param retryable whether the same command may succeed when sent again later
 * @param httpStatus Wawp's, where it answered
 * @param field path of the field that is wrong, such as {@code content.file.url}
 */
public record OutcomeError(
        ReasonCode code,
        String codeText,
        String message,
        boolean retryable,
        @Nullable Integer httpStatus,
        @Nullable String field) {

    public OutcomeError {
        requireSame(code, codeText);
    }

    /** With a code that this version knows. */
    public OutcomeError(
            ReasonCode code,
            String message,
            boolean retryable,
            @Nullable Integer httpStatus,
            @Nullable String field) {
        this(code, code.wire(), message, retryable, httpStatus, field);
    }

    static void requireSame(ReasonCode code, String text) {
        if (ReasonCode.of(text) != code || text.equals(ReasonCode.UNRECOGNIZED.wire())) {
            throw new IllegalArgumentException("the text of a code must be its own: " + code);
        }
    }

    public static OutcomeError of(ReasonCode code, String message) {
        return new OutcomeError(code, message, code.retryable(), null, null);
    }
}
