package io.wawp.common.outcome;

import org.jspecify.annotations.Nullable;

/**
 * Why, in words and as a code. Holds no token and no personal data.
 *
 * @param code stable
 * @param message what was wrong and what to do
 * @param retryable whether the same command may succeed when sent again later
 * @param httpStatus Wawp's, where it answered
 * @param field path of the field that is wrong, such as {@code content.file.url}
 */
public record OutcomeError(
        ReasonCode code,
        String message,
        boolean retryable,
        @Nullable Integer httpStatus,
        @Nullable String field) {

    public static OutcomeError of(ReasonCode code, String message) {
        return new OutcomeError(code, message, code.retryable(), null, null);
    }
}
